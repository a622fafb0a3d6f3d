"""What parsing hands over to saving: records that name each other by code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """One row to be: its values by field, foreign keys and many-to-many links by code."""

    values: Mapping[str, Any]
    links: Mapping[str, frozenset[str]] = field(default_factory=dict)
