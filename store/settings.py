"""Settings that an admin changed in the web application: they stand above policy.toml, and are audited."""

from __future__ import annotations

import json
from decimal import Decimal

from sqlmodel import Session

from store.audit import tell
from store.tables import now
from store.web_tables import SettingRow
from terms.money import decimal, plain

THRESHOLD = "threshold"
"""The confidence above which a recovery goes to billing by itself."""
BOOK = "book"
"""The upload that is the book now."""


def setting(session: Session, name: str) -> SettingRow | None:
    """A setting as it stands, or None where nobody changed it."""
    return session.get(SettingRow, name)


def threshold_set(session: Session) -> Decimal | None:
    """The threshold that an admin set, or None: then policy.toml's stands."""
    row = setting(session, THRESHOLD)
    return None if row is None else decimal(json.loads(row.value))


def set_threshold(session: Session, value: Decimal | None, by: str) -> None:
    """Set the threshold for the runs to come; None takes the setting back, so that policy.toml's stands.

    Raises ValueError for what is no share.
    """
    if value is not None and not 0 <= value <= 1:
        msg = f"a threshold lies between 0 and 1, and {plain(value)} does not"
        raise ValueError(msg)
    before = threshold_set(session)
    if value == before:
        return
    told = {
        "name": THRESHOLD,
        "from": None if before is None else plain(before),
        "to": None if value is None else plain(value),
        "by": by,
    }
    if value is None:
        row = setting(session, THRESHOLD)
        if row is not None:
            session.delete(row)
    else:
        keep_setting(session, THRESHOLD, plain(value), by)
    tell(session, "setting", told)


def keep_setting(session: Session, name: str, value: object, by: str) -> None:
    """Write a setting, without telling the audit trail: who calls it tells what it means."""
    row = setting(session, name) or SettingRow(name=name, value="", changed_by=by)
    row.value, row.changed_by, row.changed_at = json.dumps(value), by, now()
    session.add(row)
    session.flush()
