"""Countries that lack the same, share a language and a body: candidates for one shared offer.

A candidate is a set of at least three countries with a gap at the same steps of one area, all of
whose needs take one language (or any), and all of which belong to one body: a region, a membership,
the parties to a treaty. A candidate within a larger one is listed only where its body is smaller,
so that there is a reason to prefer it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LEAST = 3  # countries
ANY_LANGUAGE = ""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What one country lacks at one step of one area. No language is any language."""

    country: str
    area: str
    step: int
    languages: frozenset[str]
    missing: Fraction
    weighted_gap: Fraction


@dataclass(frozen=True, slots=True)
class Pool:
    """Countries that one offer would serve, and what that offer would have to be."""

    area: str
    first_step: int
    last_step: int
    languages: tuple[str, ...]  # one of these will do; none: any language
    body: str
    countries: tuple[str, ...]
    missing: Fraction
    weighted_gap: Fraction

    @property
    def lifts_to(self) -> int:
        return self.last_step + 1

    @property
    def slots(self) -> int:
        """Whole slots that the offer must have over all its steps."""
        return ceil(self.missing)


def pools(
    shortfalls: Iterable[Shortfall], bodies: Mapping[str, Collection[str]], least: int = LEAST
) -> list[Pool]:
    """All candidates, the one that would close most weighted gap first."""
    by_place: dict[tuple[str, int], list[Shortfall]] = {}
    for row in shortfalls:
        by_place.setdefault((row.area, row.step), []).append(row)
    members = {name: frozenset(countries) for name, countries in bodies.items()}
    found = [
        pool
        for place in sorted(by_place)
        for pool in _of_step(by_place[place], members, max(1, least))
    ]
    return sorted(_joined(found), key=_rank)


def _rank(pool: Pool) -> tuple[Fraction, str, int, str, tuple[str, ...]]:
    return -pool.weighted_gap, pool.area, pool.first_step, pool.body, pool.languages


def _of_step(rows: list[Shortfall], bodies: Mapping[str, frozenset[str]], least: int) -> list[Pool]:
    """The candidates of one step of one area."""
    spoken = sorted(set[str]().union(*(row.languages for row in rows)))
    kept: list[Pool] = []
    groups: dict[tuple[str, frozenset[str]], list[str]] = {}
    for language in [ANY_LANGUAGE, *spoken]:
        served = frozenset(row.country for row in rows if _takes(row, language))
        for body, countries in _maximal(served, rows, language, bodies, least):
            groups.setdefault((body, countries), []).append(language)
    for (body, countries), languages in groups.items():
        named = () if ANY_LANGUAGE in languages else tuple(languages)
        kept.append(_pool(rows, body, countries, named))
    return [pool for pool in kept if not _is_served_anyhow(pool, kept, bodies)]


def _takes(row: Shortfall, language: str) -> bool:
    return not row.languages or language in row.languages


def _maximal(
    served: frozenset[str],
    rows: list[Shortfall],
    language: str,
    bodies: Mapping[str, frozenset[str]],
    least: int,
) -> list[tuple[str, frozenset[str]]]:
    """The bodies worth naming: none whose countries are in a larger group of no larger body.

    A country with several needs at a step belongs only where all of them take the language.
    """
    whole = served - {row.country for row in rows if not _takes(row, language)}
    found = {name: whole & countries for name, countries in bodies.items()}
    large = [(name, group) for name, group in found.items() if len(group) >= least]
    # Smallest body first: what comes later is kept only for countries that nobody before had.
    large.sort(key=lambda pair: (len(bodies[pair[0]]), -len(pair[1]), pair[0]))
    kept: list[tuple[str, frozenset[str]]] = []
    for name, group in large:
        if not any(group <= other for _, other in kept):
            kept.append((name, group))
    return kept


def _is_served_anyhow(pool: Pool, others: list[Pool], bodies: Mapping[str, frozenset[str]]) -> bool:
    """Whether any language would do, and an offer in a certain one through the body serves more."""
    if pool.languages:
        return False
    mine = set(pool.countries)
    return any(
        other.languages
        and mine <= set(other.countries)
        and len(bodies[other.body]) <= len(bodies[pool.body])
        for other in others
    )


def _pool(
    rows: list[Shortfall], body: str, countries: frozenset[str], languages: tuple[str, ...]
) -> Pool:
    chosen = [row for row in rows if row.country in countries]
    return Pool(
        area=rows[0].area,
        first_step=rows[0].step,
        last_step=rows[0].step,
        languages=languages,
        body=body,
        countries=tuple(sorted(countries)),
        missing=sum((row.missing for row in chosen), Fraction(0)),
        weighted_gap=sum((row.weighted_gap for row in chosen), Fraction(0)),
    )


def _joined(found: list[Pool]) -> list[Pool]:
    """Candidates that differ only in a step and the next one are one offer over both."""
    whole: list[Pool] = []
    last: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], int] = {}
    for pool in sorted(found, key=lambda pool: (pool.area, pool.first_step)):
        key = pool.area, pool.body, pool.languages, pool.countries
        place = last.get(key)
        if place is not None and whole[place].last_step + 1 == pool.first_step:
            whole[place] = _both(whole[place], pool)
            continue
        last[key] = len(whole)
        whole.append(pool)
    return whole


def _both(lower: Pool, upper: Pool) -> Pool:
    return Pool(
        area=lower.area,
        first_step=lower.first_step,
        last_step=upper.last_step,
        languages=lower.languages,
        body=lower.body,
        countries=lower.countries,
        missing=lower.missing + upper.missing,
        weighted_gap=lower.weighted_gap + upper.weighted_gap,
    )
