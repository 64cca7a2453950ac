"""What a person says of a case: as typed into the form, so that nothing is lost when it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from starlette.datastructures import FormData

from store.decisions import GROUNDS
from terms.money import decimal, plain

Action = Literal["approve", "amend", "reject"]
Kind = Literal["amount", "cause", "term"]
KINDS: Mapping[str, str] = {
    "amount": "an amount",
    "cause": "a cause",
    "term": "a term that was read wrongly",
}
MOST_REASON = 4000
MOST_VALUE = 4000


@dataclass(frozen=True, slots=True)
class Said:
    """One decision, as typed."""

    action: Action
    version: int
    reason: str = ""
    ground: str = ""
    kind: Kind = "amount"
    amounts: Mapping[str, str] = field(default_factory=dict)
    """Finding number → what is to be recovered, as typed; what was left as it is, is not here."""
    causes: Mapping[str, str] = field(default_factory=dict)
    term: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Field → value, of those that differ from what was read."""

    @property
    def changes(self) -> bool:
        """Whether an amendment names anything."""
        return bool(
            {"amount": self.amounts, "cause": self.causes, "term": self.settings}[self.kind]
        )

    def missing(self) -> str:
        """What a person has yet to say, in words; '' where nothing is missing."""
        if self.action == "reject" and self.ground not in GROUNDS:
            return "Choose why nothing is claimed."
        if self.action == "amend" and not self.changes:
            return "Change a value: nothing differs from what was found yet."
        if self.action != "approve" and not self.reason.strip():
            return "Say why, in words: whoever reads this later needs it."
        return ""

    def as_json(self, by: str) -> dict[str, Any]:
        """As the reckoner takes it. Raises ValueError where an amount is none."""
        amending = self.action == "amend"
        amounts = self.amounts if amending and self.kind == "amount" else {}
        by_term = amending and self.kind == "term"
        return {
            "action": self.action,
            "reason": self.reason.strip(),
            "ground": self.ground if self.action == "reject" else "",
            "amounts": {number: exact(value) for number, value in amounts.items()},
            "causes": dict(self.causes) if amending and self.kind == "cause" else {},
            "term": self.term if by_term else "",
            "settings": dict(self.settings) if by_term else {},
            "by": by,
        }


def exact(typed: str) -> str:
    """'1,200.50' → '1200.50'. Raises ValueError with what is wrong."""
    try:
        return plain(decimal(typed.strip().replace(",", "").replace(" ", "")))
    except ValueError:
        raise ValueError(f"“{typed}” is not an amount: write it as 1200.50") from None


def said_of(form: FormData, action: Action) -> Said:
    """What a form says: `amount-1`, `cause-1` by finding, `set-FIELD` with `was-FIELD` beside it."""
    given = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    version = given.get("version", "")
    kind = given.get("kind", "amount")
    return Said(
        action=action,
        version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        reason=given.get("reason", "")[:MOST_REASON],
        ground=given.get("ground", ""),
        kind=cast(Kind, kind if kind in KINDS else "amount"),
        amounts=_changed(given, "amount-", as_amounts=True),
        causes=_changed(given, "cause-"),
        term=given.get("term", ""),
        settings=_changed(given, "set-"),
    )


def _changed(given: Mapping[str, str], prefix: str, *, as_amounts: bool = False) -> dict[str, str]:
    """What was typed in fields of a prefix, where it differs from what stood there (`was-…`)."""
    found = {}
    for name, value in given.items():
        key = name.removeprefix(prefix)
        before = given.get(f"was-{name}", "")
        if not name.startswith(prefix) or _same(value, before, as_amounts=as_amounts):
            continue
        found[key] = value.strip()[:MOST_VALUE]
    return found


def _same(value: str, before: str, *, as_amounts: bool) -> bool:
    if value.strip() == before.strip():
        return True
    if not as_amounts:
        return False
    try:
        return decimal(exact(value)) == decimal(exact(before))
    except ValueError:
        return False
