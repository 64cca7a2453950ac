"""What a paper hides, and where readers differ, as its page shows it."""

from __future__ import annotations

import re

import pytest
from reportlab.pdfgen.canvas import Canvas

from store.readings import load_document, save_reading
from store.uploads import upload_of
from terms.contract import Extraction, term


@pytest.fixture
def hidden(uploaded, tmp_path):
    """A page that prints one price, and holds another in white."""
    path = tmp_path / "hidden.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(60, 760, "Order Form OF-1.")
    canvas.drawString(60, 740, "The monthly fee for the Harbour Module is USD 100.00 per month.")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 700, "The monthly fee for the Archive Module is USD 900.00 per month.")
    canvas.save()
    (row,) = uploaded(("hidden.pdf", path.read_bytes()))
    return row


def test_a_number_that_the_page_does_not_show_is_marked_where_it_would_stand(analyst, hidden):
    html = analyst.get(f"/documents/{hidden.id}").text
    assert "900" in html
    assert "not to be seen on the page" in html or "picture" in html
    marks = re.findall(
        r'class="mark open"[^>]*>.*?<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"',
        html,
        re.DOTALL,
    )
    assert marks
    top, height = map(float, marks[0])
    assert top <= 842 - 700 <= top + height + 2  # where the white line stands, from the top


def test_readers_that_differ_stand_side_by_side(web, analyst, uploaded, pdf):
    (row,) = uploaded(("order.pdf", pdf(1)))
    with web.store.begin() as session:
        document = load_document(session, row.found["reading"], row.file)
        price = next(each for each in document.terms if each.type == "price")
        warning = "page 1: readers differ (120.00 by grammar, 210.00 by model)"
        sides = [
            term({**price.model_dump(mode="json"), **more, "warnings": [warning]})
            for more in (
                {"id": "a", "readers": ["grammar"]},
                {"id": "b", "readers": ["model.passage"], "unit_amount": "210.00"},
            )
        ]
        both = document.model_copy(update={"terms": tuple(sides)})
        save_reading(session, "both", "both", Extraction(documents=(both,)))
        upload = upload_of(session, row.id)
        upload.found = {**upload.found, "reading": "both"}
        session.add(upload)
    html = analyst.get(f"/documents/{row.id}").text
    table = html[html.index('id="differences"') : html.index("</table>")]
    assert "1 difference between readers" in html
    heads = re.findall(r'<th scope="col">(.*?)</th>', table)
    assert heads == ["grammar", "model.passage"]
    assert re.search(r"unit amount</th><td>120.00</td><td>210.00</td>", table)


def test_words_of_a_paper_are_shown_and_never_run(analyst, uploaded, tmp_path):
    path = tmp_path / "script.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(60, 760, "Order Form <script>alert(1)</script>")
    canvas.drawString(60, 740, "The fee for <img src=x onerror=alert(1)> is USD 100.00 per month.")
    canvas.save()
    (row,) = uploaded(("<b>.pdf", path.read_bytes()))
    for address in (f"/documents/{row.id}", "/contracts", "/accounts/acme"):
        html = analyst.get(address).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>.pdf" not in html
