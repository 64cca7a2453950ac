"""The formula language: its document's examples, agreement with decimal arithmetic, hostile input."""

from __future__ import annotations

import json
import re
import time
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.formulas.errors import FormulaError, NotAFormula, NotComputable
from billing.formulas.evaluator import evaluate
from billing.formulas.parser import names, parse
from billing.formulas.scope import Values

D = Decimal
DOCUMENT = (Path(__file__).parents[2] / "docs" / "formulas.md").read_text()
NOTHING = Values()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def pairs(kind: str) -> list[tuple[str, str]]:
    lines = [line for block in blocks(kind) for line in block.splitlines()]
    return list(zip(lines[::2], lines[1::2], strict=True))


def numbers(held: dict[str, str]) -> dict[str, Decimal]:
    return {name: D(value) for name, value in held.items()}


def march() -> Values:
    held = json.loads(blocks("json")[0])
    return Values(
        quantities=numbers(held["quantities"]),
        amounts=numbers(held["amounts"]),
        prices=numbers(held["prices"]),
        indices={name: numbers(series) for name, series in held["indices"].items()},
        inputs=numbers(held["inputs"]),
        days=held["days"],
        days_in_month=held["days_in_month"],
    )


@pytest.mark.parametrize(("expression", "result"), pairs("formula"))
def test_each_example_of_the_document_gives_its_value(expression: str, result: str) -> None:
    value = evaluate(expression, march()).value
    if result.startswith("is "):
        assert value is (result == "is true")
    else:
        assert value == D(result.removeprefix("= ").replace("−", "-"))
        assert isinstance(value, Decimal)


@pytest.mark.parametrize(("expression", "derivation"), pairs("derivation"))
def test_each_derivation_of_the_document_is_the_one_given(expression: str, derivation: str) -> None:
    assert evaluate(expression, march()).derivation == derivation


@pytest.mark.parametrize(("expression", "message"), pairs("mistake"))
def test_each_mistake_of_the_document_is_told_as_it_says(expression: str, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        evaluate(expression, march())
    assert str(caught.value) == message


def test_the_document_shows_every_function_and_enough_examples() -> None:
    shown = " ".join(expression for expression, _ in pairs("formula"))
    for name in ("min", "max", "sum", "abs", "round", "floor", "ceil", "if", "quantity", "amount",
                 "price", "index"):  # fmt: skip
        assert f"{name}(" in shown
    assert len(pairs("formula")) > 25


# Agreement with Python's own decimals: the same tree, once as text and once as arithmetic.

EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN)
Pair = tuple[str, Decimal]
literals = st.decimals("0.01", "9999", places=2, allow_nan=False).map(lambda d: (f"{d:f}", d))


def joined(parts: tuple[Pair, str, Pair]) -> Pair:
    (left, a), sign, (right, b) = parts
    value = {
        "+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "/": EXACT.divide,
    }[sign](a, b) if sign != "/" or b else a  # fmt: skip
    return (f"({left} {sign} {right})", value) if sign != "/" or b else (left, a)


def chosen(parts: tuple[str, Pair, Pair]) -> Pair:
    name, (left, a), (right, b) = parts
    return f"{name}({left}, {right})", min(a, b) if name == "min" else max(a, b)


trees = st.recursive(
    literals,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(joined),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(chosen),
        inner.map(lambda pair: (f"-({pair[0]})", -pair[1])),
    ),
    max_leaves=12,
)


@given(trees)
def test_arithmetic_agrees_with_pythons_decimals(tree: Pair) -> None:
    text, value = tree
    found = result_of(text)
    assert found == value or (found is None and too_large(text))


@given(literals, literals, literals, literals)
def test_products_come_before_sums_and_signs_go_from_left_to_right(
    a: Pair, b: Pair, c: Pair, d: Pair
) -> None:
    found = evaluate(f"{a[0]} - {b[0]} * {c[0]} - {d[0]}", NOTHING).value
    assert found == a[1] - b[1] * c[1] - d[1]


WORDS = [
    "1", "0.5", "4%", "+", "-", "*", "/", "×", "÷", "(", ")", ",", "<", "=", "≥", " ", "if(", "min(",
    "round(", "quantity(", '"Seats"', "days", "base", "x", '"', "%", "\n", "0", "999999999999999",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_any_words_of_the_language_give_a_number_a_truth_or_a_formula_error(text: str) -> None:
    value = result_of(text)
    assert value is None or isinstance(value, Decimal | bool)
    assert not isinstance(value, Decimal) or (value.is_finite() and abs(value) < 10**15)


@given(st.text(max_size=200))
def test_any_text_gives_a_number_a_truth_or_a_formula_error(text: str) -> None:
    value = result_of(text)
    assert value is None or isinstance(value, Decimal | bool)


MARCH = march()


def result_of(text: str) -> Decimal | bool | None:
    """The value, or None where a formula error with its place is the answer."""
    try:
        return evaluate(text, MARCH).value
    except FormulaError as error:
        if not re.match(r"character [0-9]+: ", str(error)):
            raise AssertionError(str(error)) from error
        return None


def too_large(text: str) -> bool:
    try:
        evaluate(text, NOTHING)
    except NotComputable as error:
        return "larger than any amount" in str(error)
    return False


HOSTILE = [
    "(" * 2000,
    "(" * 999 + "1" + ")" * 999,
    "-" * 1999 + "1",
    "1+" * 999 + "1",
    "9*" * 999 + "9",
    "9/" * 999 + "9",
    "9" * 2000,
    "0." + "0" * 1990 + "1",
    "1" + " " * 1998 + "%",
    "min(" * 400 + "1" + ")" * 400,
    "if(1>0," * 200 + "1",
    '"' * 2000,
    "a" * 2000,
    "0.0000000000000000000000001*" * 70 + "1",
    "round(1," + "9" * 28 + ")",
    "1/0.0000000000000000000000001",
    "1" * 2001,
    "99999999999999.99999999999999% / 3%",
    "999999999999999% + 0.0000000000000000001%",
    "__import__('os').system('true')",
    "quantity.__class__",
    "lambda: 1",
    "1 if 1 else 2",
    "[1]*9",
    "٣ + ٤",
    "1\x00",
    "1e999999999",
    "NaN",
    "Infinity",
    "inf * 0",
    "0 ** 0",
    "10 ** 10",
    "1 << 99",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_formulas_end_quickly(text: str) -> None:
    begun = time.perf_counter()
    value = result_of(text)
    assert time.perf_counter() - begun < 1
    assert value is None or (isinstance(value, Decimal) and value.is_finite())


def test_the_limits_are_where_the_document_says() -> None:
    assert evaluate("(" * 50 + "1" + ")" * 50, NOTHING).value == 1
    with pytest.raises(NotAFormula, match="more than 50"):
        parse("(" * 51 + "1" + ")" * 51)
    assert evaluate("1+" * 999 + "1", NOTHING).value == 1000
    with pytest.raises(NotAFormula, match="longer than 2,000"):
        parse("1+" * 1000 + "1")
    with pytest.raises(NotComputable, match="larger than any amount"):
        evaluate("999999999999999 + 1", NOTHING)


def test_a_decimal_context_of_the_caller_changes_nothing() -> None:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 3
        assert evaluate("1234.56 + 0.01", NOTHING).value == D("1234.57")
        assert evaluate("-(1234.56)", NOTHING).value == D("-1234.56")
        assert evaluate("abs(-1234.56)", NOTHING).value == D("1234.56")
        assert evaluate("1234.5678%", NOTHING).value == D("12.345678")
        assert evaluate("2 ÷ 3", NOTHING).derivation == "2 ÷ 3 = 0.666666666666…"


def test_names_are_those_that_a_formula_reads() -> None:
    assert names(parse("if(days < 20, base × days ÷ days_in_month, −other)")) == {
        "days", "days_in_month", "base", "other",
    }  # fmt: skip
