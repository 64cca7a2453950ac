"""From PDFs to an extraction: what goes in, what comes out, and what never stops the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Document
from extractors.extraction import extract
from extractors.readers.reading import Draft, Leftover, Passage, Reading
from terms.contract import Extraction, Usage, term
from tests.extractors.papers import printed

MASTER = """
    MASTER WATERING AGREEMENT
    This Master Watering Agreement is made as of March 1, 2024 (the "Effective Date")
    between Green Hose, Inc. ("Provider") and Tall Ferns, LLC ("Customer").
    1. Fees
    Hydrant fee: $40.00 per month from the Effective Date.
    2. Other
    Excess water may cost $3.00 or more, as agreed.
"""
AMENDMENT = """
    AMENDMENT NO. 1
    to the Master Watering Agreement made as of March 1, 2024
    This Amendment No. 1 is made as of May 1, 2025 between Green Hose, Inc. and Tall Ferns, LLC.
    1. Hydrant fee
    The Hydrant fee is changed to $44.00 per month from June 1, 2025.
"""


@dataclass
class FeeReader:
    """Reads '<Product> fee … $X per month', and leaves any other amount."""

    name: str = "fees"
    amount: Callable[[str], str] = str

    def read(self, document: Document) -> Reading:
        drafts = []
        for found in re.finditer(r"Hydrant fee[^.$]*\$([\d.]+) per month[^.]*\.", document.text):
            fields = {
                "type": "price",
                "product": "Hydrant fee",
                "model": "flat",
                "flat_amount": self.amount(found.group(1)),
                "interval": "month",
            }
            if "June 1, 2025" in found.group():
                fields["effective_from"] = "2025-06-01"
            drafts.append(Draft(term(fields), (Passage(*found.span()),)))
        left = [
            Leftover(Passage(*found.span()), "no rule fits")
            for found in re.finditer(r"Excess water[^.]*\.00[^.]*\.", document.text)
        ]
        return Reading(tuple(drafts), tuple(left), usage=Usage(calls=1, input_tokens=10))


@pytest.fixture
def account(tmp_path: Path) -> list[tuple[str, Path]]:
    return [
        ("contracts/T/msa.pdf", printed(tmp_path / "msa.pdf", MASTER)),
        ("contracts/T/a1.pdf", printed(tmp_path / "a1.pdf", AMENDMENT)),
    ]


def test_an_account_is_read_cited_dated_and_linked(account: list[tuple[str, Path]]) -> None:
    master, amendment = extract(account, [FeeReader()]).documents

    assert (master.kind, amendment.kind) == ("master", "amendment")
    assert [(party.name, party.role) for party in amendment.parties] == [
        ("Green Hose, Inc.", "provider"),
        ("Tall Ferns, LLC", "customer"),
    ]
    (old,), (new,) = master.terms, amendment.terms
    assert old.citations[0].file == "contracts/T/msa.pdf"
    assert old.citations[0].page == 1
    assert "$40.00 per month" in old.citations[0].quote
    assert old.citations[0].boxes
    assert old.readers == ("fees",)
    assert old.effective_from == date(2024, 3, 1)
    assert "effective_from" in old.provenance["derived"]
    assert [(link.file, link.section) for link in new.replaces] == [
        (old.citations[0].file, old.citations[0].section)
    ]
    assert master.usage.calls == 1


def test_a_passage_that_no_rule_fits_stays_with_its_reason(account: list[tuple[str, Path]]) -> None:
    master = extract(account, [FeeReader()]).documents[0]

    (left,) = master.unresolved
    assert left.why == "no rule fits"
    assert "$3.00" in left.quote
    assert left.page == 1
    assert left.boxes


def test_a_number_that_does_not_stand_in_its_quote_is_no_term(
    account: list[tuple[str, Path]],
) -> None:
    master = extract(account[:1], [FeeReader(amount=lambda _: "45.00")]).documents[0]

    assert master.terms == ()
    assert any(
        "45.00" in left.why and "does not stand in its quote" in left.why
        for left in master.unresolved
    )


def test_the_same_files_give_the_same_bytes(account: list[tuple[str, Path]]) -> None:
    readers = [FeeReader(), FeeReader(name="second")]

    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: extract(account, readers).model_dump_json(), range(4)))
    alone = extract(account, readers, workers=1).model_dump_json()

    assert set(runs) == {alone}


def test_ids_are_unique_in_a_file_and_do_not_depend_on_confidence(
    account: list[tuple[str, Path]],
) -> None:
    def ids(found: Extraction) -> list[str]:
        return [each.id for document in found.documents for each in document.terms]

    once, twice = (
        ids(extract(account, readers))
        for readers in ([FeeReader()], [FeeReader(), FeeReader(name="second")])
    )

    assert once == twice
    assert len(set(once)) == len(once) == 2


def test_a_file_that_cannot_be_opened_says_why_and_the_rest_goes_on(
    account: list[tuple[str, Path]], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"this is no PDF")
    paths = [account[0], ("broken.pdf", broken), ("gone.pdf", tmp_path / "gone.pdf"), account[1]]

    found = extract(paths, [FeeReader()]).documents

    assert [document.file for document in found] == [name for name, _ in paths]
    for document in found[1:3]:
        assert (document.kind, document.pages, document.terms) == ("other", 0, ())
        assert document.file in document.warnings[0]
    assert found[3].terms[0].replaces


def test_a_reader_that_fails_on_one_file_does_not_stop_the_others(
    account: list[tuple[str, Path]],
) -> None:
    class Brittle(FeeReader):
        def read(self, document: Document) -> Reading:
            if "AMENDMENT" in document.text:
                raise RecursionError("too deep")
            return super().read(document)

    master, amendment = extract(account, [Brittle()]).documents

    assert len(master.terms) == 1
    assert amendment.terms == ()
    assert "RecursionError" in amendment.warnings[0]


def test_a_number_in_the_next_sentence_is_cited_there(tmp_path: Path) -> None:
    class Rounded(FeeReader):
        def read(self, document: Document) -> Reading:
            found = re.search(r"Fees rise by 3%[^.]*\.", document.text)
            assert found
            rise = term(
                {"type": "escalation", "percent": "3", "every_months": 12, "notice_days": 45}
            )
            return Reading((Draft(rise, (Passage(*found.span()),)),))

    path = printed(
        tmp_path / "m.pdf",
        """
        Service Agreement
        1. Increase
        Fees rise by 3% every twelve months.
        Provider gives forty-five (45) days' notice of it.
        """,
    )

    (document,) = extract([("m.pdf", path)], [Rounded()]).documents

    (rise,) = document.terms
    assert [citation.quote for citation in rise.citations] == [
        "Fees rise by 3% every twelve months.",
        "Provider gives forty-five (45) days' notice of it.",
    ]


def test_a_copy_is_read_once_and_named(account: list[tuple[str, Path]], tmp_path: Path) -> None:
    copy = tmp_path / "msa (1).pdf"
    copy.write_bytes(account[0][1].read_bytes())

    found = extract([account[0], ("copy.pdf", copy)], [FeeReader()]).documents

    assert len(found[0].terms) == 1
    assert found[1].terms == ()
    assert "contracts/T/msa.pdf" in found[1].warnings[0]


def test_progress_names_each_file(account: list[tuple[str, Path]]) -> None:
    seen: list[str] = []

    extract(account, [FeeReader()], progress=seen.append)

    assert sorted(seen) == sorted(name for name, _ in account)


def test_no_files_give_an_empty_extraction() -> None:
    assert extract([], [FeeReader()]) == Extraction()


def test_a_date_that_stands_nowhere_in_the_paper_is_refused(
    account: list[tuple[str, Path]],
) -> None:
    class Misdated(FeeReader):
        def read(self, document: Document) -> Reading:
            (draft,) = super().read(document).drafts
            later = draft.term.model_copy(update={"effective_from": date(2025, 6, 1)})
            return Reading((Draft(later, draft.passages),))

    (document,) = extract(account[:1], [FeeReader(), Misdated(name="misdated")]).documents

    (believed,) = document.terms
    assert believed.readers == ("fees",)
    assert any("effective_from 2025-06-01" in left.why for left in document.unresolved)


def test_a_date_that_stands_elsewhere_in_the_paper_is_cited_there(tmp_path: Path) -> None:
    class Dated(FeeReader):
        def read(self, document: Document) -> Reading:
            reading = super().read(document)
            return Reading(
                tuple(
                    Draft(
                        draft.term.model_copy(update={"effective_from": date(2025, 6, 1)}),
                        draft.passages,
                    )
                    for draft in reading.drafts
                )
            )

    words = """
        Variation of charges
        The changes below apply from 1 June 2025.
        Hydrant fee: $44.00 per month instead of $40.00.
    """
    path = printed(tmp_path / "v.pdf", words)

    (document,) = extract([("v.pdf", path)], [Dated()]).documents

    (fee,) = document.terms
    assert fee.effective_from == date(2025, 6, 1)
    assert "1 June 2025" in fee.citations[1].quote


def test_a_reader_that_was_not_asked_does_not_lower_confidence(
    account: list[tuple[str, Path]],
) -> None:
    class Silent(FeeReader):
        def read(self, document: Document) -> Reading:
            return Reading(warnings=("no model was asked",), incomplete=True)

    document = extract(account[:1], [FeeReader(), Silent(name="model")]).documents[0]

    assert document.terms[0].confidence == 0.9
    assert "no model was asked" in document.warnings


def test_readings_that_a_reader_tells_apart_count_each(account: list[tuple[str, Path]]) -> None:
    class Twice(FeeReader):
        def read(self, document: Document) -> Reading:
            reading = super().read(document)
            return Reading(
                tuple(
                    Draft(draft.term.model_copy(update={"readers": (name,)}), draft.passages)
                    for name in ("model.passage", "model.field")
                    for draft in reading.drafts
                )
            )

    document = extract(account[:1], [FeeReader(), Twice(name="model")]).documents[0]

    (fee,) = document.terms
    assert fee.readers == ("fees", "model.passage", "model.field")
    assert fee.confidence > 0.95
