"""How often a reader may ask: one bucket each, that refills evenly, shared by all web processes.

A bucket is kept as one number, the moment at which it will be full again (the generic cell rate
algorithm), in whole microseconds. So a take is one small script in Redis and one round trip, no
window has an edge at which twice the limit passes, and a reader with a steady pace is never
refused. While Redis is away each process counts for itself: the portal answers, and a flood is
still held to the limit times the number of processes.
"""

import logging
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# They tell a reader of their own requests and of nothing else.
HEADERS = ("RateLimit-Policy", "RateLimit", "Retry-After")
MICRO = 1_000_000
PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
PATIENCE = 0.25  # seconds that a request waits for Redis
AWAY = 5.0  # seconds for which Redis is not asked again after it failed
MOST_KEPT = 10_000  # buckets in one process's own memory


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once; then as many again, evenly, over so many seconds."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, written: str) -> "Rate":
        """Read a rate as the environment gives it, such as `120/minute`."""
        match = re.fullmatch(r"([1-9]\d{0,8})/(second|minute|hour|day)", written.strip())
        if match is None:
            raise ImproperlyConfigured(
                f"“{written}” is not a limit. Write it as 120/minute; "
                f"the period is one of {', '.join(PERIODS)}."
            )
        return cls(int(match[1]), PERIODS[match[2]])

    @property
    def interval(self) -> int:
        """Microseconds in which one request is earned."""
        return max(1, self.seconds * MICRO // self.requests)

    @property
    def depth(self) -> int:
        """Microseconds in which an empty bucket fills."""
        return self.interval * self.requests


@dataclass(frozen=True, slots=True)
class Allowance:
    """The answer to one request, and where it leaves the reader who made it."""

    policy: str
    rate: Rate
    granted: bool
    backlog: int  # microseconds until the bucket is full again

    @property
    def remaining(self) -> int:
        return (self.rate.depth - self.backlog) // self.rate.interval

    @property
    def refilled_in(self) -> int:
        return math.ceil(self.backlog / MICRO)

    @property
    def retry_after(self) -> int:
        """Whole seconds after which the next request will be granted."""
        short = self.backlog + self.rate.interval - self.rate.depth
        return math.ceil(max(0, short) / MICRO)

    def state_on(self, response: HttpResponse) -> None:
        """State limit and remainder in the fields of the IETF's draft on rate limits."""
        response["RateLimit-Policy"] = (
            f'"{self.policy}";q={self.rate.requests};w={self.rate.seconds}'
        )
        response["RateLimit"] = f'"{self.policy}";r={self.remaining};t={self.refilled_in}'
        if not self.granted:
            response["Retry-After"] = str(self.retry_after)


class Buckets(Protocol):
    def take(self, key: str, rate: Rate, *, now: int) -> tuple[bool, int]:
        """Whether one request is granted now, and the microseconds until the bucket is full."""


TAKE = """
local now, interval, depth = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local granted = full + interval - now <= depth
if granted then
  full = full + interval
  redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
end
return {granted and 1 or 0, full - now}
"""


class SharedBuckets:
    """In Redis, for all processes on all machines."""

    def __init__(self, url: str) -> None:
        client = redis.Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            # Once more on a new connection, for one that idled too long; never after a timeout.
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        )
        self._take = client.register_script(TAKE)

    def take(self, key: str, rate: Rate, *, now: int) -> tuple[bool, int]:
        answer: Any = self._take(keys=[f"limit:{key}"], args=[now, rate.interval, rate.depth])
        return bool(answer[0]), int(answer[1])


class OwnBuckets:
    """In this process's memory, while Redis is away."""

    def __init__(self) -> None:
        self._full: dict[str, int] = {}

    def take(self, key: str, rate: Rate, *, now: int) -> tuple[bool, int]:
        if len(self._full) >= MOST_KEPT:
            self._full.clear()
        full = max(self._full.get(key, 0), now)
        granted = full + rate.interval - now <= rate.depth
        if granted:
            full += rate.interval
            self._full[key] = full
        return granted, full - now


class Limiter:
    """Asks Redis, and this process's own memory while Redis is away."""

    def __init__(self, shared: Buckets, clock: Callable[[], float] = time.time) -> None:
        self._shared = shared
        self._own = OwnBuckets()
        self._clock = clock
        self._away_until = 0.0

    def take(self, policy: str, who: str, rate: Rate) -> Allowance:
        granted, backlog = self._ask(f"{policy}:{who}", rate, self._clock())
        return Allowance(policy, rate, granted, backlog)

    def _ask(self, key: str, rate: Rate, moment: float) -> tuple[bool, int]:
        now = int(moment * MICRO)
        if moment < self._away_until:
            return self._own.take(key, rate, now=now)
        try:
            answer = self._shared.take(key, rate, now=now)
        except redis.RedisError as failure:
            if not self._away_until:
                logger.warning("Redis does not answer; limits are counted by process: %s", failure)
            self._away_until = moment + AWAY
            return self._own.take(key, rate, now=now)
        if self._away_until:
            logger.warning("Redis answers again; limits are shared by all processes.")
            self._away_until = 0.0
        return answer


@cache
def limiter() -> Limiter:
    """This process's one limiter."""
    return Limiter(SharedBuckets(settings.REDIS_URL))
