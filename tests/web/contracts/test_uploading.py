"""Uploading: what is taken, what is refused, and in which words."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from urllib.parse import unquote

import pytest

from store.jobs import latest
from store.tables import AccountRow
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
    assert answer.status_code == 422
    assert "There is no account" in answer.text
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
    assert answer.status_code == 422
    assert "There is no account" in answer.text
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
    assert answer.status_code in {400, 422}
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
        'value="Northwind &lt;Traders&gt; (A-7)"'
        in analyst.get("/contracts/accounts?account=north").text
    )
    other = client_of("analyst", accounts=["B-1"])
    assert "A-7" not in other.get("/contracts/accounts?account=north").text


# -- where it goes ---------------------------------------------------------------------------------


@pytest.fixture
def northwind(web):
    with web.store.begin() as session:
        for account_id, name in (
            ("A-1", "Northwind Traders, Inc."),
            ("A-2", "Northgate Ltd"),
            ("A-3", "Northgate Ltd East"),
        ):
            session.add(
                AccountRow(account_id=account_id, name=name, currency="USD", timezone="UTC")
            )


@pytest.mark.parametrize(
    "typed",
    [
        "A-1",
        " a-1 ",
        "a 1",
        "northwind traders, inc.",
        "Northwind  Traders Inc",
        "NORTHWIND",
        "Northwind Traders, Inc. (A-1)",
    ],
)
def test_an_account_is_known_however_it_is_written(web, analyst, northwind, pdf, typed):
    told = analyst.get("/contracts/goes", params={"account": typed}).text
    assert "Goes to Northwind Traders, Inc. (A-1)." in told
    assert send(analyst, ("one.pdf", pdf()), account=typed).status_code == 303
    assert len(uploads(web, "A-1")) == 1


@pytest.mark.parametrize("typed", ["north", "wind", "A", "northgate east", "A-12"])
def test_a_part_of_a_word_or_two_accounts_are_asked_back_and_never_guessed(
    web, analyst, northwind, pdf, typed
):
    assert "There is no account" in analyst.get(f"/contracts/goes?account={typed}").text
    assert send(analyst, ("one.pdf", pdf()), account=typed).status_code == 422
    assert not list(web.home.files.iterdir())


def test_a_name_in_full_goes_before_one_that_only_begins_so(analyst, northwind):
    told = analyst.get("/contracts/goes?account=northgate ltd").text
    assert "Goes to Northgate Ltd (A-2)." in told


def test_a_new_account_is_announced_and_an_id_that_is_taken_goes_where_it_is(analyst, northwind):
    new = analyst.get("/contracts/goes", params={"new_account": "B-9", "new_name": "Quay & Co"})
    assert "Makes a new account: Quay &amp; Co (B-9)." in new.text
    taken = analyst.get("/contracts/goes", params={"new_account": "a-1"})
    assert "Goes to Northwind Traders, Inc. (A-1)." in taken.text
    assert analyst.get("/contracts/goes").text.strip() == "", "nothing is typed, nothing is said"


def test_where_it_goes_tells_nothing_of_other_peoples_accounts(client_of, northwind):
    other = client_of("analyst", accounts=["A-2"])
    assert "Northwind" not in other.get("/contracts/goes?account=northwind").text
    assert "Northwind" not in other.get("/contracts/goes?new_account=A-1").text


@pytest.fixture
def upload_form(fields):
    return lambda answer: fields(answer.text.split('id="upload"')[1].partition("</form>")[0])


def test_what_was_typed_is_still_there_after_an_error(analyst, northwind, upload_form, pdf):
    answer = send(analyst, ("one.pdf", pdf()), account="nobody", new_name="Quay & Co")
    assert answer.status_code == 422
    form = upload_form(answer)
    assert (form["account"], form["new_name"]) == ("nobody", "Quay &amp; Co")
    beside = re.search(r'id="e-account">.*?</p>', answer.text, re.DOTALL)
    assert beside is not None
    assert "There is no account" in beside[0]
    none = analyst.post(
        "/contracts/upload", data={"account": "northwind"}, files=[("note", (None, ""))]
    )
    assert none.status_code == 422
    assert "No file was chosen" in none.text
    assert upload_form(none)["account"] == "northwind"


def test_a_script_gets_the_words_alone_and_keeps_the_form_itself(analyst, northwind, pdf):
    answer = analyst.post(
        "/contracts/upload",
        data={"account": "nobody"},
        files=[("files", ("a.pdf", pdf(), "application/pdf"))],
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert unquote(answer.headers["X-Words"]).startswith("There is no account 'nobody'")


def test_on_the_first_start_the_new_account_is_open_and_there_is_none_to_choose(
    analyst, client_of, web
):
    page = analyst.get("/contracts").text
    assert '<details class="new-account" open>' in page
    assert 'name="account" list=' not in page
    with web.store.begin() as session:
        session.add(AccountRow(account_id="A-1", name="Quay", currency="USD", timezone="UTC"))
    page = analyst.get("/contracts").text
    assert '<details class="new-account">' in page
    assert 'name="account" list=' in page
