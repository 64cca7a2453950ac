"""A doubt about a page: what is said of it, and where on the page the doubtful numbers stand."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import Span
from terms.citation import Box


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What the fonts and the content of a page give away, without looking at its picture."""

    words: tuple[str, ...] = ()
    """Signs that the text may say something else than the page shows, each as words."""
    embedded: bool = False
    """Whether its fonts bring their own glyphs: only a picture proves what these look like."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a number stands on its page."""

    font: str
    """Tells fonts apart; says nothing else."""
    over: bool
    """Whether a picture or a shape lies where it stands."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number of the text that its page does not show."""

    span: Span
    number: str
    boxes: tuple[Box, ...]
    """Where it should stand."""
    seen: str = ""
    """What the picture shows there; '' where nothing is seen."""

    @property
    def why(self) -> str:
        """As the reason of a passage that was not understood."""
        shows = f"shows “{self.seen}”" if self.seen else "does not show it"
        return f"the text of the file says {self.number} here, and the picture of the page {shows}"

    @property
    def place(self) -> str:
        """'at 118, 697 to 148, 715': points from the page's lower left corner; '' where unknown."""
        if not self.boxes:
            return ""
        x0, y0, x1, y1 = (round(edge) for edge in self.boxes[0])
        return f"at {x0}, {y0} to {x1}, {y1}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something doubtful about the numbers of a page."""

    page: int
    """From 1."""
    words: str
    """One sentence, which begins with the page and says what to do."""
    marks: tuple[Mark, ...] = ()
    """The numbers that it is about, where they are known."""
    blocks: bool = False
    """Whether the page's quotes cannot be held to stand on it until a person has looked."""
