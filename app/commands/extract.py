"""`recoup extract`: contracts into cited terms, for people as a table or as a page to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.batching import batched
from app.opening import choose_readers
from app.output import console, progress, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from terms.contract import Extraction


def extract(
    files: Sequence[Path],
    out: str | None,
    reader: str | None,
    page: Path | None = None,
    *,
    verify_pages: bool = False,
    batch: bool = False,
    differing: bool = False,
) -> None:
    """Read the files together, as the documents of one customer.

    `differing` shows where readers differ in place of the terms, and adds it to the JSON.
    """
    for path in files:
        if not path.is_file():
            msg = f"{path} is not a file"
            raise InputWrong(msg)
    if page is not None and page.is_dir():
        msg = f"--html {page}: that is a folder; name a file, such as {page / 'terms.html'}"
        raise InputWrong(msg)
    if batch and not batched(files):
        return
    extraction = _read(files, reader, verify_pages=verify_pages)
    write_json(out, _body(extraction, differing=differing))
    if page is not None:
        _write_page(extraction, files, page)
    if not to_people(out):
        return
    if differing:
        _say_differences(extraction)
    else:
        _say(extraction, json=out, page=page)


def _body(extraction: Extraction, *, differing: bool) -> dict[str, Any]:
    body: dict[str, Any] = extraction.model_dump(mode="json")
    if differing:
        from app.differences import differences_json

        body["differences"] = differences_json(extraction)
    return body


def _read(files: Sequence[Path], reader: str | None, *, verify_pages: bool) -> Extraction:
    from agent.readers import build_readers
    from extractors.extraction import extract as read

    choice = choose_readers(reader)
    done = 0
    with progress() as tell:

        def count(_name: str) -> None:
            nonlocal done
            done += 1
            tell("reading contracts", done, len(files))

        tell("reading contracts", 0, len(files))
        return read(
            [(path.as_posix(), path.absolute()) for path in files],
            build_readers(choice),
            progress=count,
            verify_pages=verify_pages,
        )


def _write_page(extraction: Extraction, files: Sequence[Path], out: Path) -> None:
    from app.reading_page import reading_page
    from billing.delivery_files import write_whole

    with progress() as tell:
        text = reading_page(
            extraction,
            {path.as_posix(): path.absolute() for path in files},
            lambda done, total: tell("drawing pages", done, total),
        )
    try:
        write_whole(out, text)
    except OSError as error:
        msg = f"--html {out}: cannot be written ({error.strerror or error})"
        raise InputWrong(msg) from error


def _say(extraction: Extraction, json: str | None, page: Path | None) -> None:
    from app.terms_table import header, not_understood, terms_table

    shown = console()
    for document in extraction.documents:
        for line in header(document):
            shown.print(line)
        if document.terms:
            shown.print(terms_table(document, shown.width))
        else:
            shown.print("  No terms were found in it.")
        for line in not_understood(document):
            shown.print(line)
        shown.print()
    shown.print(_counts(extraction))
    if page is not None:
        shown.print(f"The pages with their terms: {page}")
    if json is None:
        shown.print("Write them with --json terms.json; `recoup run --terms terms.json` uses them.")
    if page is None:
        shown.print("See them on the contract's pages with --html terms.html.")


def _say_differences(extraction: Extraction) -> None:
    """Each clause that readers understand differently, side by side."""
    from app.differences import difference_table, differences, found_by_one, heading, readers_of

    shown, found = console(), differences(extraction)
    for each in found:
        shown.print(heading(each), style="bold")
        shown.print(difference_table(each, shown.width))
    readers = readers_of(extraction)
    if len(readers) < 2:
        who = readers[0] if readers else "no reader"
        shown.print(f"Every term was read by {who} alone: there is nothing to compare.")
        shown.print("`--reader both` asks a model too (it needs OPENAI_API_KEY and RECOUP_MODEL).")
        return
    count = len(found)
    what = "1 clause" if count == 1 else f"{count or 'no'} clauses"
    shown.print(f"Readers ({', '.join(readers)}) differ on {what}.")
    for name, alone in found_by_one(extraction).items():
        many = "term was" if alone == 1 else "terms were"
        shown.print(f"{alone} {many} found by {name} alone.")


def _counts(extraction: Extraction) -> str:
    counts = Counter(term.type for document in extraction.documents for term in document.terms)
    total = counts.total()
    parts = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    open_passages = sum(len(document.unresolved) for document in extraction.documents)
    said = f"{total} term{'' if total == 1 else 's'}{f': {parts}' if parts else ''}"
    return f"{said}; {open_passages} not understood" if open_passages else said
