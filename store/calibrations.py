"""The calibration that was fitted on decisions and taken up: it stands above the one shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from store.audit import tell
from store.settings import keep_setting, setting

CALIBRATION = "calibration"


def adopted(session: Session) -> Mapping[str, Any] | None:
    """The calibration taken up, as its JSON; None where the shipped one is in use."""
    row = setting(session, CALIBRATION)
    return None if row is None else json.loads(row.value)


def adopt(session: Session, calibration: Mapping[str, Any], by: str) -> None:
    """Weigh by this one from now on. The audit trail keeps it whole, as it keeps those before."""
    keep_setting(session, CALIBRATION, calibration, by)
    tell(session, "calibration", {"by": by, "adopted": calibration})


def put_back(session: Session, by: str) -> bool:
    """Weigh by the shipped calibration again; False where it is in use already."""
    row = setting(session, CALIBRATION)
    if row is None:
        return False
    session.delete(row)
    tell(session, "calibration", {"by": by, "adopted": None})
    return True
