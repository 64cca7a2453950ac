"""Where long words may break at a line's end: a soft hyphen at each place, for justified papers."""

from __future__ import annotations

import re

_BREAKS = """
    agree-ment amend-ment sub-scrip-tion cus-tomer pro-vider con-fi-den-tial
    con-fi-den-ti-al-ity in-for-ma-tion ser-vices ap-pli-ca-ble lia-bil-ity ter-mi-na-tion
    ob-li-ga-tions pro-vi-sion doc-u-men-ta-tion rea-son-able pay-ment in-voice in-voices
    in-voiced cal-en-dar com-mence-ment en-vi-ron-ment in-tel-lec-tual prop-erty mes-sages
    main-te-nance no-tice re-spec-tive per-for-mance rep-re-sen-ta-tives sup-plier cli-ent
    ad-di-tional con-trac-tual ac-cord-ance im-me-di-ately un-der-tak-ing pro-cess-ing
    per-sonal de-liv-ery sep-a-rate month-ly con-se-quen-tial in-di-rect charges quan-tity
    grad-u-ated over-age min-i-mum dis-count gov-ern-ing ju-ris-dic-tion as-sign-ment
    sub-con-trac-tors se-cu-rity tech-ni-cal de-scribed oth-er-wise be-tween writ-ten
    rel-e-vant ef-fec-tive avail-abil-ity
"""
_SOFT: dict[str, str] = {
    word.replace("-", ""): word.replace("-", "\u00ad") for word in re.findall(r"\S+", _BREAKS)
}


def softened(text: str) -> str:
    """The text with a soft hyphen wherever a known word may break; tags are left alone."""
    return re.sub(r"[A-Za-z]{5,}", _soften, text)


def _soften(found: re.Match[str]) -> str:
    word = found.group()
    soft = _SOFT.get(word.lower())
    if soft is None or not word[1:].islower():
        return word
    return word[0] + soft[1:]
