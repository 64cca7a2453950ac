"""The columns that several tables share, so that one thing has one name and one width wherever it stands."""

from __future__ import annotations

from app.web.exports.tables import Column

CASE = Column("Case", wide=26)
ACCOUNT = Column("Account", wide=18)
CUSTOMER = Column("Customer", wide=28)
FINDING = Column("Finding", "number", 10)
CAUSE = Column("Cause", wide=24)
CAUSE_FOUND = Column("Cause as found", wide=24)
PRODUCT = Column("Product", wide=30)
DIRECTION = Column("Direction", wide=12)
DIFFERENCE = Column("Difference", "money", 18)
RECOVERABLE = Column("Recoverable", "money", 18)
DECIDED = Column("Decided", "money", 18)
PERIOD = (Column("From", "day", 12), Column("To, not included", "day", 16))
VERDICT = (
    Column("Decision", wide=12),
    Column("Decided by", wide=26),
    Column("Second person", wide=26),
    Column("Decided on", "moment", 18),
    Column("Correction", wide=50),
    Column("Why rejected", wide=30),
    Column("Reason", wide=40),
)
"""What `verdict.Verdict.cells` fills."""
DOCUMENT = Column("Document", wide=44)
WHAT = Column("What", wide=22)
STATE = Column("State", wide=14)
