"""What the engine says to people at a command line, as it is said on a page."""

from __future__ import annotations

import re

from app.web.reading.term_words import hint, label

RUN_ANEW = "Work the account out anew"
"""How every sentence begins that a run would answer: a page offers the button beside it."""
_SAID = (
    (re.compile(r"^the book, a contract or recoup itself is not what version (\d+) of the case was made from: `recoup run.*$"), rf"the billing data, a contract, a term or recoup itself has changed since version \1 was worked out. {RUN_ANEW}, then amend the version that comes of it"),
    (re.compile(r"^case \S+ was opened by an older recoup.*$"), rf"an older recoup opened this case and did not note where its book is. {RUN_ANEW}, then amend the version that comes of it"),
    (re.compile(r" ?\(`recoup extract FILE` shows it\)"), ""),
    (re.compile(r": `recoup run [^`]*` makes a new version, amend that one"), ": start a run under Runs, then amend the version that it makes"),
    (re.compile(r": look (?:at it|again) with `recoup show[^`]*`"), ""),
    (re.compile(r": `recoup run BOOK` again, then .*$"), ": start a run under Runs"),
    (re.compile(r"still runs: run `recoup run` again to finish it"), "is still running: wait a moment"),
    (re.compile(r": say who you are with --by"), ""),
    (re.compile(r", say why with --because, and --reason: .*$"), ": choose the reason and say it in words"),
    (re.compile(r", say why with --reason"), ": say why, in words"),
    (re.compile(r": an amount \(--amount 1=950\.00\), a cause \(--cause 1=late_start\), or a term \(--term ID --set FIELD=VALUE\)"), ": an amount, a cause or a term"),
    (re.compile(r": --set FIELD=VALUE"), ""),
    (re.compile(r": name (?:it with --book|the right --book)"), ""),
    (re.compile(r"--(amount|cause|term|set|because|reason)\b"), r"the \1"),
    (re.compile(r"a second reader \(`--reader both`\)"), "a second reader"),
    (re.compile(r"add an alias to products\.csv, or the missing document"), "say under Billing which contract product it is, or upload the missing document"),
    (re.compile(r"an alias in products\.csv"), "a confirmed match under Billing"),
    (re.compile(r" \(policy\.toml, second_look\)"), ""),
)  # fmt: skip


_UNFIT = re.compile(r"^(?P<field>[\w.]+) of \S+ cannot be '?(?P<typed>[^:']*)'?: .*$", re.DOTALL)
_ABOUT_A_FIELD = re.compile(
    r"^(?P<field>[a-z_0-9.]+) (?:of \S+ )?(?=cannot be negative|is .* already)"
)


def on_a_page(words: str) -> str:
    """The same sentence without the names of commands and options."""
    words = _UNFIT.sub(_unfit, words)
    words = _ABOUT_A_FIELD.sub(lambda found: f"{label('', found['field'])} ", words)
    for said, instead in _SAID:
        words = said.sub(instead, words)
    return words


def _unfit(found: re.Match[str]) -> str:
    field = found["field"]
    told = hint("", field)
    return f"“{found['typed']}” does not fit “{label('', field)}”. {told}".strip()


def sentence(words: str) -> str:
    """The same with a capital and a full stop."""
    words = on_a_page(words).strip()
    end = "" if words.endswith((".", "!", "?", "”", "…")) else "."
    return f"{words[:1].upper()}{words[1:]}{end}" if words else ""
