"""Uploading: what is taken, what is refused, and in which words."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from store.jobs import latest
from store.uploads import of_account


def send(browser, *files, account="", new="acme", **more):
    fields = {"account": account, "new_account": "" if account else new, **more}
    return browser.post(
        "/contracts/upload",
        data=fields,
        files=[("files", (name, body, "application/pdf")) for name, body in files],
    )


def uploads(web, account="acme"):
    with web.store.read() as session:
        return of_account(session, account)


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return held.getvalue()


def said(browser, answer):
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["location"]).text


def test_two_contracts_are_taken_read_and_listed(web, analyst, pdf, read):
    answer = send(analyst, ("one.pdf", pdf(1)), ("two.pdf", pdf(2)))
    assert "2 files are taken, now being read." in said(analyst, answer)
    read()
    rows = uploads(web)
    assert [(row.name, row.status, row.reason) for row in rows] == [
        ("one.pdf", "ready", ""),
        ("two.pdf", "ready", ""),
    ]
    assert all(row.found["terms"] >= 1 and row.pages == 1 for row in rows)
    page = analyst.get("/contracts?account=acme").text
    assert "order form" in page
    assert "Order Form No. 1" in page


def test_files_lie_under_random_names_and_join_the_book_under_clean_ones(web, analyst, pdf, read):
    send(analyst, ("../../etc/pass\u202ewd.pdf", pdf()))
    read()
    (row,) = uploads(web)
    assert [path.name for path in web.home.files.iterdir()] == [row.id]
    assert row.file == "contracts/acme/passwd.pdf"
    assert (web.home.book / row.file).is_file()


def test_the_same_content_again_is_told_with_the_name_it_has(web, analyst, pdf):
    send(analyst, ("first.pdf", pdf()))
    answer = send(analyst, ("second.pdf", pdf()))
    assert "second.pdf is there already as first.pdf." in said(analyst, answer)
    assert len(uploads(web)) == 1
    assert len(list(web.home.files.iterdir())) == 1


def test_another_account_may_have_the_same_paper(web, analyst, pdf):
    send(analyst, ("first.pdf", pdf()))
    send(analyst, ("first.pdf", pdf()), new="other")
    assert len(uploads(web)) == len(uploads(web, "other")) == 1


def test_two_papers_of_one_name_stand_beside_each_other(web, analyst, pdf, read):
    send(analyst, ("order.pdf", pdf(1)), ("ORDER.pdf", pdf(2)))
    read()
    assert sorted(row.file for row in uploads(web)) == [
        "contracts/acme/ORDER (2).pdf",
        "contracts/acme/order.pdf",
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><body>%PDF-1.7</body></html>", "web page under the name of a PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a PNG picture"),
        (b"", "is empty"),
        (b"hello " * 400 + b"%PDF-1.7", "does not begin as one"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_sentence(web, analyst, body, words):
    page = said(analyst, send(analyst, ("paper.pdf", body)))
    assert words in page
    (row,) = uploads(web)
    assert (row.status, words in row.reason) == ("refused", True)
    assert not list(web.home.files.iterdir())


def test_a_file_over_the_limit_is_refused_while_the_others_are_taken(settings, web, analyst, pdf):
    settings.upload_megabytes = 1
    page = said(
        analyst, send(analyst, ("bomb.pdf", b"%PDF-1.7" + b"0" * 3_000_000), ("fine.pdf", pdf()))
    )
    assert "bomb.pdf is larger than 1 MB" in page
    assert {row.name: row.status for row in uploads(web)} == {
        "bomb.pdf": "refused",
        "fine.pdf": "waiting",
    }
    assert len(list(web.home.files.iterdir())) == 1


def test_pdfs_in_a_zip_are_taken_and_the_rest_of_it_is_refused(web, analyst, pdf):
    inner = zipped(**{"deep.pdf": pdf(9)})
    body = zipped(
        **{
            "papers/../../one.pdf": pdf(1),
            "/two.pdf": pdf(2),
            "__MACOSX/._one.pdf": b"x",
            "notes.txt": b"a note that is no contract",
            "more.zip": inner,
        }
    )
    send(analyst, ("papers.zip", body))
    found = {row.name: (row.status, row.reason) for row in uploads(web)}
    assert found["one.pdf"] == found["two.pdf"] == ("waiting", "")
    assert "does not begin as one" in found["notes.txt.pdf"][1]
    assert "zip inside a zip" in found["more.zip.pdf"][1]
    assert {path.name for path in web.home.root.iterdir() if path.suffix == ".pdf"} == set()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(web, analyst):
    body = zipped(**{"bomb.pdf": b"%PDF" + b"\0" * 40_000_000})
    page = said(analyst, send(analyst, ("bomb.zip", body)))
    assert "unpacks to more than 200 times its size" in page
    assert not list(web.home.files.iterdir())


def test_an_archive_of_thousands_is_refused(web, analyst):
    body = zipped(**{f"{number}.pdf": b"%PDF" for number in range(501)})
    assert "501 files, and 500 are taken at a time" in said(
        analyst, send(analyst, ("many.zip", body))
    )


def test_a_pdf_that_cannot_be_opened_says_why_and_stops_no_other(web, analyst, pdf, read):
    send(analyst, ("broken.pdf", b"%PDF-1.7\n" + b"nothing of a PDF " * 40), ("fine.pdf", pdf()))
    read()
    found = {row.name: row for row in uploads(web)}
    assert found["fine.pdf"].status == "ready"
    assert found["broken.pdf"].status == "refused"
    assert "broken.pdf" in found["broken.pdf"].reason
    # Runs must know that there is a paper which nobody has read.
    assert (web.home.book / found["broken.pdf"].file).is_file()
    with web.store.read() as session:
        assert latest(session, "read", "acme").status == "done"


def test_a_paper_of_too_many_pages_is_refused(settings, web, analyst, tmp_path, read):
    from reportlab.pdfgen.canvas import Canvas

    settings.upload_pages = 3
    canvas = Canvas(str(tmp_path / "long.pdf"))
    for number in range(4):
        canvas.drawString(60, 700, f"Page {number}")
        canvas.showPage()
    canvas.save()
    send(analyst, ("long.pdf", (tmp_path / "long.pdf").read_bytes()))
    read()
    (row,) = uploads(web)
    assert (row.status, row.pages, row.file) == ("refused", 4, "")
    assert "4 pages, and 3 are the most" in row.reason


def test_an_account_is_found_by_its_name_and_an_unknown_one_is_told(web, analyst, pdf):
    send(analyst, ("one.pdf", pdf(1)), new="A-1", new_name="Northwind Traders")
    send(analyst, ("two.pdf", pdf(2)), account="northwind traders")
    assert len(uploads(web, "A-1")) == 2
    answer = send(analyst, ("three.pdf", pdf(3)), account="nobody")
    assert "There is no account" in said(analyst, answer)
    assert len(list(web.home.files.iterdir())) == 2


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".hidden", "a\\b", "x" * 200])
def test_an_account_id_that_is_no_folder_is_refused(web, analyst, pdf, name):
    send(analyst, ("one.pdf", pdf()), new=name)
    assert not uploads(web, name)
    assert not list(web.home.files.iterdir())


def test_whoever_sees_a_list_of_accounts_uploads_to_those_only(web, client_of, pdf):
    client_of("analyst").post(
        "/contracts/upload", data={"new_account": "theirs"}, files=[("files", ("a.pdf", pdf(1)))]
    )
    other = client_of("analyst", accounts=["mine"])
    answer = send(other, ("b.pdf", pdf(2)), account="theirs")
    assert "There is no account" in said(other, answer)
    assert "theirs" not in other.get("/contracts").text
    assert len(uploads(web, "theirs")) == 1


def test_no_file_is_taken_without_the_token_of_the_session(web, analyst, pdf):
    analyst.headers.pop("X-CSRF")
    refused = send(analyst, ("one.pdf", pdf()))
    assert refused.status_code == 403
    assert not list(web.home.files.iterdir())
    taken = send(analyst, ("one.pdf", pdf()), csrf=analyst.csrf)
    assert taken.status_code == 303
    assert len(uploads(web)) == 1


def test_what_is_kept_is_what_was_sent(web, analyst, pdf):
    body = pdf()
    send(analyst, ("one.pdf", body))
    (row,) = uploads(web)
    assert (row.size, row.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert (web.home.files / row.id).read_bytes() == body


def test_a_form_that_breaks_off_leaves_nothing(web, analyst):
    answer = analyst.post(
        "/contracts/upload",
        content=b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF',
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code in {303, 400}
    assert not uploads(web)
    assert not list(web.home.files.iterdir())


def test_reading_that_cannot_be_done_says_so_and_can_be_tried_again(
    settings, web, analyst, pdf, read, monkeypatch
):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings.reader = "model"
    send(analyst, ("one.pdf", pdf()))
    read()
    html = analyst.get("/contracts").text
    assert "the server has no key for it" in html
    assert "Try again" in html
    assert 'hx-trigger="every 1s"' not in html  # nothing goes on: nobody asks every second
    settings.reader = "grammar"
    assert analyst.post("/accounts/acme/read").status_code == 303
    assert "every 1s" in analyst.get("/contracts").text
    read()
    html = analyst.get("/contracts").text
    assert "Try again" not in html
    assert [row.status for row in uploads(web)] == ["ready"]


def test_progress_is_told_while_it_is_read_and_ends_with_a_fresh_list(web, analyst, pdf, read):
    send(analyst, ("one.pdf", pdf()))
    told = analyst.get("/contracts/progress")
    assert "waits for its turn" in told.text
    assert "HX-Trigger" not in told.headers
    read()
    assert analyst.get("/contracts/progress").headers["HX-Trigger"] == "contracts-read"


def test_accounts_are_proposed_as_one_types(analyst, client_of, pdf):
    send(analyst, ("one.pdf", pdf(1)), new="A-7", new_name="Northwind <Traders>")
    assert (
        'value="A-7">Northwind &lt;Traders&gt;'
        in analyst.get("/contracts/accounts?account=north").text
    )
    other = client_of("analyst", accounts=["B-1"])
    assert "A-7" not in other.get("/contracts/accounts?account=north").text
