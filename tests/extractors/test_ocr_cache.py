"""What OCR said is kept by picture, settings and version, and read again wherever any of them differs."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from extractors import ocr, ocr_cache
from extractors.opening import open_pdf

needs_tesseract = pytest.mark.skipif(ocr.missing() is not None, reason="tesseract is not installed")


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("RECOUP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def asked(monkeypatch):
    """Each time that tesseract would be asked about a picture, and its answer: the count so far."""
    count: list[bytes] = []

    def run(arguments, given, seconds):
        if not given:
            return b"tesseract 5"
        count.append(given)
        return b"5\t1\t1\t1\t1\t1\t10\t10\t40\t12\t96\t%d" % len(count)

    monkeypatch.setattr(ocr, "_run", run)
    ocr._reader.cache_clear()
    ocr.installed_languages.cache_clear()
    yield count
    ocr._reader.cache_clear()
    ocr.installed_languages.cache_clear()


def picture(text: str) -> Image.Image:
    image = Image.new("L", (60, 20), 255)
    ImageDraw.Draw(image).text((2, 2), text, fill=0)
    return image


def files(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_the_same_picture_is_read_once(place, asked):
    first = ocr.read_words(picture("400"))
    assert ocr.read_words(picture("400")) == first
    assert len(asked) == 1


def test_another_picture_or_another_setting_is_read_anew(place, asked):
    ocr.read_words(picture("400"))
    ocr.read_words(picture("401"))
    ocr.read_words(picture("400"), dpi=300)
    ocr.read_words(picture("400"), layout=ocr.LINE)
    assert len(asked) == 4


@pytest.mark.parametrize("changed", ["release", "format"])
def test_another_version_reads_anew(place, asked, monkeypatch, changed):
    ocr.read_words(picture("400"))
    if changed == "release":
        monkeypatch.setattr(ocr_cache, "version", lambda _name: "99.0")
    else:
        monkeypatch.setattr(ocr_cache, "_FORMAT", "99")
    ocr.read_words(picture("400"))
    assert len(asked) == 2


def test_another_tesseract_reads_anew(place, asked, monkeypatch):
    ocr.read_words(picture("400"))
    kept = ocr_cache.key
    monkeypatch.setattr(
        ocr_cache, "key", lambda given, settings: kept(given, (*settings, "tesseract 6"))
    )
    ocr.read_words(picture("400"))
    assert len(asked) == 2


@pytest.mark.parametrize(
    "damage", [b"", b"x" * 10, b"0" * 64 + b"5\t1\t1\t1\t1\t1\t1\t1\t4\t1\t96\t9"]
)
def test_what_was_cut_off_or_changed_is_read_anew(place, asked, damage):
    ocr.read_words(picture("400"))
    (file,) = files(place)
    file.write_bytes(damage)
    (word,) = ocr.read_words(picture("400"))
    assert (word.text, len(asked)) == ("2", 2)


def test_a_result_put_under_another_name_does_not_answer_for_it(place, asked):
    ocr.read_words(picture("400"))
    (file,) = files(place)
    other = ocr_cache.key(b"another picture", ())
    (file.parent.parent / other[:2]).mkdir(exist_ok=True)
    file.rename(file.parent.parent / other[:2] / other)
    assert ocr_cache.kept(other) is None


def test_the_folder_may_be_deleted_or_not_written_to(place, asked):
    ocr.read_words(picture("400"))
    for file in files(place):
        file.unlink()
    ocr.read_words(picture("400"))
    place.rename(place.with_name("gone"))
    place.write_text("a file stands where the folder should")
    assert ocr.read_words(picture("401"))
    assert len(asked) == 3


def test_only_the_owner_may_read_it_and_nothing_unfinished_stays(place, asked):
    ocr.read_words(picture("400"))
    (file,) = files(place)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.name) == 64


def test_off_keeps_nothing(place, asked, monkeypatch):
    monkeypatch.setenv("RECOUP_CACHE", "off")
    ocr.read_words(picture("400"))
    ocr.read_words(picture("400"))
    assert len(asked) == 2
    assert not place.exists()


def test_the_system_says_where_it_is_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("RECOUP_CACHE")
    monkeypatch.setattr(ocr_cache.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert ocr_cache.folder() == tmp_path / "recoup" / "ocr"


@needs_tesseract
def test_a_second_reading_of_a_scan_asks_no_ocr(tmp_path, monkeypatch):
    image = Image.new("L", (1240, 400), 255)
    with picture("The fee is 400") as small:
        image.paste(small.resize((900, 300)), (50, 50))
    image.save(tmp_path / "scan.png")
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=(446, 144))
    canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 446, 144)
    canvas.save()
    first = open_pdf(tmp_path / "scan.pdf")
    run = ocr._run

    def refuse(arguments, given, seconds):
        assert not given, "a picture was read again"
        return run(arguments, given, seconds)

    monkeypatch.setattr(ocr, "_run", refuse)
    again = open_pdf(tmp_path / "scan.pdf")
    assert first.scanned == again.scanned
    assert (first.text, first.warnings) == (again.text, again.warnings)
