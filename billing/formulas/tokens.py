"""An expression's words and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from billing.formulas.errors import NotAFormula

LONGEST = 2000
"""Characters of an expression."""

_WORDS = re.compile(
    r"""(?P<space>\s+)
      | (?P<percent>[0-9]+(?:\.[0-9]+)?\s*%)
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<text>["“][^"“”]*["”])
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<sign><=|>=|==|!=|[-+*/(),=<>×÷−≤≥≠])""",
    re.VERBOSE,
)
_SAME = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠", "==": "="}
"""Signs that a keyboard has for those that paper has."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign: kind is number, percent, text, name, sign, or end."""

    kind: str
    text: str
    at: int


def tokens(expression: str) -> list[Token]:
    """The tokens of an expression, an `end` last; raises NotAFormula at the first odd character."""
    if len(expression) > LONGEST:
        raise NotAFormula(LONGEST, f"the formula is longer than {LONGEST:,} characters")
    found: list[Token] = []
    at = 0
    while at < len(expression):
        match = _WORDS.match(expression, at)
        if match is None:
            raise NotAFormula(at, _odd(expression[at]))
        kind, text = match.lastgroup or "", match.group()
        if kind == "sign":
            text = _SAME.get(text, text)
        if kind != "space":
            found.append(Token(kind, text, at))
        at = match.end()
    return [*found, Token("end", "the end of the formula", len(expression))]


def _odd(character: str) -> str:
    advice = {
        '"': "a name in quotation marks does not end",
        "“": "a name in quotation marks does not end",
        "'": "write names in double quotation marks",
        ".": "write a digit before the decimal point",
        "%": "a percentage is a number followed by %, such as 4%",
        "^": "there are no powers: multiply",
        "$": "write amounts without a currency sign",
        "€": "write amounts without a currency sign",
    }
    return advice.get(character, f"{character!r} has no meaning in a formula")
