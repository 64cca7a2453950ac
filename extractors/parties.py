"""Who a document is between, and on which side each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from terms.contract import Party

_STRONG = (
    r"(?:Inc|INC|LLC|PLLC|L\.L\.C|Ltd|LTD|Limited|LIMITED|Corp|CORP|Corporation|CORPORATION|plc|PLC|LLP|L\.?P|GmbH|AG|SE|"
    r"S\.?A\.?S|S\.?A|S\.?r\.?l|S\.?p\.?A|B\.?V|N\.?V|K\.?K|G\.?K|DAC|PBC|Pty|AB|A/S|Oyj?|Kft|s\.r\.o|Co|LTDA|KG|ULC|"
    r"P\.?C|Sdn\.?\s?Bhd|Pte)"
)
_WEAK = (
    r"(?:Company|COMPANY|Trust|TRUST|District|DISTRICT|University|UNIVERSITY|Society|SOCIETY|System|SYSTEM|Systems|"
    r"Authority|AUTHORITY|Council|COUNCIL|Foundation|FOUNDATION|Association|ASSOCIATION|Hospital|HOSPITAL|City|CITY|"
    r"County|COUNTY|Bank|BANK|College|COLLEGE|School|SCHOOL|Institute|Cooperative|Services|SERVICES|Group|Partnership|Schools|Clinic|Union|Board|Church|Museum|Library|Ministry|Department)"
)
_WORD = r"(?:[A-ZÀ-Þ0-9][\w&.’'/-]*|&|and|of|the|for|de|van|der|von|\([A-Z]{2,3}\))"
_STRONG_NAME = re.compile(
    rf"\b(?:[A-ZÀ-Þ][\w&.’'/-]*|\d\w*)(?:[ ]{_WORD}){{0,8}}?,?[ ]{_STRONG}\b\.?(?:,?[ ]{_STRONG}\b\.?)*"
)
_WEAK_NAME = re.compile(
    rf"\b[A-ZÀ-Þ][\w&.’'/-]*(?:[ ]{_WORD}){{1,7}}?[ ]{_WEAK}\b(?:[ ]{_WEAK}\b)*|\b(?:City|County|University|Bank|Board|State)\sof\s[A-Z]\w+(?:\s[A-Z]\w+)?"
)
_ROLE_LABELS = (
    "customer|client|subscriber|licensee|buyer|purchaser|merchant|society|provider|supplier|vendor|seller|contractor|"
    "licensor|service provider|operator|owner|member|lessee|lessor"
)
_DEFINED_NAME = re.compile(
    rf"\b(?!The\b|This\b)[A-Z][\w’'-]+ {_WEAK}(?=\s*\((?:the\s+)?[“\"]?[A-Z]\w)"
)
_LABEL = re.compile(
    r"[(（][^()]{0,60}?[“\"'‘„](?P<label>[^”\"'’“]{1,40})[”\"'’“]"
    rf"|^\s*\((?:the\s+)?(?P<plain>(?i:{_ROLE_LABELS}))\)"
    r"|^\s*\((?P<short>(?:the\s+)?[A-Z]\w+)\)"
    r"|(?:hereinafter|referred\s+to)[^.;]{0,40}?[“\"'‘](?P<named>[^”\"'’]{1,40})[”\"'’]"
    r"|^[,]?\s*[“\"'‘„](?P<quoted>the\s[^”\"'’“]{1,30})[”\"'’]"
)
_PARTIES = re.compile(
    r"\b(?:between|among|by\s+and|made\s+by|agree[sd]?|enter(?:ed)?\s+into|renew|form\s+the\s+agreement|mean|amend)\b",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"^(?:the\s+)?(?P<label>{_ROLE_LABELS})\b(?:\s+name)?\s*[:\t]\s*(?P<rest>.+)$", re.IGNORECASE
)
_SIGNED = re.compile(
    r"^(?:(?:signed\s+)?(?:for(?:\s+and\s+on\s+behalf\s+of)?|on\s+behalf\s+of)\s+|/s/[^,]{2,40},\s*)?(?P<name>.+?)\s*(?:\((?:seal|signed)\).*)?$",
    re.IGNORECASE,
)
_PROVIDER = {
    "provider",
    "supplier",
    "vendor",
    "licensor",
    "contractor",
    "processor",
    "service company",
    "seller",
    "carrier",
    "transporter",
    "manufacturer",
    "lessor",
    "service provider",
    "consultant",
    "publisher",
    "we",
    "us",
    "our",
    "host",
    "agency",
    "lender",
}
_CUSTOMER = {
    "customer",
    "client",
    "subscriber",
    "licensee",
    "buyer",
    "purchaser",
    "merchant",
    "shipper",
    "charterer",
    "lessee",
    "tenant",
    "distributor",
    "you",
    "society",
    "member",
    "end user",
    "user",
    "reseller",
    "hirer",
}
_EITHER = {"operator": "provider", "company": "provider", "owner": "provider"}
_OPENING = 3500
_DOES = r"(?:(?:shall|will|agrees\s+to|undertakes\s+to|is\s+to|may)\s+)?"
_GIVES = (
    r"(?:provides?|suppl(?:y|ies)|makes?\s+available|furnish(?:es)?|delivers?|performs?|maintains?|invoices?|"
    r"licen[cs]es?|hosts?|grants?|sponsors?|operates?)"
)


@dataclass(slots=True)
class _Named:
    name: str
    label: str | None = None
    role: str | None = None
    certain: bool = False
    """Named as a party and not merely mentioned."""


def read_parties(text: str) -> tuple[Party, ...]:
    """The parties as the opening, a table or the signatures name them; a role only where words settle it."""
    found: dict[str, _Named] = {}
    for line in text[:_OPENING].splitlines():
        _from_line(line, found)
    certain = [party for party in found.values() if party.certain]
    if len(certain) < 2:
        for line in text.splitlines():
            _from_signature(line, found)
        certain = [party for party in found.values() if party.certain]
    parties = (
        certain[:2]
        if len(certain) >= 2
        else (certain + [p for p in found.values() if not p.certain])[:2]
    )
    for party in parties:
        party.role = _role(party.label)
    _complete(parties, text)
    return tuple(Party(name=party.name, role=party.role) for party in parties)


def _from_line(line: str, found: dict[str, _Named]) -> None:
    row = _ROW.match(line)
    between = bool(_PARTIES.search(line))
    matches = list(_STRONG_NAME.finditer(line))
    rest = _STRONG_NAME.sub(lambda match: "." * len(match.group()), line)
    if between:
        matches += _DEFINED_NAME.finditer(rest)
    matches += [
        match
        for match in _WEAK_NAME.finditer(rest)
        if (row or between or match.group() == line.strip(" .,") or _labelled(line, match))
        and not _of_a_paper(line, match)
    ]
    matches.sort(key=lambda match: match.start())
    for index, match in enumerate(matches):
        until = matches[index + 1].start() if index + 1 < len(matches) else len(line)
        label = (
            row.group("label") if row else _label(line[match.end() : min(until, match.end() + 260)])
        )
        _note(match.group(), label, found, certain=bool(row or label or between))
        if row:
            break


def _labelled(line: str, match: re.Match[str]) -> bool:
    """Whether the name is defined: 'Cranmore Housing, a registered society, of … (the “Customer”)'."""
    return bool(re.match(r"[^.;(]{0,160}\((?:the\s+|hereinafter\s+)*[“\"‘']", line[match.end() :]))


def _of_a_paper(line: str, match: re.Match[str]) -> bool:
    """Whether the words are part of a paper's name: 'Security Monitoring Services Agreement'."""
    return bool(
        re.match(
            r"\s+(?:Agreement|Contract|Terms|Schedule|between\b)",
            line[match.end() :],
            re.IGNORECASE,
        )
    )


def _from_signature(line: str, found: dict[str, _Named]) -> None:
    """A line that is only a company's name, as stands above a signature."""
    bare = _SIGNED.match(line.strip())
    if bare is None or len(line) > 100:
        return
    name = bare.group("name").strip()
    match = _STRONG_NAME.fullmatch(name) or _WEAK_NAME.fullmatch(name)
    if match:
        _note(name, None, found, certain=True)
        return
    names = list(_STRONG_NAME.finditer(line))
    if len(names) == 2 and not re.sub(r"[\W_]", "", _STRONG_NAME.sub("", line)):
        for match in names:
            _note(match.group(), None, found, certain=True)


def _note(name: str, label: str | None, found: dict[str, _Named], *, certain: bool) -> None:
    name = re.sub(r"^.*\b(?:BETWEEN|Between|between|for|For)\s+(?=[A-Z])", "", name)
    if re.search(r"[a-z]{3}\.\s(?!Inc|LLC|Ltd)", name):
        return
    name = re.sub(
        r"^(?:(?:Between|BETWEEN|And|AND|By|The|This|To|For|With|Customer|Client|The\s+Directors)[ ,]+|[A-Z][a-z]+\s\d{5}\s+and\s+|[A-Z]\.\s+)+",
        "",
        " ".join(name.split()),
    ).strip(" ,")
    name = re.sub(
        r"(?<=\b[a-z]{3})\.$|(?<=Limited)\.$|(?<=LLC)\.$|(?<=GmbH)\.$|(?<=DAC)\.$", "", name
    )
    key = re.sub(r"\W", "", name.lower().replace("&", "and"))
    if len(key) < 5 or _generic(name):
        return
    known = found.setdefault(key, _Named(name))
    if name.isupper() is False and known.name.isupper():
        known.name = name
    if label and not known.label:
        known.label = label
    known.certain = known.certain or certain


def _generic(name: str) -> bool:
    return bool(
        re.search(
            r"\b(?:Agreement|Master\s+Services|Subscription\s+Services|Common\s+Seal|Contract|Order|Schedule|Effective|Section|Article|Exhibit|Act|Court|Regulation|Working|Business|"
            r"Financial\s+Conduct|Regulation\s+Authority|Designated|Terms)\b|^(?:State|Commonwealth)\b",
            name,
        )
    ) or bool(re.match(r"(?:These|This|Service|Services|Ethernet|Managed|Platform)\b", name))


def _label(after: str) -> str | None:
    match = _LABEL.search(after)
    if not match:
        return None
    label = next((words for words in match.groups() if words), "")
    return re.sub(r"^the\s+", "", label.strip(), flags=re.IGNORECASE).strip(" ,.")


def _role(label: str | None) -> str | None:
    word = (label or "").lower()
    if word in _PROVIDER:
        return "provider"
    return "customer" if word in _CUSTOMER else None


def _complete(found: list[_Named], text: str) -> None:
    """The other side of a known side; else who provides by the verbs; else by a word that may be either."""
    if not any(party.role for party in found):
        for party in found:
            if _gives(party, text):
                party.role = "provider"
                break
    if not any(party.role for party in found):
        for party in found:
            party.role = _EITHER.get((party.label or "").lower())
            if party.role:
                break
    known = {party.role for party in found if party.role}
    if len(found) == 2 and len(known) == 1:
        for party in found:
            if party.role is None:
                party.role = "customer" if known == {"provider"} else "provider"


def _gives(party: _Named, text: str) -> bool:
    label = party.label or party.name.split()[0]
    gives = len(re.findall(rf"\b{re.escape(label)}\s+{_DOES}{_GIVES}\b", text))
    pays = len(re.findall(rf"\b{re.escape(label)}\s+{_DOES}(?:pays?|orders?|purchases?)\b", text))
    return gives > pays
