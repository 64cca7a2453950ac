"""What an expression gives in one period, and the arithmetic as a line that can be followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import partial
from typing import assert_never

from billing.formulas.arithmetic import COMPARED, LARGEST, applied, combined, written
from billing.formulas.errors import NotComputable, NotKnown
from billing.formulas.parser import parse
from billing.formulas.scope import Scope
from billing.formulas.syntax import Call, Chain, Comparison, Name, Negative, Node, Number, Text

MOST_OPERATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A formula's value, and its derivation: 'max(3%, 2.61%) = 3%; 4,950.00 × 1.03 = 5,098.50'."""

    value: Decimal | bool
    derivation: str


@dataclass(frozen=True, slots=True)
class _Result:
    """A value, whether it is written as a percentage, and the words that gave it ('' for itself)."""

    value: Decimal | bool
    percent: bool = False
    words: str = ""


def evaluate(expression: str, scope: Scope) -> Evaluated:
    """What `expression` gives for the values of `scope`.

    Raises NotAFormula where it is not in the language, and NotComputable where the period's values
    give no number; both say at which character.
    """
    evaluator = _Evaluator(scope)
    result = evaluator.of(parse(expression))
    value = evaluator.settled(result)
    steps = list(evaluator.steps)
    if not steps or not steps[-1].endswith((f" = {value}", f" is {value}")):
        steps.append(value)
    return Evaluated(result.value, "; ".join(steps))


class _Evaluator:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._operations = 0
        self.steps: dict[str, None] = {}

    def settled(self, result: _Result) -> str:
        """The value as the next step writes it; how it came about is a step of its own."""
        text = written(result.value, percent=result.percent)
        if result.words and result.words != text:
            is_ = "is" if isinstance(result.value, bool) else "="
            self.steps[f"{result.words} {is_} {text}"] = None
        return text

    def of(self, node: Node) -> _Result:
        """The value of a part of the expression."""
        self._operations += 1
        if self._operations > MOST_OPERATIONS:
            raise NotComputable(0, f"the formula takes more than {MOST_OPERATIONS:,} operations")
        match node:
            case Number():
                return _Result(_bounded(node.at, lambda: node.value), node.percent)
            case Name():
                return _Result(self._looked_up(node.at, "named", node.name), words=node.name)
            case Call():
                return self._call(node)
            case Negative():
                inner = self._number(node.operand, node.at)
                text = self.settled(inner)
                negative = Decimal(inner.value).copy_negate()
                return _Result(
                    negative, inner.percent, f"−({text})" if text[0] == "−" else f"−{text}"
                )
            case Chain():
                return self._chain(node)
            case Comparison():
                return self._comparison(node)
            case Text():
                raise NotComputable(node.at, "a name is not a number")
            case _:
                assert_never(node)

    def _number(self, node: Node, at: int) -> _Result:
        result = self.of(node)
        if isinstance(result.value, bool):
            raise NotComputable(at, "a comparison is true or false, and here a number is needed")
        return result

    def _chain(self, node: Chain) -> _Result:
        at = node.rest[0][2]
        held = self._number(node.first, at)
        value, percent, words = Decimal(held.value), held.percent, self.settled(held)
        for sign, operand, place in node.rest:
            right = self._number(operand, place)
            make = partial(combined, sign, Decimal(value), Decimal(right.value))
            value = _bounded(place, make)
            percent = percent and right.percent and sign in "+−"
            words += f" {sign} {self.settled(right)}"
        return _Result(value, percent, words)

    def _comparison(self, node: Comparison) -> _Result:
        left, right = self._number(node.left, node.at), self._number(node.right, node.at)
        words = f"{self.settled(left)} {node.sign} {self.settled(right)}"
        return _Result(COMPARED[node.sign](Decimal(left.value), Decimal(right.value)), words=words)

    def _call(self, node: Call) -> _Result:
        if node.name == "if":
            return self._if(node)
        texts = [each for each in node.arguments if isinstance(each, Text)]
        if texts:
            return self._lookup(node, texts)
        found = [self._number(each, node.at) for each in node.arguments]
        numbers = [Decimal(each.value) for each in found]
        value = _bounded(node.at, partial(applied, node.name, numbers))
        several = node.name in {"min", "max", "sum"}
        percent = all(each.percent for each in (found if several else found[:1]))
        words = f"{node.name}({', '.join(self.settled(each) for each in found)})"
        return _Result(value, percent, words)

    def _if(self, node: Call) -> _Result:
        condition = self.of(node.arguments[0])
        if not isinstance(condition.value, bool):
            raise NotComputable(node.at, "the first argument of if is a comparison, such as a > b")
        self.settled(condition)
        return self.of(node.arguments[1 if condition.value else 2])

    def _lookup(self, node: Call, texts: list[Text]) -> _Result:
        if node.name == "index":
            value = self._looked_up(node.at, "index", *(each.value for each in texts))
        else:
            value = Decimal(0)
            for each in texts:
                value = combined("+", value, self._looked_up(each.at, node.name, each.value))
        names = ", ".join(f'"{each.value}"' for each in texts)
        return _Result(value, words=f"{node.name}({names})")

    def _looked_up(self, at: int, method: str, *names: str) -> Decimal:
        try:
            value: Decimal = getattr(self._scope, method)(*names)
        except NotKnown as error:
            raise NotComputable(at, str(error)) from None
        return _bounded(at, lambda: value)


def _bounded(at: int, make: Callable[[], Decimal]) -> Decimal:
    """A value that is a finite number of sensible size; raises NotComputable otherwise."""
    try:
        value = make()
    except (DivisionByZero, InvalidOperation):
        raise NotComputable(at, "a division by zero") from None
    except (Overflow, ValueError) as error:
        raise NotComputable(at, str(error)) from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise NotComputable(at, "the value is larger than any amount: 1,000,000,000,000,000")
    return value
