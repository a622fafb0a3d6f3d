"""How prominently providers are shown in search results: noted beside the answer, kept by the day.

Nobody waits for it and no person is in it. A process adds up what it shows, hands the sums to Redis
every few seconds, and a worker takes them into the database. What is lost when a process dies is a
few seconds of a figure that is read by the year.
"""

import logging
import math
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from threading import Lock
from typing import Any

import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from capabilities import exposure
from capabilities.hits import Hit
from portal.access import Reader

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds for which a process adds up; after a failure, ten times as many
PATIENCE = 0.1
WAITING, TAKEN = "impressions:waiting", "impressions:taken"
KEEP = """
    INSERT INTO capabilities_impression (day, provider_id, label, weight)
    SELECT %s, p.id, %s, %s FROM capabilities_provider p WHERE p.id = %s
    ON CONFLICT (provider_id, day, label)
    DO UPDATE SET weight = capabilities_impression.weight + excluded.weight
"""


def weight(rank: int) -> float:
    """What is shown first counts 1, further down ever less."""
    return 1 / math.log2(1 + rank)


class Sums:
    """What this process has shown since it last handed over."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sums: dict[str, float] = defaultdict(float)
        self._due = 0.0

    def add(self, shown: Iterable[tuple[str, float]]) -> None:
        with self._lock:
            for name, number in shown:
                self._sums[name] += number
            if time.monotonic() < self._due:
                return
            self._due = time.monotonic() + PAUSE
            sums, self._sums = self._sums, defaultdict(float)
        try:
            hand_over(sums)
        except redis.RedisError as failure:
            logger.warning("Impressions of some seconds are lost: %s", failure)
            self._due = time.monotonic() + 10 * PAUSE


@cache
def sums() -> Sums:
    """This process's one."""
    return Sums()


@cache
def _redis() -> Any:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        decode_responses=True,
    )


def note(reader: Reader, hits: Iterable[Hit], *, first: int = 1) -> None:
    """These were shown to `reader`, the first at that place among the results."""
    today = timezone.localdate().isoformat()
    sums().add(
        (f"{today}:{hit.resource.provider_id}:{_label(hit)}", weight(rank))
        for rank, hit in enumerate(hits, first)
        if exposure.counts_for(reader, hit.resource.provider, hit.resource)
    )


def hand_over(sums: dict[str, float]) -> None:
    pipe = _redis().pipeline(transaction=False)
    for name, number in sums.items():
        pipe.hincrbyfloat(WAITING, name, number)
    if sums:
        pipe.execute()


def take_in() -> int:
    """Keep what was handed over; what another worker died on is taken up first."""
    store = _redis()
    if not store.exists(TAKEN):
        try:
            store.rename(WAITING, TAKEN)
        except redis.ResponseError:  # there is nothing
            return 0
    handed: dict[str, str] = store.hgetall(TAKEN)
    rows = [_row(name, float(number)) for name, number in sorted(handed.items())]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(KEEP, rows)
    store.delete(TAKEN)
    return len(rows)


def _row(name: str, number: float) -> tuple[date, int, float, int]:
    day, provider, label = name.split(":")
    return date.fromisoformat(day), int(label), number, int(provider)


def _label(hit: Hit) -> int:
    return max(hit.resource.tlp, hit.resource.provider.tlp)
