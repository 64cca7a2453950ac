"""Confidence against what came true, and what would be wrong at each threshold, with the present one marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app.web.charts.drawing import WIDTH, label, svg, tag

LEFT, TOP, WIDE, TALL = 48, 10, 292, 220
HEIGHT = TOP + TALL + 40


def _x(share: float) -> float:
    return LEFT + share * WIDE


def _y(share: float) -> float:
    return TOP + (1 - share) * TALL


def _frame(across: str, up: str, top: float = 1.0) -> list[Markup]:
    parts = []
    for step in range(6):
        share = step / 5
        parts.append(
            tag("line", x1=LEFT, x2=LEFT + WIDE, y1=_y(share), y2=_y(share), class_="rule")
        )
        parts.append(label(_percent(share), _x(share), TOP + TALL + 15))
        parts.append(label(_percent(share * top), LEFT - 5, _y(share) + 3.5, "end"))
    parts.append(label(across, LEFT + WIDE / 2, HEIGHT - 6, kind="axis"))
    turned = f"rotate(-90 10 {TOP + TALL / 2:.0f})"
    parts.append(
        Markup(
            '<text x="10" y="{}" text-anchor="middle" class="axis" transform="{}">{}</text>'
        ).format(f"{TOP + TALL / 2:.0f}", turned, up)
    )
    return parts


def _percent(share: float) -> str:
    hundredths = share * 100
    return (
        f"{hundredths:.0f}%" if abs(hundredths - round(hundredths)) < 0.05 else f"{hundredths:.1f}%"
    )


def reliability_chart(bins: Sequence[Mapping[str, Any]], threshold: float) -> Markup:
    """Share right against confidence: a dot a bin, its interval as a line; on the diagonal it holds."""
    parts = _frame("confidence as given", "share found right")
    parts.append(tag("line", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1), class_="ideal"))
    parts += _threshold_line(threshold)
    for each in bins:
        rate = each["right"]
        x = _x(each["confidence"])
        words = (
            f"confidence around {each['confidence']:.2f}: {rate['hits']} of {rate['n']} right, "
            f"between {rate['low']:.2f} and {rate['high']:.2f}"
        )
        parts.append(
            tag("line", x1=x, x2=x, y1=_y(rate["low"]), y2=_y(rate["high"]), class_="interval")
        )
        for end in (rate["low"], rate["high"]):
            parts.append(tag("line", x1=x - 3, x2=x + 3, y1=_y(end), y2=_y(end), class_="interval"))
        radius = min(9.0, 2.5 + rate["n"] ** 0.5 / 2)
        parts.append(tag("circle", words, cx=x, cy=_y(rate["value"]), r=radius, class_="dot"))
    return svg("Reliability: share found right against the confidence given", HEIGHT, parts)


def _threshold_line(threshold: float) -> list[Markup]:
    x = _x(threshold)
    anchor = "end" if threshold > 0.3 else "start"
    return [
        tag("line", x1=x, x2=x, y1=TOP, y2=TOP + TALL, class_="threshold"),
        label(
            f"threshold {threshold:.2f}",
            x - 4 if anchor == "end" else x + 4,
            TOP + TALL - 6,
            anchor,
            "mark",
        ),
    ]


def risk_chart(
    points: Sequence[Mapping[str, Any]], threshold: float, tried: float | None = None
) -> Markup:
    """Share wrong among what would be sent, against the share of owed recoveries sent; the threshold is a dot.

    `tried` is another threshold that is looked at.
    """
    usable = [each for each in points if each["coverage"] is not None]
    top = _top(max((each["risk"] for each in usable), default=0.0))
    parts = _frame("share of owed recoveries sent", "share wrong of what is sent", top)
    line = " ".join(f"{_x(each['coverage']):.1f},{_y(each['risk'] / top):.1f}" for each in usable)
    parts.append(tag("polyline", points=line, class_="curve"))
    for each in usable:
        words = f"above {(each['from'] - 1) / 100:.2f}: {each['sent']} sent, {each['wrong']} wrong"
        parts.append(
            tag(
                "circle",
                words,
                cx=_x(each["coverage"]),
                cy=_y(each["risk"] / top),
                r=2.5,
                class_="dot",
            )
        )
    marks = [("threshold", "now", threshold)] + (
        [("tried", "tried", tried)] if tried is not None and tried != threshold else []
    )
    for kind, words, level in marks:
        at = _at(usable, level)
        x = _x(at["coverage"]) if at else _x(0)
        y = _y(at["risk"] / top) if at else _y(0)
        told = f"{words}: {level:.2f}"
        parts.append(tag("circle", told, cx=x, cy=y, r=6, class_=f"ring {kind}"))
        side = "end" if x > LEFT + WIDE * 0.6 else "start"
        parts.append(
            label(told, x + (8 if side == "start" else -8), _beside(y, kind), side, "mark")
        )
    return svg("Risk and coverage: what would be wrong, were more sent", HEIGHT, parts, WIDTH)


def _beside(y: float, kind: str) -> float:
    """Where a ring's words stand: the threshold's above it, the tried one's below, both within the plane."""
    if kind == "threshold":
        return y - 10 if y > TOP + 18 else y + 18
    return y + 20 if y < TOP + TALL - 24 else y - 26


def _at(points: Sequence[Mapping[str, Any]], threshold: float) -> Mapping[str, Any] | None:
    """The point of what is sent above a threshold; None where nothing is."""
    above = [each for each in points if each["from"] / 100 > threshold + 1e-9]
    return min(above, key=lambda each: each["from"], default=None)


def _top(risk: float) -> float:
    return next((each for each in (0.05, 0.1, 0.25, 0.5) if risk <= each), 1.0)
