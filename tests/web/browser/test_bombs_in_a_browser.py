"""What is far too large is refused with a sentence, by the page and by the API, and costs no memory."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.tables import AccountRow

pytestmark = pytest.mark.browser
MEGABYTES = 400
PIECE = 1 << 20
ACCOUNT = "A-1"


@pytest.fixture(scope="module", autouse=True)
def account(site):
    with site.store.begin() as session:
        session.add(AccountRow(account_id=ACCOUNT, name="Acme", currency="USD", timezone="UTC"))


@pytest.fixture
def bomb(tmp_path) -> Path:
    """400 MB that take no room on the disk."""
    file = tmp_path / "usage.csv"
    with file.open("wb") as made:
        made.truncate(MEGABYTES << 20)
    return file


def most_memory(site) -> int:
    """The most that the server ever had in memory, in MB."""
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) >> 10


def kept(site) -> list[Path]:
    """Files of uploads that are left on the disk."""
    return [each for each in site.home.root.rglob("*.part") if each.is_file()]


@pytest.mark.parametrize("address", ["/billing", "/contracts"])
def test_a_page_says_that_a_file_is_too_large(site, browser_page, bomb, address):
    page = browser_page("big@example.com", "analyst")
    before = most_memory(site)
    page.goto(address)
    if address == "/contracts":
        page.get_by_label("Account", exact=True).first.fill(ACCOUNT)
        file = bomb.rename(bomb.with_suffix(".pdf"))
        page.get_by_label("PDFs, or a zip of them").set_input_files(file)
    else:
        page.get_by_label("CSV, Parquet or JSON files").set_input_files(bomb)
    page.get_by_role("button", name="Upload and read").click()
    page.get_by_text(re.compile(r"larger than|more than 200 MB")).first.wait_for()
    assert most_memory(site) - before < 100
    assert kept(site) == []


def pieces() -> Iterator[bytes]:
    head = 'Content-Disposition: form-data; name="files"; filename="usage.csv"'
    yield f"--x\r\n{head}\r\n\r\n".encode()
    for _ in range(MEGABYTES):
        yield bytes(PIECE)


def test_a_stream_that_does_not_say_how_long_it_is_ends_at_the_limit(site):
    cookie = site.person("stream@example.com", "analyst")
    before = most_memory(site)
    connection = http.client.HTTPConnection("localhost", site.port, timeout=60)
    headers = {
        "Cookie": f"recoup-session={cookie}",
        "Content-Type": "multipart/form-data; boundary=x",
    }
    connection.putrequest("POST", "/api/v1/billing")
    for name, value in {**headers, "Transfer-Encoding": "chunked"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    try:
        for piece in pieces():
            connection.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    except (BrokenPipeError, ConnectionResetError):
        pass  # it is refused before all of it is sent
    answer = connection.getresponse()
    assert answer.status == 413
    assert "in one go" in json.loads(answer.read())["detail"]
    assert most_memory(site) - before < 100
    assert kept(site) == []
