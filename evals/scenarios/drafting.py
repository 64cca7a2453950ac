"""From a deal to its papers: an agreement, or a master and an order form; amendments and letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from evals.scenarios.deal import Deal, Product, seats_on
from evals.scenarios.paper import Clause, Paper, Part, Rows
from evals.scenarios.styles import STYLES, Pool, Style, in_words, of_pool, pick
from evals.scenarios.wordings import CLAUSES, DULL, HEADINGS, ODD
from terms.period import add_months

_PER = {1: "month", 3: "quarter", 12: "year"}


@dataclass(frozen=True, slots=True)
class Wants:
    """What the papers say beside the deal itself."""

    odd: frozenset[str] = frozenset()
    """Topics that are worded as no reader expects."""
    may_rise: Decimal | None = None
    waived: date | None = None
    extended: tuple[str, date, date] | None = None
    """Product, last day as first agreed, last day as extended."""
    free: tuple[str, date, date] | None = None
    """Product, first and last day without a fee."""
    conflict: Decimal | None = None
    """A second amendment of the same day states this price."""
    misread: bool = False
    """Words and digits of the increase differ."""
    blank: bool = False
    """The increase has a line where its percentage should stand."""
    list_price: bool = False
    lying: bool = False
    """The text of the page holds another price, which nobody sees."""
    unsettled: bool = False
    """No reader can say what is right: nothing may be claimed."""
    tags: tuple[str, ...] = ()


class Drafter:
    """Drafts the papers of one account in one style."""

    def __init__(self, deal: Deal, wants: Wants, chance: Random, pool: Pool) -> None:
        """`deal` is what was agreed."""
        self.deal = deal
        self.wants = wants
        self.chance = chance
        self.pool: Pool = pool
        self.style: Style = pick(chance, STYLES, pool)
        self.per = _PER[deal.every]

    def papers(self) -> list[Paper]:
        """Every document of the account."""
        split = self.chance.random() < 0.5
        main = self._paper("agreement.pdf", self._title(split), self._opening())
        body = [*self._fees(), self._invoices()]
        if split:
            main.parts += [*self._around(2), self._invoices(), *self._dull(4)]
            order = self._paper("order-form.pdf", "Order Form", self._order_opening())
            order.parts += self._fees()
            found = [main, order]
        else:
            main.parts += [*self._around(1), *body, *self._dull(self.chance.randint(2, 5))]
            found = [main]
        return found + self._amendments() + self._letters()

    def say(self, topic: str, **values: object) -> str:
        """A clause in the words of this account."""
        wordings = ODD[topic] if topic in self.wants.odd and topic in ODD else CLAUSES[topic]
        text = pick(self.chance, wordings, self.pool)
        return _grammar(
            text.format(S=self.style.seller, B=self.style.buyer, per=self.per, **values)
        )

    def money(self, amount: Decimal) -> str:
        """An amount as this paper writes it."""
        return self.style.amount(amount, self.deal.currency)

    def _paper(self, file: str, title: str, opening: str) -> Paper:
        signed = f"Signed for {self.deal.seller}: ____________    Signed for {self.deal.buyer}: ____________"
        return Paper(file, title, opening, self.style, closing=signed)

    def _title(self, split: bool) -> str:
        if split:
            return "Master Services Agreement"
        return self.chance.choice(("Subscription Agreement", "Services Agreement", "Agreement"))

    def _opening(self) -> str:
        deal, style = self.deal, self.style
        first = (
            f"This Agreement is made between {deal.seller} (“{style.seller}”) and {deal.buyer} "
            f"(“{style.buyer}”) and takes effect on {style.day(deal.start)} (the “Effective Date”)."
        )
        if style.numbering == "headings":
            first = (
                f"{style.day(deal.start - timedelta(days=20))}\nThis is the agreement between {deal.seller} (“we”) and "
                f"{deal.buyer} (“you”). It starts on {style.day(deal.start)} (the “Effective Date”)."
            )
        return first

    def _order_opening(self) -> str:
        deal, style = self.deal, self.style
        return (
            f"Order Form under the Master Services Agreement between {deal.seller} (“{style.seller}”) and "
            f"{deal.buyer} (“{style.buyer}”).\nEffective Date: {style.day(deal.start)}."
        )

    def _around(self, count: int) -> list[Part]:
        deal, style = self.deal, self.style
        until = add_months(deal.start, 60) - timedelta(days=1)
        made = [
            Part(
                self._heading("services"),
                [
                    Clause(
                        f"{style.seller} shall provide the services named in this Agreement to {style.buyer}.".capitalize()
                        if style.seller == "we"
                        else f"{style.seller[0].upper()}{style.seller[1:]} shall provide the services named in this Agreement to {style.buyer}."
                    )
                ],
            ),
            Part(
                self._heading("term"),
                [Clause(f"The term begins on the Effective Date and ends on {style.day(until)}.")],
            ),
        ]
        return made + self._dull(count - 1)

    def _dull(self, count: int) -> list[Part]:
        chosen = self.chance.sample(
            of_pool(DULL, self.pool), min(count, len(of_pool(DULL, self.pool)))
        )
        names = {"S": self.style.seller, "B": self.style.buyer}
        return [
            Part(head, [Clause(_grammar(text.format(**names))) for text in texts])
            for head, texts in chosen
        ]

    def _heading(self, topic: str) -> str:
        return pick(self.chance, HEADINGS[topic], self.pool)

    def _fees(self) -> list[Part]:
        fees = Part(self._heading("fees"))
        first = [product for product in self.deal.products if product.since is None]
        fixed = [product for product in first if product.model in {"flat", "seats"}]
        if self.style.tables and len(fixed) > 1:
            fees.blocks.append(Clause(f"The fees per {self.per} are as follows:"))
            fees.blocks += [self._table(fixed)]
            first = [product for product in first if product not in fixed]
        tiered = [product for product in first if product.tiers]
        fees.blocks += [
            Clause(self._price(product), f"price:{product.name}")
            for product in first
            if product not in tiered
        ]
        if self.deal.one_time:
            name, day, amount = self.deal.one_time
            words = self.say(
                "one_time", name=name, amount=self.money(amount), day=self.style.day(day)
            )
            fees.blocks.append(Clause(words, "one_time"))
        if self.wants.list_price:
            product = self.deal.products[0]
            listed = (product.price * Decimal("1.3")).quantize(Decimal("0.01"))
            words = self.say("list_price", product=product.name, price=self.money(listed))
            fees.blocks.append(Clause(words, "list_price"))
        if self.wants.lying:
            product = self.deal.products[0]
            other = self.money((product.price * Decimal("1.5")).quantize(Decimal("0.01")))
            words = self.say("flat", product=product.name, price=other)
            fees.blocks.append(Clause(words, "lying", hidden=True))
        kept = [fees] if fees.blocks else []
        return [*kept, *map(self._tiered, tiered), *self._special(), *self._moving()]

    def _table(self, products: list[Product]) -> Rows:
        rows = [("Product", "Quantity", f"Fee per {self.per}")]
        for product in products:
            unit = f" per {product.unit}" if product.unit else ""
            number = f"{product.seats[0][1]} {product.unit}s" if product.seats else ""
            rows.append((product.name, number, f"{self.money(product.price)}{unit}"))
        return Rows(tuple(rows), "table")

    def _price(self, product: Product) -> str:
        named = {"product": product.name, "unit": product.unit, "price": self.money(product.price)}
        if product.model == "flat":
            return self.say("flat", **named)
        if product.model == "seats":
            return self.say("seats", n=seats_on(product, self.deal.start), **named)
        return self.say("usage", n=f"{product.included:,}", **named)

    def _tiered(self, product: Product) -> Part:
        words = self.say(f"tiers_{product.model}", product=product.name, unit=product.unit)
        rows, below = [(f"{product.unit.capitalize()}s per month", f"Price per {product.unit}")], 0
        for up_to, price in product.tiers:
            span = f"{below + 1:,} to {up_to:,}" if up_to is not None else f"above {below:,}"
            rows.append((span, self.money(price)))
            below = up_to or below
        name = f"price:{product.name}"
        return Part(product.name, [Clause(words, name), Rows(tuple(rows))])

    def _special(self) -> list[Part]:
        special = Part(self._heading("special"))
        for product in self.deal.products:
            if not product.discount:
                continue
            named = {"product": product.name, "percent": self.style.percent(product.discount)}
            until = product.discount_until
            if self.wants.extended and self.wants.extended[0] == product.name:
                until = self.wants.extended[1]
            if until:
                words = self.say("discount", until=self.style.day(until), **named)
            else:
                words = self.say("discount_open", **named)
            special.blocks.append(Clause(words, f"discount:{product.name}"))
        if self.wants.free:
            name, first, last = self.wants.free
            text = pick(self.chance, ODD["free"], self.pool)
            words = text.format(
                S=self.style.seller,
                B=self.style.buyer,
                product=name,
                first=self.style.day(first),
                last=self.style.day(last),
            )
            special.blocks.append(Clause(_grammar(words), "free"))
        return [special] if special.blocks else []

    def _moving(self) -> list[Part]:
        found = []
        rise = Part(self._heading("rise"))
        first = self.style.day(add_months(self.deal.start, 12))
        if self.wants.blank:
            rise.blocks.append(
                Clause(self.say("rise", percent="____%", first=first, factor="____"), "rise")
            )
        elif self.deal.rise:
            factor = f"{(1 + self.deal.rise / 100).normalize():f}"
            percent = self.style.percent(self.deal.rise)
            if self.wants.misread:
                percent = (
                    f"{in_words(int(self.deal.rise) + 2)} percent ({self.deal.rise.normalize():f}%)"
                )
            rise.blocks.append(
                Clause(self.say("rise", percent=percent, first=first, factor=factor), "rise")
            )
        if self.wants.may_rise:
            words = self.say("may_rise", percent=self.style.percent(self.wants.may_rise))
            rise.blocks.append(Clause(words, "may_rise"))
        if rise.blocks:
            found.append(rise)
        if self.deal.commitment is not None:
            words = self.say(
                "commitment",
                amount=self.money(self.deal.commitment),
                products=_listed([product.name for product in self.deal.products]),
            )
            found.append(Part(self._heading("minimum"), [Clause(words, "commitment")]))
        return found

    def _invoices(self) -> Part:
        part = Part(self._heading("invoices"))
        deal = self.deal
        part.blocks.append(
            Clause(
                f"Fixed fees are invoiced {_RHYTHM[deal.every]} in advance, and usage in arrears."
            )
        )
        part.blocks.append(
            Clause(self.say("payment", n=self.style.number(deal.net_days)), "payment")
        )
        for name, months in (("under", deal.under_months), ("over", deal.over_months)):
            if months:
                part.blocks.append(Clause(self.say(name, n=self.style.number(months)), name))
        return part

    def _amendments(self) -> list[Paper]:
        changes: list[tuple[date, list[Clause]]] = []
        for product in self.deal.products:
            changes += self._changes(product)
        found: list[Paper] = []
        for day, clauses in sorted(changes, key=lambda change: change[0]):
            found.append(self._amendment(len(found) + 1, day, clauses))
        return found

    def _changes(self, product: Product) -> list[tuple[date, list[Clause]]]:
        day_of = self.style.day
        found: list[tuple[date, list[Clause]]] = []
        if product.later:
            what = f"{product.unit} per {self.per}" if product.unit else self.per
            prices = [product.later[1]] + (
                [self.wants.conflict]
                if self.wants.conflict and product is self.deal.products[0]
                else []
            )
            for price in prices:
                words = self.say(
                    "later_price",
                    day=day_of(product.later[0]),
                    product=product.name,
                    price=self.money(price),
                    what=what,
                )
                found.append((product.later[0], [Clause(words, f"later:{product.name}")]))
        for number, (day, count) in enumerate(product.seats[1:]):
            words = self.say(
                "more_seats",
                day=day_of(day),
                product=product.name,
                unit=product.unit,
                n=count,
                old=product.seats[number][1],
            )
            found.append((day, [Clause(words, f"more:{product.name}")]))
        if product.since:
            words = self.say(
                "added",
                day=day_of(product.since),
                product=product.name,
                price=self.money(product.price),
            )
            found.append((product.since, [Clause(words, f"added:{product.name}")]))
        return found

    def _amendment(self, number: int, day: date, clauses: list[Clause]) -> Paper:
        deal, style = self.deal, self.style
        signed = day - timedelta(days=12)
        opening = (
            f"Amendment No. {number} dated {style.day(signed)} to the agreement between {deal.seller} "
            f"(“{style.seller}”) and {deal.buyer} (“{style.buyer}”) that took effect on {style.day(deal.start)}."
        )
        paper = self._paper(f"amendment-{number}.pdf", f"Amendment No. {number}", opening)
        rest = Clause("All other terms of the agreement remain unchanged.")
        paper.parts.append(Part(self._heading("changes"), [*clauses, rest]))
        return paper

    def _letters(self) -> list[Paper]:
        wants = self.wants
        clauses: list[tuple[date, Clause]] = []
        if wants.waived:
            clauses.append(
                (
                    wants.waived,
                    Clause(self.say("waived", day=self.style.day(wants.waived)), "waived"),
                )
            )
        if wants.extended:
            name, old, until = wants.extended
            percent = next(p.discount for p in self.deal.products if p.name == name)
            words = self.say(
                "extended",
                product=name,
                old=self.style.day(old),
                until=self.style.day(until),
                percent=self.style.percent(percent),
            )
            clauses.append((old, Clause(words, "extended")))
        found = []
        for number, (day, clause) in enumerate(clauses, start=1):
            signed = self.style.day(day - timedelta(days=9))
            opening = (
                f"{signed}\nThis letter forms part of the agreement between {self.deal.seller} (“{self.style.seller}”) and "
                f"{self.deal.buyer} (“{self.style.buyer}”) that took effect on {self.style.day(self.deal.start)}."
            )
            paper = self._paper(f"letter-{number}.pdf", "Letter Amendment", opening)
            paper.parts.append(
                Part(self._heading("changes"), [clause, Clause("Everything else stays as it is.")])
            )
            found.append(paper)
        return found


_RHYTHM = {1: "monthly", 3: "quarterly", 12: "annually"}


_AFTER_YOU = re.compile(
    r"\b(we|you) (also )?(order|commit|receive|subscribe|take|grant|waive|extend|pay|keep)s\b"
)
_BEGINS = re.compile(r"(^|\. )(the|we|you)(?= )")


def _grammar(text: str) -> str:
    """'you orders' as 'you order', and a capital where a sentence begins."""
    text = _AFTER_YOU.sub(r"\1 \2\3", text).replace("you has ", "you have ")
    text = text.replace("you is ", "you are ").replace("we is ", "we are ")
    text = _BEGINS.sub(lambda found: found[1] + found[2].capitalize(), text)
    return text[0].upper() + text[1:]


def _listed(names: list[str]) -> str:
    """'A, B and C'."""
    return " and ".join([*([", ".join(names[:-1])] if names[:-1] else []), names[-1]])
