"""The sentences of a memo on paper: values in, plain text out. Both the HTML and the PDF say them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agent.account_locale import amount, day, reckoning_locale, span
from agent.configured import change_in_words
from agent.memo import counted

NOT_ADVICE = (
    "This memo reckons what the documents say against what was billed. It is not legal advice, and it "
    "does not say what a court would decide."
)
_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_LAPSED = re.compile(r"lapsed on \d{4}-\d{2}-\d{2} \(([^()]*)\)")
_NEXT = {
    "corrective invoice": "issue a corrective invoice",
    "credit note": "issue a credit note",
    "configuration fix": "change the billing configuration",
    "collect": "send the reminder or notice that collection asks for; nothing is invoiced anew",
    "ask legal": "ask legal before anything is sent",
    "none": "nothing is left to send",
}


@dataclass(frozen=True, slots=True)
class Words:
    """How this account's amounts and days are written."""

    locale: str

    def money(self, value: str | None, currency: str) -> str:
        """'$9,200.00'; '' for none."""
        return "" if value in {None, ""} else amount(str(value), currency, self.locale)

    def number(self, value: str | None) -> str:
        """'188,640'; '' for none."""
        from babel.numbers import format_decimal

        if value in {None, ""}:
            return ""
        return str(
            format_decimal(Decimal(str(value)), locale=self.locale, decimal_quantization=False)
        )

    def day(self, value: str | None) -> str:
        """'Jul 1, 2026'; '' for none."""
        return day(date.fromisoformat(value), self.locale) if value else ""

    def days_in(self, text: str) -> str:
        """Our own words with each '2026-07-01' as the tables have it; never done to a quote."""
        return _DAY.sub(lambda found: _day_or_as_is(found[0], self), text)

    def span(self, start: str | None, end: str | None) -> str:
        """A half-open period with the last day that is in it."""
        if not start or not end:
            return self.day(start)
        return span(date.fromisoformat(start), date.fromisoformat(end), self.locale)


def _day_or_as_is(text: str, words: Words) -> str:
    try:
        return words.day(text)
    except ValueError:
        return text


def words_of(values: Mapping[str, Any]) -> Words:
    """The words of an account."""
    return Words(reckoning_locale(values["account"]["timezone"]))


def summary(values: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """Three lines: found, recoverable, next."""
    findings = values["findings"]
    if not findings and not values["documents"]:
        return [
            ("Found", "nothing, for there is no contract to check the bill against."),
            ("Recoverable", "nothing is claimed."),
            ("Next", "add the account's contract."),
        ]
    if not findings:
        still = values["open_ends"]
        found = (
            "no difference, as far as the contract is understood" if still else "billed as agreed"
        )
        settle = (
            f"settle {counted(len(still), 'open point', 'open points')}" if still else "nothing"
        )
        return [
            ("Found", f"{found}."),
            ("Recoverable", "nothing is claimed."),
            ("Next", f"{settle}."),
        ]
    found = "; ".join(
        f"{each['product']}: {each['cause']}, {each['direction']}-billed by "
        f"{words.money(each['total'], each['currency'])}"
        + (f" for {words.span(each['first'], each['last'])}" if each["first"] else "")
        for each in findings
    )
    recoverable = "; ".join(
        f"{words.money(each['recoverable'], each['currency'])} of "
        f"{words.money(each['total'], each['currency'])} "
        f"{'to invoice' if each['direction'] == 'under' else 'to credit'}"
        for each in values["totals"]
    )
    lapses = [each["lapses_next"] for each in findings if each["lapses_next"]]
    soon = f" The next part lapses on {words.day(min(lapses))}." if lapses else ""
    steps = "; ".join(instrument(each, words) for each in values["recommendation"])
    changes = any(each["configuration"] for each in values["recommendation"])
    stop = ", and change the billing configuration so that it stops" if changes else ""
    step = f"{steps}{'' if 'configuration' in steps else stop}."
    return [
        ("Found", f"{found}."),
        ("Recoverable", f"{recoverable}.{soon}"),
        ("Next", step[:1].upper() + step[1:]),
    ]


def instrument(step: Mapping[str, Any], words: Words) -> str:
    """'issue a corrective invoice of $9,200.00 in 4 lines'."""
    text = _NEXT.get(step["action"]) or str(step["action"])
    if step["lines"]:
        of = words.money(step["amount"], step["currency"])
        text += f" of {of} in {counted(step['lines'], 'line', 'lines')}"
    if step["sent_before"] != "0":
        text += f" ({words.money(step['sent_before'], step['currency'])} went to billing before)"
    return text


def claims(finding: Mapping[str, Any], words: Words) -> list[tuple[str, str, str]]:
    """What is claimed, then what is not and why: (what, amount, periods and reason)."""
    claimed = [each for each in finding["periods"] if Decimal(each["recoverable"]) > 0]
    found = []
    if claimed:
        what = "Claimed" if finding["direction"] == "under" else "To credit"
        found.append((what, _sum(claimed, "recoverable", finding, words), _periods(claimed, words)))
    rest = [
        each
        for each in finding["periods"]
        if Decimal(each["difference"]) > Decimal(each["recoverable"])
    ]
    for why in dict.fromkeys(_alike(each["why"]) for each in rest):
        of_reason = [each for each in rest if _alike(each["why"]) == why]
        left = [
            {**each, "left": str(Decimal(each["difference"]) - Decimal(each["recoverable"]))}
            for each in of_reason
        ]
        words_of_one = of_reason[0]["why"] if len(of_reason) == 1 else why
        reason = words_of_one or "no reason is stated: look before anything is sent"
        found.append(
            (
                "Not claimed",
                _sum(left, "left", finding, words),
                f"{_periods(left, words)}: {words.days_in(reason)}",
            )
        )
    return found


def _alike(why: str) -> str:
    """'lapsed on 2026-09-10 (3 months from the invoice date)' → 'lapsed 3 months from the invoice date'."""
    return _LAPSED.sub(r"lapsed \1", why)


def without_rule(why: str) -> str:
    """'lapsed on 2026-09-10': the rule stands once below the table, not in each row of it."""
    return re.sub(r" \([^()]*\)$", "", why) if _LAPSED.fullmatch(why) else why


def _sum(
    periods: Sequence[Mapping[str, Any]], name: str, finding: Mapping[str, Any], words: Words
) -> str:
    together = sum((Decimal(each[name]) for each in periods), Decimal(0))
    return words.money(str(together), finding["currency"])


def _periods(periods: Sequence[Mapping[str, Any]], words: Words) -> str:
    """'Jul 1, 2026 to Oct 31, 2026 (4 periods)'."""
    first, last = min(each["start"] for each in periods), max(each["end"] for each in periods)
    many = f" ({counted(len(periods), 'period', 'periods')})" if len(periods) > 1 else ""
    return words.span(first, last) + many


def against(finding: Mapping[str, Any], words: Words) -> list[str]:
    """What the customer, or a careful reader, may hold against a finding."""
    said = [words.days_in(f"{each[0].upper()}{each[1:]}") for each in finding["doubts"] if each]
    rivals = [
        each
        for each in finding["hypotheses"][1:]
        if each["of"] and each["reproduces"] == each["of"]
    ]
    said += [
        f"Another explanation gives the same bill: {each['cause']} ({words.days_in(each['detail'])})."
        for each in rivals
    ]
    invoices = {each["invoice"]: each for each in finding["billed"]}
    if finding["direction"] == "under" and len(invoices) > 1:
        days = sorted(each["date"] for each in invoices.values())
        paid = sum(each["status"] == "paid" for each in invoices.values())
        settled = f", {paid} of them paid" if paid else ""
        said.append(
            f"Course of dealing: {len(invoices)} invoices went out as billed, from "
            f"{words.day(days[0])} to {words.day(days[-1])}{settled}. The customer may say that this "
            "shows what was agreed."
        )
    return said


def tried(finding: Mapping[str, Any], words: Words) -> list[str]:
    """The explanations that give some of the bill, then in one line those that give none of it."""
    causes = finding["hypotheses"]
    said = [
        f"{each['cause'].capitalize()}: reproduces {each['reproduces']} of "
        f"{counted(each['of'], 'period', 'periods')} to the cent"
        + (f" ({words.days_in(each['detail'])})" if each["detail"] else "")
        + (", accepted." if at == 0 else ".")
        for at, each in enumerate(causes)
        if at == 0 or each["reproduces"]
    ]
    ruled_out = dict.fromkeys(each["cause"] for each in causes[1:] if not each["reproduces"])
    return said + (
        [f"Ruled out, for they reproduce no period: {', '.join(ruled_out)}."] if ruled_out else []
    )


def change(values: Mapping[str, Any], currency: str = "", words: Words | None = None) -> str:
    """'set the fixed price of Plan (billing item si_1) from $6,200.00 to $8,500.00'."""
    if words is None or not currency:
        return change_in_words(values, str)
    return change_in_words(values, lambda value: words.money(value, currency))
