"""Requests at a steady pace, each timed; an empty route is asked in between, as the floor."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Timed:
    """One kind of page: how long its answers took, in seconds."""

    name: str
    seconds: tuple[float, ...]
    wrong: tuple[int, ...]
    """Statuses other than 200."""

    @property
    def median(self) -> float:
        """Half of the answers came within this."""
        return sorted(self.seconds)[len(self.seconds) // 2]

    @property
    def late(self) -> float:
        """95 of 100 answers came within this."""
        return quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.median


async def ask(
    base: str, pages: Mapping[str, Sequence[str]], headers: Mapping[str, str], plan: tuple[int, int]
) -> list[Timed]:
    """Ask each kind of page in turn. `plan`: requests a second, and how many of each kind."""
    import httpx

    rate, each = plan
    chance = random.Random(7)  # noqa: S311 - an order of requests, no secret
    jobs = [(name, chance.choice(urls)) for name, urls in pages.items() for _ in range(each)]
    chance.shuffle(jobs)
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    wrong: dict[str, list[int]] = {name: [] for name in pages}
    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(
        base_url=base, headers=headers, limits=limits, timeout=60
    ) as client:

        async def one(name: str, url: str) -> None:
            began = time.perf_counter()
            answer = await client.get(url)
            seconds[name].append(time.perf_counter() - began)
            if answer.status_code != 200:
                wrong[name].append(answer.status_code)

        begun = time.perf_counter()
        going = []
        for number, (name, url) in enumerate(jobs):
            await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            going.append(asyncio.create_task(one(name, url)))
        await asyncio.gather(*going)
    return [Timed(name, tuple(seconds[name]), tuple(wrong[name])) for name in pages]
