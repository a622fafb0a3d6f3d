"""Where attachments lie: a folder outside the web root, under names that tell nothing.

A file is on the disk for good before its row is committed, so no row is ever without its file. A
file without a row is what a transaction left that was undone, or what its sender has removed: the
sweeper takes it away, and nobody else ever does.
"""

import hashlib
import logging
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from capabilities.models import Attachment

logger = logging.getLogger(__name__)

PIECE = 1 << 16
# No request takes that long: a younger file may have a row that is not committed yet.
GRACE = timedelta(hours=6)


@dataclass(frozen=True)
class Stored:
    """A file on the disk: its name there, and what it is known by."""

    name: str
    size: int
    sha256: str


@contextmanager
def unless_it_fails(stored: Stored) -> Iterator[None]:
    """Where the code inside fails, the file is taken away again."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # the sweeper comes by
            path_of(stored.name).unlink()
        raise


def keep(file: IO[bytes]) -> Stored:
    """Write a file down so that it outlives a loss of power from here on.

    Raises OSError where it cannot be written, and leaves nothing then.
    """
    name = secrets.token_hex(16)
    path = path_of(name)
    _folder(path.parent)
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as written:
        try:
            while piece := file.read(PIECE):
                written.write(piece)
                digest.update(piece)
                size += len(piece)
            written.flush()
            os.fsync(written.fileno())
            Path(written.name).rename(path)
        except BaseException:
            Path(written.name).unlink(missing_ok=True)
            raise
    _sync(path.parent)
    return Stored(name, size, digest.hexdigest())


def path_of(name: str) -> Path:
    """The path of a file by its name, which is our own and hexadecimal."""
    int(name, 16)
    return Path(settings.ATTACHMENTS_DIR) / name[:2] / name


def _folder(path: Path) -> None:
    """Make a folder for our own eyes, surely there after a loss of power."""
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """What was renamed in a folder, or made in it, is on the disk only with the folder itself."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep() -> int:
    """Take away files without a row, and say which rows are without a file; returns how many went.

    The names are read before the rows: so a file that comes meanwhile is not looked at.
    """
    old = time.time() - GRACE.total_seconds()
    found = {path.name: path for path in Path(settings.ATTACHMENTS_DIR).glob("*/*")}
    rows = set(Attachment.objects.values_list("stored_as", flat=True))
    gone = 0
    for name in found.keys() - rows:
        with suppress(OSError):  # another sweeper was quicker
            if found[name].stat().st_mtime < old:
                found[name].unlink()
                gone += 1
    _report(rows - found.keys())
    return gone


def _report(missing: set[str]) -> None:
    """A row without its file is a disk that was lost or not brought back: somebody must know."""
    missing = {name for name in missing if not path_of(name).exists()}
    if missing:
        logger.error("%s attachments have no file in %s", len(missing), settings.ATTACHMENTS_DIR)
