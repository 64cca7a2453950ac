"""Zips that mean harm: bombs, paths, links, zips within zips; refused or left out with a sentence."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from book_files import ACCOUNTS, BOOK, names_in, upload, work, zipped

from app.web.billing_data.sorting import slot_of
from app.web.billing_data.unpacking import MOST_MEMBERS, unpack
from app.web.uploading.archive import ArchiveRefused, LeftOut
from store.billing_uploads import billing_upload


def unpacked(tmp_path, content: bytes, **limits):
    archive = tmp_path / "a.zip"
    archive.write_bytes(content)
    return list(unpack(archive, "a.zip", tmp_path / "out", **limits))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = zipped({"billing/usage.csv": b"0" * (64 << 20)})
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveRefused, match="300 times its size"):
        unpacked(tmp_path, bomb)
    assert not any((tmp_path / "out").iterdir())


def test_more_than_the_limit_in_all_is_refused(tmp_path):
    files = {f"usage/{number}.csv": f"{number}\n" * 3000 for number in range(20)}
    with pytest.raises(ArchiveRefused, match="when it is unpacked"):
        unpacked(tmp_path, zipped(files), most=50_000)


def test_what_an_archive_says_of_itself_is_not_believed(tmp_path):
    """The size in the directory is made small: what comes out is counted."""
    content = bytearray(zipped({"accounts.csv": ACCOUNTS * 2000}))
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 10)
    with pytest.raises(ArchiveRefused, match=r"more than it says|cannot be opened"):
        unpacked(tmp_path, bytes(content))


def test_too_many_files_are_refused(tmp_path):
    files = {f"{number}.csv": "a\n" for number in range(MOST_MEMBERS + 1)}
    with pytest.raises(ArchiveRefused, match="at most 2,000"):
        unpacked(tmp_path, zipped(files))


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.csv", "/etc/passwd", "C:\\x.csv", "a/../../b.csv"]
)
def test_a_path_that_leads_out_is_left_out(tmp_path, name):
    (found,) = unpacked(tmp_path, zipped({name: "x"}))
    assert isinstance(found, LeftOut)
    assert "leads out of the archive" in found.words


def test_links_and_zips_within_are_left_out(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        link = zipfile.ZipInfo("accounts.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(link, "/etc/passwd")
        out.writestr("inner.csv", zipped(BOOK))
    words = [each.words for each in unpacked(tmp_path, made.getvalue())]
    assert words == [
        "It is a link to another file: pack the file itself.",
        "It is an archive inside an archive: unpack it and pack its files.",
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing else", b"PK\x05\x06" + bytes(18)])
def test_a_broken_or_empty_zip_is_refused(tmp_path, content):
    with pytest.raises(ArchiveRefused):
        unpacked(tmp_path, content)


def test_through_the_pages_a_bomb_ends_with_a_sentence(web, client_of):
    analyst = client_of("analyst")
    address = upload(analyst, ("bomb.zip", zipped({"billing/usage.csv": b"0" * (64 << 20)})))
    work(web)
    assert "unpacks to more than 300 times" in analyst.get(address).text


def test_names_from_outside_never_become_paths(web, client_of):
    analyst = client_of("analyst")
    stripe = '{"object": "list", "data": [{"object": "customer", "id": "cus_1", "name": "A", "currency": "usd"}]}'
    address = upload(
        analyst,
        ("../../accounts.csv", ACCOUNTS),
        ("..\\..\\..\\Ünï/../evil .json", stripe),
        ("usage-1.csv", BOOK["billing/usage.csv"]),
    )
    work(web)
    with web.store.read() as session:
        found = billing_upload(session, address.rpartition("/")[2]).found
    assert {each["place"] for each in found["files"]} == {
        "accounts.csv",
        "stripe/evil.json",
        "billing/usage.csv",
    }
    analyst.post(f"{address}/take-over")
    assert names_in(web.home.book) == {"accounts.csv", "stripe/evil.json", "billing/usage.csv"}
    outside = {each.name for each in web.home.root.parent.iterdir()}
    assert "accounts.csv" not in outside


def test_slots():
    assert (
        slot_of("billing/usage/2026-01.parquet") == slot_of("billing/usage.csv") == "billing/usage"
    )
    assert slot_of("stripe/customers.json") == "stripe"
    assert slot_of("indices/cpi-u.csv") == "indices/cpi-u.csv"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("accounts.csv", "accounts.csv"),
        ("prices.csv", "Neither its name nor its first row"),
        ("customers.json", "It is no file of a book"),
        ("book.zip", "It is called a zip and is none"),
        ("contract.pdf", "Contracts are uploaded on their own page"),
    ],
)
def test_a_web_page_under_another_name_is_refused_with_a_sentence(web, client_of, name, words):
    analyst = client_of("analyst")
    address = upload(analyst, (name, "<!DOCTYPE html><html><body>Sign in</body></html>"))
    work(web)
    with web.store.read() as session:
        row = billing_upload(session, address.rpartition("/")[2])
    assert row.status == "refused"
    assert words in row.reason
    assert names_in(web.home.book) == set()
