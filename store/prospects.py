"""Whether a case would go to billing by itself, were it sure enough."""

from __future__ import annotations

from sqlmodel import Session

from store.billing_tables import ProspectRow


def keep_prospect(
    session: Session, case_id: str, version: int, open_points: int, *, sendable: bool
) -> None:
    """Keep what weighing saw of a version, in place of the former."""
    session.merge(
        ProspectRow(case_id=case_id, version=version, open=open_points, sendable=sendable)
    )
