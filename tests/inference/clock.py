"""Time and chance in the worlds: both stand still."""

import logging
import os
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest import mock

import time_machine

from tests.factories import TODAY

# A day on, so that whatever the database has noted by its own clock lies in the past.
MORNING = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=6)


@contextmanager
def at(hour: int) -> Iterator[None]:
    """The clock stands still at this hour."""
    with time_machine.travel(MORNING + timedelta(hours=hour), tick=False):
        yield


@contextmanager
def chance(seed: str) -> Iterator[None]:
    """Whatever is random comes out the same for the same seed."""
    source, keys = random.Random(seed), random.Random(seed)
    with (
        mock.patch.object(secrets, "choice", source.choice),
        mock.patch.object(secrets, "token_bytes", keys.randbytes),
        mock.patch.object(os, "urandom", keys.randbytes),
    ):
        yield


@contextmanager
def evening() -> Iterator[None]:
    """When people look, in every world; what they are refused is nothing to log."""
    logging.disable()
    try:
        with at(7):
            yield
    finally:
        logging.disable(logging.NOTSET)
