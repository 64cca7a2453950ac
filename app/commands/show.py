"""`recoup show`: one case's memo, on the screen or on paper."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.opening import open_store
from app.output import console, plain, say_aside, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from agent.case_paper import CasePaper


@dataclass(frozen=True, slots=True)
class Papers:
    """Files to write the memo to, beside the screen."""

    html: Path | None = None
    pdf: Path | None = None
    letter: Path | None = None

    @property
    def wanted(self) -> bool:
        """Whether any was asked for."""
        return any((self.html, self.pdf, self.letter))


def show(case: str, store_url: str | None, out: str | None, papers: Papers | None = None) -> None:
    """Print the memo, and how to decide where the case waits; or write it to files and print those."""
    from agent.case_paper import paper_of
    from agent.results import case_json
    from store.cases import find_case

    papers = papers or Papers()
    store = open_store(store_url, must_exist=True)
    with store.begin() as session:
        row = find_case(session, case)
        body = case_json(session, row)
        paper = paper_of(session, row) if papers.wanted else None
    write_json(out, body)
    if paper is not None:
        _write(paper, papers)
        return
    if not to_people(out):
        return
    sys.stdout.write(plain(body["memo"]))
    shown = console()
    first = body["first_approval"]
    if first is not None:
        done = {"approve": "approved", "amend": "amended"}[first["action"]]
        shown.print(
            plain(
                f"{first['by']} {done} it on {first['at'][:10]}; its amount needs a second person:"
            )
        )
        shown.print(
            f"recoup decide {body['case_id']} approve --version {body['version']} --by NAME"
        )
    elif body["status"] == "waiting":
        shown.print(
            f"It waits for you: recoup decide {body['case_id']} approve --version {body['version']}"
        )


def _write(paper: CasePaper, papers: Papers) -> None:
    if papers.pdf is not None:
        _need_reportlab()
    if papers.letter is not None:
        from agent.letter import as_markdown, letter

        _put("--letter", papers.letter, as_markdown(letter(paper)).encode())
    if papers.html is None and papers.pdf is None:
        return
    from app.memo_evidence import evidence
    from app.memo_view import view_of

    hashes = {each["file"]: each["sha256"] for each in paper.values["documents"]}
    clauses = [clause for of_finding in paper.clauses for clause in of_finding]
    view = view_of(paper, evidence(paper.book, hashes, clauses))
    if papers.html is not None:
        from app.memo_page import memo_page

        _put("--html", papers.html, memo_page(view).encode())
    if papers.pdf is not None:
        from app.memo_pdf import memo_pdf

        _put("--pdf", papers.pdf, memo_pdf(view))


def _need_reportlab() -> None:
    from importlib.util import find_spec

    if find_spec("reportlab") is None:
        msg = "--pdf needs reportlab, which is not installed: `pip install 'recoup[pdf]'`, or use --html"
        raise InputWrong(msg)


def _put(option: str, path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        msg = f"{option} {path}: cannot be written ({error.strerror or error})"
        raise InputWrong(msg) from error
    say_aside(f"{path} is written.")
