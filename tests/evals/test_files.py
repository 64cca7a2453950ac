"""Which file of an output is which file of the truth."""

import pytest

from evals.truth import EvaluationUnreadable, load, matched_files, same_file


def test_paths_agree_from_their_end():
    assert same_file("contracts/NORTH/master.pdf", "master.pdf")
    assert same_file("NORTH/master.PDF", "/data/book/contracts/NORTH/master.pdf")
    assert not same_file("NORTH/master.pdf", "SOUTH/master.pdf")


def test_each_file_finds_the_one_that_agrees_most():
    truth = [
        "contracts/NORTH/master.pdf",
        "contracts/SOUTH/master.pdf",
        "contracts/SOUTH/order.pdf",
    ]
    output = ["/x/SOUTH/master.pdf", "/x/NORTH/master.pdf", "order.pdf"]
    assert matched_files(truth, output) == dict(
        zip(truth, ["/x/NORTH/master.pdf", "/x/SOUTH/master.pdf", "order.pdf"], strict=True)
    )


def test_a_name_that_two_files_share_decides_nothing():
    assert matched_files(["contracts/NORTH/m.pdf", "contracts/SOUTH/m.pdf"], ["m.pdf"]) == {}


def test_a_file_without_what_is_scored_is_told(tmp_path):
    path = tmp_path / "truth.json"
    path.write_text("{}")
    with pytest.raises(EvaluationUnreadable, match=r"truth\.json has no 'terms'"):
        load(path, "terms")
    path.write_text("{")
    with pytest.raises(EvaluationUnreadable, match=r"truth\.json is not JSON"):
        load(path)
    with pytest.raises(EvaluationUnreadable, match="cannot be opened"):
        load(tmp_path / "none.json")
