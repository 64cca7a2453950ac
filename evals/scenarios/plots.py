"""The two plots of the report, as SVG: reliability, and risk against coverage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, SIDE = 360, 330, 46, 12, 280
"""Of a plot: its size, where its square begins, and the square's side."""


def reliability_plot(bins: Sequence[Mapping[str, Any]]) -> str:
    """Share wholly right against stated confidence, with intervals; a dot is a bin."""
    marks = []
    for each in bins:
        rate = each["right"]
        across, up = _x(each["confidence"]), _y(rate["value"])
        radius = min(9, 2.5 + rate["n"] ** 0.5 / 4)
        marks.append(
            f'<line x1="{across}" x2="{across}" y1="{_y(rate["low"])}" y2="{_y(rate["high"])}" class="bar"/>'
            f'<circle cx="{across}" cy="{up}" r="{radius:.1f}"><title>{rate["hits"]} of {rate["n"]} right '
            f"at {each['confidence']:.2f}</title></circle>"
        )
    diagonal = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" class="ideal"/>'
    return _plot([diagonal, *marks], "stated confidence", "share wholly right", 1, "Reliability")


def risk_plot(points: Sequence[Mapping[str, Any]]) -> str:
    """Share of wrong cases among those sent, against the share of owed recoveries sent."""
    usable = [each for each in points if each["coverage"] is not None]
    top = max([each["risk"] for each in usable] + [0.05])
    line = " ".join(f"{_x(each['coverage'])},{_y(each['risk'] / top)}" for each in usable)
    marks = [f'<polyline points="{line}"/>']
    marks += [
        f'<circle cx="{_x(each["coverage"])}" cy="{_y(each["risk"] / top)}" r="3">'
        f"<title>from {each['from'] / 100:.2f}: {each['wrong']} of {each['sent']} wrong</title></circle>"
        for each in usable
    ]
    return _plot(marks, "share of owed recoveries sent", "share wrong", top, "Risk and coverage")


def _x(value: float) -> float:
    return round(LEFT + value * SIDE, 1)


def _y(value: float) -> float:
    return round(TOP + (1 - value) * SIDE, 1)


def _plot(marks: list[str], across: str, up: str, top: float, name: str) -> str:
    body = "".join([*_axes(across, up, top), *marks])
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{name}">{body}</svg>'


def _axes(across: str, up: str, top: float) -> Iterator[str]:
    yield f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" class="frame"/>'
    for step in range(6):
        share = step / 5
        yield f'<text x="{_x(share)}" y="{TOP + SIDE + 14}" text-anchor="middle">{share:.1f}</text>'
        yield f'<text x="{LEFT - 5}" y="{_y(share) + 4}" text-anchor="end">{share * top:.2f}</text>'
    yield f'<text x="{LEFT + SIDE / 2}" y="{HEIGHT - 4}" text-anchor="middle">{across}</text>'
    yield (
        f'<text x="11" y="{TOP + SIDE / 2}" text-anchor="middle" '
        f'transform="rotate(-90 11 {TOP + SIDE / 2})">{up}</text>'
    )
