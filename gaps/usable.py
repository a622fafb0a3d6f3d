"""Providers whose offers a run found usable for a need: without one, being little known is no loss.

A finding keeps the first three usable resources, so of a need with many offers some providers are
missed; none is named that is not usable.
"""

from datetime import date

from django.db import connection

from capabilities import standing
from portal.access import Audience

USABLE = """
SELECT DISTINCT r.provider_id FROM gaps_finding f CROSS JOIN LATERAL unnest(f.served_by) key
JOIN capabilities_resource r ON r.id = key
WHERE f.audience = %s AND f.until_id IS NULL
"""


def providers(audience: Audience) -> set[int]:
    """Those that the latest run for this audience found usable for at least one open need."""
    with connection.cursor() as cursor:
        cursor.execute(USABLE, [audience])
        return {provider for (provider,) in cursor.fetchall()}


def renew_standings(today: date) -> None:
    for audience in Audience:
        standing.renew(audience, useful=providers(audience), today=today)
