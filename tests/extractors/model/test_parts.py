"""Short documents go whole; long ones in parts along sections that overlap."""

from __future__ import annotations

from extractors.document import Document
from extractors.readers.model.parts import OVERLAP, parts_of
from tests.extractors.model.scripted_model import document_of


def sections(count: int, size: int) -> list[tuple[str, str]]:
    return [(f"{number}.1", f"{number}.1 " + "word " * (size // 5)) for number in range(count)]


def priced_sections(count: int, size: int) -> list[tuple[str, str]]:
    """Sections of nothing but prices: all of them are worth reading."""
    fee = "The monthly fee for the service is USD 1,250.00 per month, invoiced in arrears. "
    return [(f"{n}.1", f"{n}.1 " + fee * (size // len(fee))) for n in range(count)]


def test_a_short_document_is_one_part():
    document = document_of(*sections(10, 500))
    (part,) = parts_of(document, 45_000)
    assert not part.before
    assert [stretch.label for stretch in part.fresh] == [f"{n}.1" for n in range(10)]


def test_an_empty_document_has_no_part():
    assert parts_of(document_of(("1", "  ")), 45_000) == ()


def test_a_long_document_is_read_once_from_end_to_end():
    document = document_of(*priced_sections(60, 2_000), pages=40)
    parts = parts_of(document, 20_000)
    fresh = [stretch for part in parts for stretch in part.fresh]
    assert [stretch.label for stretch in fresh] == [f"{n}.1" for n in range(60)]
    sizes = [sum(stretch.size for stretch in part.fresh) for part in parts]
    assert max(sizes) < 22_000
    assert min(sizes) > 10_000, "parts are of even size"


def test_each_later_part_repeats_the_opening_and_the_end_of_the_one_before():
    document = document_of(*priced_sections(60, 2_000), pages=40)
    first, second, *_ = parts_of(document, 20_000)
    assert second.before[0].start == 0
    assert second.before[-1] == first.fresh[-1]
    assert sum(stretch.size for stretch in second.before[1:]) <= OVERLAP


def test_a_section_longer_than_a_part_is_cut_at_a_line():
    rows = "".join(f"Item {number} | EUR {number}.00\n" for number in range(2_000))
    document = document_of(("Annex 1", rows))
    parts = parts_of(document, 10_000)
    assert len(parts) > 2
    for part in parts:
        for stretch in part.fresh:
            assert document.text[stretch.start : stretch.end].startswith("Item ")


def test_a_document_without_sections_is_shown_by_page():
    document = document_of(("1", "word " * 400), pages=3)
    bare = Document(
        file="scan.pdf",
        sha256="",
        pages=document.pages,
        text=document.text,
        page_of=document.page_of,
        offset_of=document.offset_of,
    )
    (part,) = parts_of(bare, 45_000)
    assert [stretch.label for stretch in part.fresh] == ["page 1", "page 2", "page 3"]
    assert part.fresh[-1].end == len(document.text)


def test_halves_share_the_work_and_keep_the_context():
    document = document_of(*sections(8, 1_000))
    (part,) = parts_of(document, 45_000)
    first, second = part.halves()
    assert first.fresh + second.fresh == part.fresh
    assert abs(len(first.fresh) - len(second.fresh)) <= 1
    assert second.before[-1] == first.fresh[-1]


def test_one_stretch_has_no_halves():
    (part,) = parts_of(document_of(("1", "one section")), 45_000)
    assert part.halves() is None


def test_of_a_long_document_only_what_may_state_a_term_is_shown():
    """Forty pages about confidentiality, and two sentences about money: those, and the first words."""
    silent = [
        (f"{n}.1", f"{n}.1 " + "The parties keep the other's information confidential. " * 30)
        for n in range(2, 60)
    ]
    opening = (
        "1.1",
        "1.1 This Agreement is made between Alder Ltd and Birch Ltd. " + "And so on. " * 60,
    )
    fee = ("60.1", "60.1 The monthly fee is USD 1,250.00, invoiced in advance.")
    rise = ("61.1", "61.1 On each anniversary the fee increases by three percent (3%).")
    document = document_of(opening, *silent, fee, rise, pages=40)
    (part,) = parts_of(document, 45_000)
    shown = "".join(document.text[s.start : s.end] for s in part.fresh)
    assert "This Agreement is made between" in shown
    assert "USD 1,250.00" in shown
    assert "three percent (3%)" in shown
    assert len(shown) <= 0.35 * len(document.text)
