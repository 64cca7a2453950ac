"""What a document calls itself: its title, its number, and the kind that follows from both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.dates import DATE
from extractors.document import Document
from terms.contract import DocumentKind

_KINDS: tuple[tuple[DocumentKind, str], ...] = (
    (
        "amendment",
        (
            r"amendment|amending\s+(?:agreement|deed)|addendum|supplement|nachtrag|memorandum|variation|side\s+letter|change\s+order"
            r"|modification|waiver|letter\s+of\s+change|rider|change\s+(?:control\s+)?(?:note|notice|request|form)"
            r"|contract\s+change|notice\s+of\s+change"
        ),
    ),
    ("renewal", r"renewal|extension"),
    (
        "statement_of_work",
        r"statements?\s+of\s+work|\bsow\b|work\s+order|project\s+order|task\s+order",
    ),
    (
        "order_form",
        (
            r"order\s+form|service\s+order|order\s+schedule|purchase\s+order|sales\s+order"
            r"|subscription\s+order|ordering\s+document|quotation|\bquote\b|\border\b|individual\s+(?:contract|agreement)"
            r"|call-off\s+(?:contract|agreement)"
        ),
    ),
    (
        "price_schedule",
        (
            r"(?:price|pricing|fee|rate|charges?|tariff|service)\s*(?:schedule|list|card|sheet|book)"
            r"|(?:price|pricing|fee|rate|charges?|tariff)\s+(?:annex|annexure|appendix|exhibit|supplement)\b"
            r"|schedule\s+of\b.{0,40}\b(?:fees|prices|charges|rates)|rate\s+card|tariff|price\s+list|commercials"
            r"|(?:exhibit|schedule|annex|annexure|appendix)\s+\w+"
        ),
    ),
    (
        "master",
        r"agreement|contract|terms\b|conditions|framework|vertrag|lease|licen[cs]e|deed|undertaking",
    ),
)
_KIND_WORD = re.compile("|".join(f"(?:{words})" for _, words in _KINDS), re.IGNORECASE)
_NOT_A_TITLE = re.compile(
    r"^(?:to|under|between|by|and|this|these|the|in|of|for|from|with|dated|page|whereas|incorporating"
    r"|individual(?!\s+(?:contract|agreement)\s+(?:no\b|number|\d))|dear|confidential|source|subject|form|table|customer|client|bill|attention|whereas)\b"
    r"|^exhibit\s+\d+(?:\.\d+)+|^(?:agreement|contract|order)\s+(?:no|number)\b"
    r"|^part\s+\w+\b|^(?:§|\d+[.)]|\(\w\)|article\b|section\b)|^[\w\s]{3,30}:\s",
    re.IGNORECASE,
)
_NUMBER_OF_AN_AGREEMENT = re.compile(
    r"^(?!.*(?:amendment|addendum|supplement)).{0,60}\b(?:agreement|contract)\s+(?:no|number)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:this|these|between|whereas|item|product|entry|field|recitals|party|parties)\b"
    r"|(?:article\s+)?(?:\d+|[IVX]+)[.)]\s|§|.{100}|.*[a-z]\.$",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_MARK = re.compile(
    r"\s*[|–—-]?\s*(?:page\s+\d+(?:\s+of\s+\d+)?|\b\d+\s*/\s*\d+)\s*$", re.IGNORECASE
)
_CODE = r"(?:[A-Z]{1,6}[-/])*[A-Z]{0,6}[-/]?\d[\w]*(?:[-/][\w]+)+|[A-Z]{1,6}(?:-[A-Z0-9]+)*-[A-Z]?\d+\w*"
_CODE_LINE = re.compile(
    r"^(?:(?:No|Nr|Ref)\b\.?:?\s*)?(?P<code>[A-Z]{1,6}(?:[-/][A-Z0-9]+)*[-/]\d\w*(?:[-/]\w+)*)(?=\s*(?:·|,|\||$)|\s+under\b)"
)
_POSTCODE = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d\w?\s\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s\d[A-Z]\d\b")
_LONGEST_TITLE = 100
_LEADING_LINES = 24
_SMALL = {"and", "of", "on", "the", "to", "for", "in", "or", "with", "a", "an"}


@dataclass(frozen=True, slots=True)
class Titled:
    """A title with its number and kind; `letter` where the document is a letter."""

    title: str | None
    number: str | None
    kind: DocumentKind
    letter: bool = False


def leading_lines(document: Document) -> list[str]:
    """The first lines of the running text, without empty ones and page marks."""
    lines = (
        re.sub(
            r"^exhibit\s+\d+(?:\.\d+)+\s+",
            "",
            _PAGE_MARK.sub("", line).strip(),
            flags=re.IGNORECASE,
        )
        for line in document.text[:6000].splitlines()
    )
    return [line for line in lines if line][:_LEADING_LINES]


def read_title(document: Document) -> Titled:
    """What the document calls itself on its first page."""
    lines = leading_lines(document)
    salutation = _salutation(lines)
    if salutation is not None:
        return _letter(lines, salutation, document.text)
    if (prose := _prose_of_a_letter(lines)) is not None:
        return _titled_letter(lines[prose - 1], document.text)
    title = _title_line(lines) or _title_line(_raw_lines(document)) or _own_name(document.text)
    if title is None:
        return Titled(None, _labelled_number(lines), "other")
    cleaned = _clean(title)
    return Titled(_cased(cleaned, lines), _number(cleaned, lines, document), _kind(cleaned))


def _raw_lines(document: Document) -> list[str]:
    """The first lines of the first page as it stands: a running head may be all the title there is."""
    if not document.pages:
        return []
    lines = (_PAGE_MARK.sub("", line).strip() for line in document.pages[0].text.splitlines())
    return [line for line in lines if line][:6]


def _own_name(text: str) -> str | None:
    """The name in 'This Transportation Agreement (the “Agreement”)'."""
    match = re.search(
        r"\b(?:This|THIS)\s+((?:[A-Z][\w-]*\s+){1,5}(?:Agreement|AGREEMENT|Contract|Amendment|Addendum|Order Form))\b",
        text[:3000],
    )
    return match.group(1) if match else None


def _salutation(lines: Sequence[str]) -> int | None:
    for index, line in enumerate(lines):
        if re.search(
            r"(?:^|\s)Dear\s+[A-Z]|^(?:Ladies\s+and\s+Gentlemen|To\s+whom\s+it\s+may)", line
        ):
            return index
    return None


def _letter(lines: Sequence[str], salutation: int, text: str) -> Titled:
    """A letter's title is its subject line: 'Re: …' above or below the salutation, or what follows it."""
    subject = next(
        (line for line in lines if re.match(r"(?:re|subject|betreff)\s*:", line, re.IGNORECASE)),
        None,
    )
    if subject is None and salutation + 1 < len(lines) and not _is_prose(lines[salutation]):
        following = lines[salutation + 1]
        subject = (
            following if len(following) <= _LONGEST_TITLE and following[-1] not in ".,;" else None
        )
    if subject is None:
        subject = _above(lines, salutation)
    return _titled_letter(subject, text)


def _above(lines: Sequence[str], salutation: int) -> str | None:
    """The line above the salutation, where it is no part of the address: that ends with a post code."""
    if salutation < 2:
        return None
    line, before = lines[salutation - 1], lines[salutation - 2]
    changing = _kind(line) == "amendment" and _KIND_WORD.match(line)
    named = (
        changing or _names_a_kind(line) or (_POSTCODE.search(before) and not _POSTCODE.search(line))
    )
    return line if named and len(line) <= _LONGEST_TITLE else None


def _prose_of_a_letter(lines: Sequence[str]) -> int | None:
    """Where the prose of a letter without a salutation begins: a date alone on a line, then a heading."""
    dated = any(re.fullmatch(rf"(?:[\w ]+,\s+)?{DATE}", line, re.IGNORECASE) for line in lines[:6])
    prose = next((index for index, line in enumerate(lines[:12]) if _is_prose(line)), None)
    if (
        not dated
        or not prose
        or not re.search(r"\b[Tt]his\s+(?:letter|notice)\b|\b(?:we|you|our)\b", lines[prose])
    ):
        return None
    heading = lines[prose - 1]
    short = len(heading) <= _LONGEST_TITLE and heading[-1] not in ".,;:"
    return prose if short and not re.fullmatch(DATE, heading, re.IGNORECASE) else None


def _is_prose(line: str) -> bool:
    return len(line) > 60 and line.rstrip()[-1] in ".:"


def _titled_letter(subject: str | None, text: str) -> Titled:
    """A letter's kind follows from what it says it does."""
    title = (
        re.sub(r"^(?:re|subject|betreff)\s*:\s*", "", subject, flags=re.IGNORECASE)
        if subject
        else None
    )
    number = re.match(r"(?:Amendment|Addendum|Supplement)\s+No\.?\s*(\w+)", title or "")
    if title:
        title = re.sub(r"\s+[—–-]\s+.*$", "", title).strip()
        if number:
            title = re.sub(r"\s+to\s.*$", "", title)
    return Titled(
        title, number.group(1) if number else None, _letter_kind(title, text), letter=True
    )


def _letter_kind(title: str | None, text: str) -> DocumentKind:
    opening = text[:4000]
    if _MAKES.search(text):
        return "master"
    if title and _kind(title) == "amendment":
        return "amendment"
    if re.search(r"\bthis\s+(?:letter|notice)\s+renews\b", opening, re.IGNORECASE) or (
        title and re.search(r"\brenewal\b", title, re.IGNORECASE)
    ):
        return "renewal"
    return "amendment" if _CHANGES.search(opening) else "other"


_MAKES = re.compile(
    r"\b(?:this\s+letter[^.]{0,60}\b(?:is|becomes|constitutes|forms|sets\s+out)\b[^.]{0,40}\bagreement"
    r"|this\s+is\s+(?:the|our)\s+agreement|becomes\s+a\s+binding\s+agreement|letter\s+agreement\s+sets\s+out)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:variation|vary|varies|amend(?:s|ed|ment)?|extended|extension|it\s+changes|(?:nothing|everything)\s+else\s+in)\b",
    re.IGNORECASE,
)


def _title_line(lines: Sequence[str]) -> str | None:
    """The last line before the first prose that names a kind: running heads stand above titles."""
    found = None
    for index, line in enumerate(lines):
        if "\t" in line and (found or index > 1):
            if found:
                break
            continue
        line = _own_cell(line)  # noqa: PLW2901 - a running head may stand beside the title
        if _names_a_kind(line) and not (index and _NUMBER_OF_AN_AGREEMENT.match(line)):
            if found is None or _better(line, found):
                found = line
        elif found and _BODY.match(line):
            break
    return found


def _own_cell(line: str) -> str:
    """Of a line in cells or pieces, the one that names a kind."""
    pieces = [piece.strip() for piece in re.split(r"\t| · ", line)]
    return next((piece for piece in pieces if piece and _names_a_kind(piece)), line)


def _names_a_kind(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or _NOT_A_TITLE.match(line) or not _KIND_WORD.search(line):
        return False
    if re.search(r"[a-z][.;:]$", line) or not (line[0].isupper() or line[0].isdigit()):
        return False
    if re.search(
        rf"[“”\"]|\b(?:made|agree|entered|enter|amend|concluded|effective)\b|{DATE}", line
    ):
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if word.lower() not in _SMALL]
    capital = [word for word in words if word[0].isupper()]
    return len(capital) * 10 >= len(words) * 6


def _better(line: str, found: str) -> bool:
    """Whether a later line is rather the title: not one that merely says what the title belongs to."""
    if _kind(line) == "master" and _kind(found) not in {"master", "other", "price_schedule"}:
        return False
    words = len(line.split())
    return words <= 12 and not re.search(r"\b(?:replaces|cease|payable|shall|will)\b", line)


def _kind(title: str) -> DocumentKind:
    """The kind that the title's own words name; what it is 'to' or 'under' does not count."""
    own = re.split(r"\s(?:to|under|of\s+the|between|—|–|-|\|)\s", title, maxsplit=1)[0]
    for text in (own, title):
        for kind, words in _KINDS:
            if re.search(rf"\b(?:{words})", text, re.IGNORECASE):
                return kind
    return "other"


def _clean(title: str) -> str:
    title = re.sub(
        r"\s*\((?:comparison|execution|signed|conformed|certified|copy|[A-Z]{2,3}\)|nachtrag)[^)]*\)?",
        "",
        title,
        flags=re.IGNORECASE,
    )
    if " / " in title:
        parts = [part.strip() for part in title.split(" / ") if _KIND_WORD.search(part)]
        title = parts[-1] if parts else title
    pieces = re.split(r"\s+[—–|]\s+" if title.isupper() else r"\s+[—–|-]\s+", title)
    if re.match(
        r"(?:exhibit|schedule|annex|annexure|appendix)\s+[A-Z0-9]{1,3}$", pieces[0], re.IGNORECASE
    ):
        return title.strip(" .,:;")
    named = [piece for piece in pieces if _KIND_WORD.search(piece)]
    title = (named[0] if named and len(pieces) > 1 else title).strip(" .,:;")
    if _kind(title) == "amendment":
        return title
    return re.sub(rf"\s+(?:to|under)\s+(?:{_CODE}|the\b.*)$", "", title)


def _cased(title: str, lines: Sequence[str]) -> str:
    """A title in capitals as it is written elsewhere on the page, or with capital initials."""
    if not title.isupper():
        return title
    whole = re.search(
        re.escape(title), "\n".join(line for line in lines if line != title), re.IGNORECASE
    )
    if whole and not whole.group().isupper():
        return " ".join(whole.group().split())
    words = title.split()
    return " ".join(_cased_word(word, first=index == 0) for index, word in enumerate(words))


def _cased_word(word: str, *, first: bool) -> str:
    if any(letter.isdigit() for letter in word):
        return word
    lower = word.lower()
    return lower if lower in _SMALL and not first else lower.capitalize()


def _number(title: str, lines: Sequence[str], document: Document) -> str | None:
    own = re.split(r"\s(?:to|under)\s", title, maxsplit=1)[0]
    for pattern in (
        rf"\b(?:no|number|nr|#)\.?\s*({_CODE}|\w*\d+\w*)\b",
        rf"\b({_CODE})\b",
        (
            r"\b(?:amendment|addendum|order|order\s+form|supplement|statement\s+of\s+work|sow|schedule|note)\s+"
            r"(\d+|[A-Z]|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)$"
        ),
    ):
        if match := re.search(pattern, own, re.IGNORECASE):
            return match.group(1)
    for line in lines[:6]:
        if (code := _CODE_LINE.match(line)) and line != title:
            return code.group("code")
    master = _kind(title) == "master"
    return _labelled_number(lines, of_agreement=master) or _running_number(document)


def _labelled_number(lines: Sequence[str], *, of_agreement: bool = True) -> str | None:
    """The number in 'No. X' or 'Agreement No. X'; the latter is another paper's in an order or a change."""
    for line in lines[:8]:
        labelled = re.search(
            r"^(?:[A-Z]\w+\s+)?(?:No|Number|Nr|Ref|Reference)\b\.?:?\s+([A-Z0-9][\w/-]*\d[\w/-]*)$",
            line,
        ) or re.search(
            r"\b(?:Agreement|Contract|Order)\s+(?:No|Number)\.?:?\s+([A-Z0-9][\w/-]*\d[\w/-]*)\b"
            if of_agreement
            else r"^Order\s+(?:No|Number)\.?:?\s+([A-Z0-9][\w/-]*\d[\w/-]*)\b",
            line,
        )
        if labelled:
            return labelled.group(1)
        if re.fullmatch(_CODE, line):
            return line
    return None


def _running_number(document: Document) -> str | None:
    """A code that stands alone in the head or foot of the first page, beside the page's number only."""
    if not document.pages:
        return None
    lines = [line.strip() for line in document.pages[0].text.splitlines() if line.strip()]
    for line in (*lines[:3], *lines[-3:]):
        marked = _PAGE_MARK.search(line)
        bare = _PAGE_MARK.sub("", line).strip()
        if marked and re.fullmatch(_CODE, bare):
            return bare
    return None
