"""Every route × every role: a route that names no right is not let in at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.routing import iter_route_contexts

from app.web.context import person_of
from app.web.rights import ROLES, Right

TABLE = Path(__file__).with_name("routes.txt")
PUBLIC = {
    ("GET", "/"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/with"),
    ("GET", "/sign-in/back"),
    ("GET", "/api/v1/openapi.json"),
}
"""What a stranger may ask for; everything else needs somebody who is signed in."""
MAY = {  # said again here, apart from the code, so that a change of either is noticed
    "see": {"analyst", "specialist", "approver", "admin"},
    "upload": {"analyst", "specialist"},
    "correct": {"analyst", "specialist"},
    "decide": {"specialist", "approver"},
    "second": {"specialist", "approver"},
    "deliver": {"approver"},
    "export": {"analyst", "specialist", "approver", "admin"},
    "settings": {"admin"},
    "people": {"admin"},
}


class Asked(NamedTuple):
    """One way to ask."""

    method: str
    path: str
    rights: frozenset[str]
    own: bool
    """Whoever is signed in may ask: it is theirs."""

    @property
    def address(self) -> str:
        """With something in each place of the path that is nobody's."""
        filled = self.path
        while "{" in filled:
            before, _, rest = filled.partition("{")
            name, _, after = rest.partition("}")
            filled = (
                f"{before}{'1' if name.endswith(':int') or name in {'n', 'number'} else 'x'}{after}"
            )
        return filled


def asked_of(application: Any) -> list[Asked]:
    found = []
    for route in iter_route_contexts(application.routes):
        if route.path is None or route.methods is None or route.path.startswith("/static"):
            continue
        calls = list(_calls(getattr(route, "dependant", None)))
        rights = frozenset(each.right.value for each in calls if hasattr(each, "right"))
        found += [
            Asked(method, route.path, rights, person_of in calls)
            for method in sorted(route.methods - {"HEAD", "OPTIONS"})
        ]
    assert len(found) > 10
    return found


def _calls(dependant: Any) -> Any:
    for each in getattr(dependant, "dependencies", ()):
        yield each.call
        yield from _calls(each)


def test_the_roles_have_the_rights_that_are_meant():
    assert {right.value for right in Right} == set(MAY)
    for role, rights in ROLES.items():
        assert {right.value for right in rights} == {
            right for right, roles in MAY.items() if role in roles
        }


def test_every_route_names_a_right_or_stands_in_the_short_list(application):
    without = [
        f"{each.method} {each.path}"
        for each in asked_of(application)
        if not each.rights and not each.own and (each.method, each.path) not in PUBLIC
    ]
    assert not without, f"declare the right that is needed (app.web.context): {without}"


def test_every_route_stands_in_the_table_with_the_right_that_is_meant(application):
    meant, section = {}, ""
    for line in TABLE.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            assert line not in meant, line
            meant[line] = section
    asked = {
        f"{each.method} {each.path}": " ".join(sorted(each.rights))
        or ("own" if each.own else "anybody")
        for each in asked_of(application)
    }
    assert asked == meant


def test_strangers_are_led_to_the_sign_in_and_machines_are_told(application, stranger):
    for each in asked_of(application):
        if (each.method, each.path) in PUBLIC:
            continue
        answer = stranger.request(each.method, each.address)
        if each.path.startswith("/api/"):
            assert answer.status_code == 401, each
            assert answer.headers["content-type"] == "application/problem+json", each
        else:
            assert answer.status_code == 303, each
            assert answer.headers["location"].startswith("/sign-in"), each


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_is_refused_what_it_may_not_do(application, client_of, role):
    client = client_of(role)
    for each in asked_of(application):
        meant = all(role in MAY[right] for right in each.rights)
        if not each.rights or meant:
            continue
        answer = client.request(each.method, each.address)
        assert answer.status_code == 403, (each, answer.status_code)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_do_what_it_is_there_for(application, client_of, role):
    client = client_of(role)
    for each in asked_of(application):
        if not each.rights or not all(role in MAY[right] for right in each.rights):
            continue
        answer = client.request(each.method, each.address)
        assert answer.status_code not in {401, 403, 500}, (each, answer.status_code)


def test_a_person_without_a_role_that_is_known_sees_nothing(application, client_of, web):
    from store.web_tables import PersonRow

    client = client_of("analyst")
    with web.store.begin() as session:
        session.get_one(PersonRow, client.person_id).roles = ["wizard"]
    for each in asked_of(application):
        if each.rights:
            assert client.request(each.method, each.address).status_code == 403, each
