"""The facts that a memo's prose is written from, as the memo's values have them; nothing else is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from agent.memo import money
from agent.model_steps.data import mark, shown

PROPOSED = "a model proposed this cause"
"""How a doubt begins that says so (`telling`)."""
MISREAD = "a model holds that a term was misread"
"""What the question of a misread term says (`telling`)."""
TIED = "reproduces as many periods"
"""What the doubt of a tie holds (`billing.claims`)."""


def facts_of(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Finding number → its facts, a line each; '' holds those of the case."""
    facts = {"": list(_of_case(values))}
    for number, finding in enumerate(values["findings"], start=1):
        facts[str(number)] = [
            *_amounts(finding),
            *_periods(finding),
            *_grounds(finding),
            *_in_question(number, values["questions"]),
        ]
    return facts


def as_lines(facts: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The facts as a data block lays them out."""
    for number, lines in facts.items():
        yield mark(f"finding {number}" if number else "the case")
        yield from map(shown, lines)


def _of_case(values: Mapping[str, Any]) -> Iterator[str]:
    yield f"customer: {values['account']['name']} ({values['account']['id']})"
    yield f"as of: {day(values['as_of'])}"
    yield f"findings: {len(values['findings'])}"
    for total in values["totals"]:
        way = _way(total["direction"])
        yield (
            f"together {way}: {money(total['total'], total['currency'])}, of which "
            f"{money(total['recoverable'], total['currency'])} can be corrected"
        )


def _amounts(finding: Mapping[str, Any]) -> Iterator[str]:
    currency = finding["currency"]
    yield f"product: {finding['product']}"
    yield f"cause: {finding['cause']}"
    yield f"direction: {_way(finding['direction'])}"
    yield f"difference in all: {money(finding['total'], currency)}"
    yield f"can be corrected: {money(finding['recoverable'], currency)}"
    if finding["not_recoverable"]:
        yield f"cannot be corrected: {money(finding['not_recoverable'], currency)}"
        yield from dict.fromkeys(f"because: {p['why']}" for p in finding["periods"] if p["why"])
    if finding["monthly"] is not None:
        yield f"goes on at {money(finding['monthly'], currency)} a month"
    if finding["low"] is not None and finding["high"] is not None:
        low, high = money(finding["low"], currency), money(finding["high"], currency)
        yield f"between {low} and {high}: the contract leaves a choice"


def _periods(finding: Mapping[str, Any]) -> Iterator[str]:
    currency = finding["currency"]
    yield f"periods: {len(finding['periods'])}"
    if finding["first"] is not None:
        last = finding["last"] - timedelta(days=1)
        yield f"first day: {day(finding['first'])}; last day: {day(last)}"
    for each in finding["periods"]:
        yield (
            f"period from {day(each['start'])}: agreed {money(each['expected'], currency)}, billed "
            f"{money(each['billed'], currency)}, difference {money(each['difference'], currency)}"
        )


def _grounds(finding: Mapping[str, Any]) -> Iterator[str]:
    if finding["invoices"]:
        yield f"invoices: {', '.join(finding['invoices'])}"
    for clause in finding["clauses"]:
        where = f"{clause['file']}, page {clause['page']}, {clause['section'] or 'no section'}"
        yield f"clause ({where}): {clause['quote']}"
    if any(each.startswith(PROPOSED) for each in finding["doubts"]):
        yield "the cause was proposed by a model, and reproduces the bill to the cent"
        yield f"what billing did, as proposed: {finding['hypotheses'][0]['detail']}"
    if any(TIED in each for each in finding["doubts"]):
        yield "the cause is not certain: another one fits the bill as well"


def _in_question(number: int, questions: Iterable[str]) -> Iterator[str]:
    """Whether the finding may fall with a term that was misread."""
    named = re.compile(rf"findings? (?:\d+ and )*{number}(?: and \d+)* \(")
    if any(named.match(each) and MISREAD in each for each in questions):
        yield (
            "this finding is in question: a model holds that a term of the contract was misread, and with "
            "the words of the clause the bill is as agreed; a person settles it"
        )


def _way(direction: str) -> str:
    return (
        "under-billed (less than agreed)"
        if direction == "under"
        else "over-billed (more than agreed)"
    )


def day(value: date) -> str:
    """'1 March 2026'."""
    return f"{value.day} {value:%B} {value.year}"
