"""From an expression to its parts: comparison, then sum, then product, then a sign, then a value."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from billing.formulas.arithmetic import EXACT
from billing.formulas.errors import NotAFormula
from billing.formulas.syntax import Call, Chain, Comparison, Name, Negative, Node, Number, Text
from billing.formulas.tokens import Token, tokens
from billing.formulas.vocabulary import ARITY, LOOKUPS, meant

DEEPEST = 50
"""Parentheses, calls and signs within one another."""

DIGITS = 28
"""Digits of a number."""

COMPARISONS = frozenset({"<", ">", "=", "≤", "≥", "≠"})


@lru_cache(maxsize=512)
def parse(expression: str) -> Node:
    """The expression's parts; raises NotAFormula with the character where it goes wrong."""
    parser = _Parser(tokens(expression))
    node = parser.comparison()
    parser.expect_end()
    return node


def names(node: Node) -> frozenset[str]:
    """The bare names that an expression uses: `days`, `days_in_month`, inputs."""
    match node:
        case Name():
            return frozenset({node.name})
        case Call():
            parts: tuple[Node, ...] = node.arguments
        case Chain():
            parts = (node.first, *(operand for _, operand, _ in node.rest))
        case Comparison():
            parts = (node.left, node.right)
        case Negative():
            parts = (node.operand,)
        case _:
            parts = ()
    return frozenset(name for part in parts for name in names(part))


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._place = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._words[self._place]

    def _taken(self) -> Token:
        word = self._next
        self._place += 1
        return word

    def _skip(self, sign: str, after: str) -> None:
        if self._next.kind != "sign" or self._next.text != sign:
            raise NotAFormula(self._next.at, f"'{sign}' is missing {after}")
        self._place += 1

    def expect_end(self) -> None:
        """Refuse what stands after a whole formula."""
        word = self._next
        if word.kind == "end":
            return
        if word.text in COMPARISONS:
            raise NotAFormula(word.at, "compare two values at a time")
        if word.text == ")":
            raise NotAFormula(word.at, "this ')' closes nothing")
        if word.text == ",":
            raise NotAFormula(word.at, "write numbers without thousands separators: 1234.50")
        raise NotAFormula(word.at, f"an operator is missing before {word.text}")

    def comparison(self) -> Node:
        """A sum, or two sums compared."""
        left = self._chain("+−")
        word = self._next
        if word.kind != "sign" or word.text not in COMPARISONS:
            return left
        self._place += 1
        return Comparison(word.text, left, self._chain("+−"), word.at)

    def _chain(self, signs: str) -> Node:
        first = self._operand(signs)
        rest = []
        while self._next.kind == "sign" and self._next.text in signs:
            word = self._taken()
            rest.append((word.text, self._operand(signs), word.at))
        return Chain(first, tuple(rest)) if rest else first

    def _operand(self, signs: str) -> Node:
        return self._chain("×÷") if signs == "+−" else self._signed()

    def _signed(self) -> Node:
        word = self._next
        self._depth += 1
        if self._depth > DEEPEST + 1:  # the innermost value counts itself
            raise NotAFormula(word.at, f"more than {DEEPEST} parentheses or signs in one another")
        if word.kind == "sign" and word.text in "+−":
            self._place += 1
            node = self._signed()
            node = Negative(node, word.at) if word.text == "−" else node
        else:
            node = self._value()
        self._depth -= 1
        return node

    def _value(self) -> Node:
        word = self._taken()
        if word.kind in {"number", "percent"}:
            return _number(word)
        if word.kind == "text":
            raise NotAFormula(word.at, "a name in quotation marks stands only in " + _lookups())
        if word.kind == "name":
            if self._next.kind == "sign" and self._next.text == "(":
                return self._call(word)
            if word.text in ARITY:
                raise NotAFormula(word.at, f"{word.text} needs its arguments in parentheses")
            return Name(word.text, word.at)
        if word.kind == "sign" and word.text == "(":
            node = self.comparison()
            self._skip(")", f"for the '(' at character {word.at + 1}")
            return node
        raise NotAFormula(word.at, f"a value is missing before {word.text}")

    def _call(self, word: Token) -> Node:
        if word.text not in ARITY:
            raise NotAFormula(word.at, f"there is no function {word.text}{meant(word.text, ARITY)}")
        self._place += 1
        arguments: list[Node] = []
        while not (self._next.kind == "sign" and self._next.text == ")"):
            if arguments:
                self._skip(",", f"between the arguments of {word.text}")
            arguments.append(self._argument(word.text))
        self._place += 1
        least, most = ARITY[word.text]
        if not least <= len(arguments) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise NotAFormula(
                word.at, f"{word.text} takes {wanted} arguments, and here are {len(arguments)}"
            )
        return Call(word.text, tuple(arguments), word.at)

    def _argument(self, function: str) -> Node:
        if function not in LOOKUPS:
            return self.comparison()
        word = self._taken()
        if word.kind != "text":
            raise NotAFormula(word.at, f"{function} takes names in double quotation marks")
        return Text(word.text[1:-1].strip(), word.at)


def _number(word: Token) -> Number:
    digits = word.text.rstrip("% \t\r\n")
    if len(digits.replace(".", "")) > DIGITS:
        raise NotAFormula(word.at, f"a number has more than {DIGITS} digits")
    value = Decimal(digits)
    percent = word.kind == "percent"
    return Number(EXACT.scaleb(value, -2) if percent else value, percent, word.at)


def _lookups() -> str:
    return ", ".join(f"{name}()" for name in LOOKUPS)
