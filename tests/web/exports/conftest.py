"""The makers of cases that the dashboard's tests have."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "dashboard"))
