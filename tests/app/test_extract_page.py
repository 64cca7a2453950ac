"""The page of `recoup extract --html`: whole in one file, safe, its marks where the words stand."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from archive_book import write_pdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.cli import main
from app.page_picture import placed, png
from app.reading_page import reading_page
from extractors.opening import opened
from extractors.picture import Picture
from terms.contract import Extraction

CONTRACT = """MASTER SERVICES AGREEMENT
This Agreement is made on 1 January 2026 between
Fernhill Systems Ltd ("Provider") and Plumfield Foods Ltd ("Customer").
1. Fees
1.1 The Customer pays USD 100.00 per month for the Archive Service.
2. Invoices
2.1 Invoices are due thirty (30) days after the invoice date."""


class Seen(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def of(self, name: str, css: str = "") -> list[dict[str, str]]:
        return [
            attrs
            for tag, attrs in self.tags
            if tag == name and (not css or css in attrs.get("class", "").split())
        ]


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return tmp_path


def recoup(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def extract(place: Path, *more: str) -> int:
    return recoup("extract", str(place / "msa.pdf"), "--html", str(place / "terms.html"), *more)


@pytest.fixture
def page(place: Path, capsys) -> str:
    write_pdf(place / "msa.pdf", CONTRACT)
    assert extract(place, "--json", str(place / "terms.json")) == 0
    assert "terms.html" in capsys.readouterr().out
    return (place / "terms.html").read_text()


def test_the_page_asks_for_nothing_outside_of_itself(page):
    seen = Seen(page)
    assert "http:" not in page
    assert "https:" not in page
    assert not seen.of("link")
    assert all(image["src"].startswith("data:image/png;base64,") for image in seen.of("img"))
    assert all(anchor["href"].startswith("#") for anchor in seen.of("a"))
    assert all("src" not in script for script in seen.of("script"))


def test_only_its_own_script_may_run(page):
    (policy,) = [m["content"] for m in Seen(page).of("meta") if "http-equiv" in m]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_every_link_leads_somewhere_and_no_name_is_given_twice(page):
    seen = Seen(page)
    names = [attrs["id"] for _, attrs in seen.tags if "id" in attrs]
    assert len(names) == len(set(names))
    targets = {anchor["href"][1:] for anchor in seen.of("a")}
    assert targets
    assert targets <= set(names)


def test_a_mark_covers_the_words_of_its_term(page, place):
    (document,) = json.loads((place / "terms.json").read_text())["documents"]
    at = next(n for n, term in enumerate(document["terms"], 1) if term["type"] == "price")
    x0, y0, x1, y1 = document["terms"][at - 1]["citations"][0]["boxes"][0]
    marks = [m for m in Seen(page).of("a", "mark") if f"t{at}" in m["data-cards"].split()]
    sizes = dict(re.findall(r"(\w+):([\d.]+)%", marks[0]["style"]))
    width, height = A4
    assert float(sizes["left"]) == pytest.approx(100 * x0 / width, abs=0.3)
    assert float(sizes["width"]) == pytest.approx(100 * (x1 - x0) / width, abs=0.3)
    assert float(sizes["top"]) == pytest.approx(100 * (height - y1) / height, abs=0.3)
    assert float(sizes["height"]) == pytest.approx(100 * (y1 - y0) / height, abs=0.3)


def test_a_card_says_the_term_and_leads_to_its_mark(page):
    assert "USD 100.00 per month" in page
    seen = Seen(page)
    marks = {mark["id"] for mark in seen.of("a", "mark") if "id" in mark}
    assert {link["href"][1:] for link in seen.of("a", "to-mark")} == marks


def test_json_on_standard_output_stays_alone_beside_a_page(place, capsys):
    write_pdf(place / "msa.pdf", CONTRACT)
    assert extract(place, "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["documents"][0]["pages"] == 1
    assert (place / "terms.html").exists()


def test_a_folder_is_no_page(place, capsys):
    write_pdf(place / "msa.pdf", CONTRACT)
    assert recoup("extract", str(place / "msa.pdf"), "--html", str(place)) == 2
    assert "name a file" in capsys.readouterr().err


def pages_of_five(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(1, 6):
        canvas.drawString(72, 700, f"Page {number}")
        canvas.showPage()
    canvas.save()


def extraction(**fields: object) -> Extraction:
    return Extraction.model_validate({"documents": [{"file": "c.pdf", "pages": 5, **fields}]})


def test_contract_text_is_text_wherever_it_stands(place):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    cited = {
        "file": "c.pdf",
        "page": 1,
        "section": evil,
        "quote": evil,
        "boxes": [[72, 698, 110, 712]],
    }
    price = {"type": "price", "product": evil, "unit": evil, "unit_amount": "1", "condition": evil}
    read = extraction(
        title=evil,
        number=evil,
        amends=[evil],
        warnings=[evil],
        parties=[{"name": evil}],
        terms=[price | {"citations": [cited], "warnings": [evil], "readers": [evil]}],
        unresolved=[{"page": 1, "section": evil, "quote": evil, "why": evil}],
    )
    pages_of_five(place / "c.pdf")
    seen = Seen(reading_page(read, {"c.pdf": place / "c.pdf"}, lambda *_: None))
    assert len(seen.of("script")) == 1
    assert [image["alt"] for image in seen.of("img")] == ["Page 1 of c.pdf"]
    assert not [attrs for _, attrs in seen.tags if any(name.startswith("on") for name in attrs)]


def test_pages_without_terms_are_named_and_not_drawn(place):
    pages_of_five(place / "c.pdf")
    cited = {"file": "c.pdf", "page": 3, "quote": "Page 3", "boxes": [[72, 698, 110, 712]]}
    read = extraction(terms=[{"type": "payment", "net_days": 30, "citations": [cited]}])
    html = reading_page(read, {"c.pdf": place / "c.pdf"}, lambda *_: None)
    assert [image["alt"] for image in Seen(html).of("img")] == [
        "Page 1 of c.pdf",
        "Page 3 of c.pdf",
    ]
    assert "Page 2 carries no term and no open passage, and is not shown." in html
    assert "Pages 4 to 5 carry no term and no open passage, and are not shown." in html


def test_a_passage_that_was_not_understood_is_marked_apart(place):
    pages_of_five(place / "c.pdf")
    passage = {
        "page": 5,
        "quote": "Page 5",
        "why": "speaks of money",
        "boxes": [[72, 698, 110, 712]],
    }
    html = reading_page(
        extraction(unresolved=[passage]), {"c.pdf": place / "c.pdf"}, lambda *_: None
    )
    (mark,) = Seen(html).of("a", "mark")
    assert mark["class"].split() == ["mark", "open"]
    assert mark["data-cards"] == "u1"
    assert "1 passage not understood" in html
    assert "speaks of money" in html


def test_words_without_a_place_have_a_card_and_no_mark(place):
    pages_of_five(place / "c.pdf")
    cited = {"file": "c.pdf", "page": 2, "quote": "elsewhere"}
    read = extraction(terms=[{"type": "payment", "net_days": 30, "citations": [cited]}])
    html = reading_page(read, {"c.pdf": place / "c.pdf"}, lambda *_: None)
    assert not Seen(html).of("a", "mark")
    assert "no place on the page is known" in html
    assert "not found word for word on page 2" in html


def test_a_link_between_terms_leads_to_the_card(place):
    pages_of_five(place / "c.pdf")
    first = {"file": "c.pdf", "page": 1, "section": "4.1", "quote": "a", "match": "exact"}
    second = {"file": "c.pdf", "page": 2, "section": "4.2", "quote": "b", "match": "exact"}
    read = extraction(
        terms=[
            {"type": "price", "flat_amount": "1", "citations": [first]},
            {
                "type": "price",
                "flat_amount": "2",
                "citations": [second],
                "replaces": [{"file": "c.pdf", "section": "Section 4.1"}],
            },
        ]
    )
    html = reading_page(read, {"c.pdf": place / "c.pdf"}, lambda *_: None)
    assert '<a href="#t1">replaces Section 4.1</a>' in html


@pytest.mark.parametrize(
    ("content", "sha256", "words"),
    [
        (None, "", "The file is not at hand"),
        (b"not a PDF", "", "The pages cannot be shown"),
        ("five pages", "0" * 64, "The file is another than the one that was read"),
    ],
)
def test_a_file_that_cannot_be_drawn_says_so_and_keeps_its_terms(place, content, sha256, words):
    path = place / "c.pdf"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        pages_of_five(path)
    read = extraction(sha256=sha256, terms=[{"type": "payment", "net_days": 30}])
    html = reading_page(read, {"c.pdf": path} if content else {}, lambda *_: None)
    assert words in html
    assert "due 30 days" in html
    assert not Seen(html).of("img")


def test_tags_of_neighbouring_lines_do_not_cover_one_another(place):
    pages_of_five(place / "c.pdf")
    boxes = [[72, 700, 300, 712], [310, 700, 500, 712]]
    terms = [
        {"type": "payment", "net_days": 30 + at,
         "citations": [{"file": "c.pdf", "page": 1, "quote": "q", "boxes": [box]}]}
        for at, box in enumerate(boxes)
    ]  # fmt: skip
    html = reading_page(extraction(terms=terms), {"c.pdf": place / "c.pdf"}, lambda *_: None)
    tags = Seen(html).of("a", "tag")
    assert len({(tag["class"], tag["style"]) for tag in tags}) == 2


def test_two_quotes_of_one_term_side_by_side_share_a_tag(place):
    pages_of_five(place / "c.pdf")
    cited = [
        {"file": "c.pdf", "page": 1, "quote": "q", "boxes": [box]}
        for box in ([72, 700, 200, 712], [210, 700, 300, 712], [72, 300, 300, 312])
    ]
    read = extraction(terms=[{"type": "payment", "net_days": 30, "citations": cited}])
    seen = Seen(reading_page(read, {"c.pdf": place / "c.pdf"}, lambda *_: None))
    assert len(seen.of("a", "mark")) == 3
    assert len(seen.of("a", "tag")) == 2


def test_the_picture_is_the_page_in_sixteen_greys(place):
    pages_of_five(place / "c.pdf")
    with opened(place / "c.pdf") as found:
        picture = found.render(1, 40)
    with Image.open(BytesIO(png(picture))) as image:
        assert image.size == (picture.width, picture.height)
        shown = image.convert("L").tobytes()
    lines = [
        picture.rows[at * picture.stride : at * picture.stride + picture.width]
        for at in range(picture.height)
    ]
    assert max(abs(a - b) for a, b in zip(b"".join(lines), shown, strict=True)) <= 15


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_box_is_found_again_on_a_turned_page(place, turned):
    canvas = Canvas(str(place / "t.pdf"), pagesize=(400, 300), invariant=1)
    canvas.setPageRotation(turned)
    canvas.rect(40, 200, 120, 30, fill=1)
    canvas.save()
    with opened(place / "t.pdf") as found:
        picture = found.render(1, 72)
    at = placed(picture, (40, 200, 160, 230))
    dark = [
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if picture.rows[y * picture.stride + x] < 128
    ]
    wide, high = picture.width, picture.height
    assert at.left * wide / 100 == pytest.approx(min(x for x, _ in dark), abs=1.5)
    assert at.top * high / 100 == pytest.approx(min(y for _, y in dark), abs=1.5)
    assert at.width * wide / 100 == pytest.approx(max(x for x, _ in dark) - min(x for x, _ in dark), abs=2.5)  # fmt: skip
    assert at.height * high / 100 == pytest.approx(max(y for _, y in dark) - min(y for _, y in dark), abs=2.5)  # fmt: skip


def test_a_box_outside_of_the_page_is_no_mark():
    blank = Picture(10, 10, 10, 1.0, (0.0, 0.0), 0, b"\xff" * 100)
    assert placed(blank, (20, 2, 30, 4)) is None


def contrast(one: str, other: str) -> float:
    """WCAG 2: the contrast of two colours such as '#1d4ed8', from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(page, mode):
    light, dark = re.findall(r":root \{(.*?--open.*?)\}", page, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light if mode == "light" else dark))
    families = ("charge", "change", "time", "count", "open")
    pairs = [(text, ground) for text in ("ink", "soft", "link") for ground in ("ground", "panel")]
    pairs += [(family, "panel") for family in families]
    pairs += [("on-tag", family) for family in families]
    pairs += [("warn", "warn-ground")]
    low = [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert not low
