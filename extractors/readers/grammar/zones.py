"""Time zones as contracts name them, to IANA names ('Eastern time' is America/New_York)."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import available_timezones

_NAMED: tuple[tuple[str, str], ...] = (
    (r"\bCoordinated\s+Universal\b|\bUTC\b(?!\s*[+-])|\bZulu\s+time\b", "UTC"),
    (r"\bGreenwich\s+Mean\s+Time\b|\bGMT\b(?!\s*[+-])", "UTC"),
    (r"\b(?:(?:US\s+|U\.S\.\s+)?Eastern\s+(?:\w+\s+)?[Tt]ime|EST|EDT)\b", "America/New_York"),
    (r"\b(?:Central\s+European\s+(?:Summer\s+)?[Tt]ime|CET|CEST)\b", "CET"),
    (r"\b(?:(?:US\s+|U\.S\.\s+)?Central\s+(?:\w+\s+)?[Tt]ime|CDT)\b", "America/Chicago"),
    (r"\b(?:(?:US\s+|U\.S\.\s+)?Mountain\s+(?:\w+\s+)?[Tt]ime|MDT)\b", "America/Denver"),
    (r"\b(?:(?:US\s+|U\.S\.\s+)?Pacific\s+(?:\w+\s+)?[Tt]ime|PDT|PST)\b", "America/Los_Angeles"),
    (r"\bJapan\s+(?:Standard\s+)?[Tt]ime|\bJST\b", "Asia/Tokyo"),
    (r"\bKorea\s+(?:Standard\s+)?[Tt]ime|\bKST\b", "Asia/Seoul"),
    (r"\bIndian?\s+(?:Standard\s+)?[Tt]ime", "Asia/Kolkata"),
    (r"\b(?:British\s+Summer\s+[Tt]ime|(?:United\s+Kingdom|UK|U\.K\.)\s+[Tt]ime)", "Europe/London"),
    (r"\bSingapore\s+(?:Standard\s+)?[Tt]ime", "Asia/Singapore"),
    (r"\bAustralian\s+Eastern\s+(?:\w+\s+)?[Tt]ime|\bAE[SD]T\b", "Australia/Sydney"),
    (r"\bGerman\s+(?:local\s+)?[Tt]ime", "Europe/Berlin"),
    (r"\bIrish\s+(?:Standard\s+)?[Tt]ime", "Europe/Dublin"),
    (r"\bHawaii(?:an)?\s+(?:\w+\s+)?[Tt]ime", "Pacific/Honolulu"),
)
_PATTERNS = tuple((re.compile(pattern), name) for pattern, name in _NAMED)
_IANA = re.compile(r"\b[A-Z][a-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_CITY = re.compile(
    r"\b([A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s+(?:local\s+)?time\b|\b(?:midnight|time(?:\s+of\s+day)?|local\s+time)\s+(?:in|at|of)\s+([A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
)


def zone_named(text: str) -> str | None:
    """The zone that a passage names, or None where it names none, or only an offset."""
    if (iana := _IANA.search(text)) and iana[0] in available_zones():
        return iana[0]
    for pattern, name in _PATTERNS:
        if pattern.search(text):
            return name
    for match in _CITY.finditer(text):
        city = (match[1] or match[2]).replace(" ", "_")
        if zone := _cities().get(city):
            return zone
    return None


@lru_cache(maxsize=1)
def available_zones() -> frozenset[str]:
    """The IANA names that this computer knows."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    areas = ("Europe", "America", "Asia", "Australia", "Africa", "Pacific")
    return {
        name.rsplit("/", 1)[1]: name
        for name in sorted(available_zones())
        if name.split("/")[0] in areas and name.count("/") == 1
    }
