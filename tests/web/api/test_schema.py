"""Every call of the API answers as its schema says, whatever it is asked, and never with a 5xx.

RECOUP_API_EXAMPLES sets how many requests each operation gets.
"""

from __future__ import annotations

import os
from itertools import count

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.api.calling import Place

EXAMPLES = int(os.environ.get("RECOUP_API_EXAMPLES", "100"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
LEAST_OPERATIONS = 20
"""There are more; fewer would mean that the schema lost some. 20 × 100 requests are 2,000."""


def test_every_call_answers_as_the_schema_says(place: Place):
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", place.app)
    operations = [found.ok() for found in schema.get_all_operations()]
    asked = sum(_examined(operation, place) for operation in operations)
    assert len(operations) >= LEAST_OPERATIONS
    assert asked >= LEAST_OPERATIONS * EXAMPLES, asked  # some can be asked in one way only


def _examined(operation: APIOperation, place: Place) -> int:
    """Ask one operation many ways; how many."""
    asked = count()

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case) -> None:
        number = next(asked)
        for name, known in place.ids.items():
            if name in case.path_parameters and number % 4:  # mostly things that are there
                case.path_parameters[name] = known[number % len(known)]
        headers = {"Authorization": f"Bearer {place.token}"}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
    return next(asked)
