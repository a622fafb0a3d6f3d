"""Indicative needs: from the Global Cybersecurity Index, until agencies submit their own."""

from datetime import date, timedelta

from capabilities.imports.reference.known import Known, Rating
from capabilities.imports.reference.places import PILLARS
from capabilities.imports.reference.records import Record
from capabilities.imports.reference.rows import Reading
from capabilities.models import Need
from portal.access import TLP
from portal.models import Credibility, Reliability, Verification

FILE = "indicative_need_rules.csv"
HIGHEST_LEVEL_IN_NEED = 3
WINDOW_YEARS = 2


def needs(reading: Reading, known: Known) -> list[list[Record]]:
    """One need for each pillar rated 3 or lower and each area that the pillar speaks for."""
    areas: dict[str, list[str]] = {}
    for row in reading.csv(FILE, "pillar", "area", key=["area"]):
        pillar = row.code("pillar", PILLARS, "a pillar of the index")
        area = row.code("area", known.areas, "an area of capability_taxonomy.json")
        areas.setdefault(pillar, []).append(area)
    return [
        [
            _need(rating, area, known.needs_start)
            for rating in known.ratings
            if rating.level <= HIGHEST_LEVEL_IN_NEED
            for area in areas.get(rating.pillar, ())
        ]
    ]


def _need(rating: Rating, area: str, start: date) -> Record:
    return Record(
        {
            "import_key": f"needs:gci-2020:{rating.country}:{area}",
            "country": rating.country,
            "area": area,
            "basis": Need.Basis.INDICATIVE,
            "status": Need.Status.ACCEPTED,
            "current_level": rating.level,
            "target_level": rating.level + 1,
            "quantity": 1,
            "urgency": 6 - rating.level,
            "languages": list(rating.languages),
            "starts": start,
            "ends": window_end(start),
            "tlp": TLP.CLEAR,
            "reason": f"Indicative: the Global Cybersecurity Index 2020 of the ITU puts this "
            f"country's pillar “{rating.pillar}” at level {rating.level} of 5.",
            "evidence": rating.source,
            "said_by": "ITU Global Cybersecurity Index 2020",
            "verification": Verification.IMPORTED,
            "reliability": Reliability.C,
            "credibility": Credibility.POSSIBLE,
        }
    )


def window_end(start: date) -> date:
    """The last of the 24 months that begin on a day."""
    try:
        after = start.replace(year=start.year + WINDOW_YEARS)
    except ValueError:  # 29 February
        after = date(start.year + WINDOW_YEARS, 3, 1)
    return after - timedelta(days=1)
