"""What a record was called before a merge, by which people look for it after."""

from typing import Any


def keep(kept: Any, *names: str) -> None:
    """Whatever either of two was called, the one that stays is found by."""
    kept.aliases = _distinct([*kept.aliases, *names], but=kept.name)


def take_back(kept: Any, before: Any, after: Any, gone: str) -> bool:
    """Take the names back that a merge brought, and leave those that came since.

    `before` and `after`: the record that stayed, as it was around the merge.
    """
    own = (*before.aliases, before.name)
    came = [name for name in (*after.aliases, gone) if name not in own]
    still = [n for n in before.aliases if n in kept.aliases or n not in after.aliases]
    since = [n for n in kept.aliases if n not in before.aliases and n not in came]
    names = _distinct([*still, *since], but=kept.name)
    was, kept.aliases = kept.aliases, names
    return bool(names != was)


def _distinct(names: list[str], *, but: str) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    found.pop(but.casefold(), None)
    return list(found.values())
