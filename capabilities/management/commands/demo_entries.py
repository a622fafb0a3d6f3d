"""Entries for the demonstration's partner, in several states; every text says it is made up."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from capabilities.entries import acts
from capabilities.models import CapabilityArea, Provider, Resource
from portal.access import DEMO_DOMAIN, TLP, Role
from portal.models import Organisation, User, Verification

KEY = "demonstration:provider"
# Nobody but the partner and reviewers sees it, so that it changes no figure that others see.
LABEL = TLP.AMBER
OFFERS = (
    ("Laboratory course on telephones (demonstration)", "FOR-02", 30),
    ("Tracing of payments, online (demonstration)", "FIN-01", 700),
    ("Advice on requests for evidence (demonstration)", "INT-02", 900),
)


class Command(BaseCommand):
    help = "Give the demonstration's partner a provider with offers, and changes to them."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration entries are made only where DEMO=1 is set.")
        if not Provider.objects.filter(import_key=KEY).exists():
            _make()


@transaction.atomic
def _make() -> None:
    partner = User.objects.select_related("organisation").get(
        email=f"{Role.PARTNER.value}@{DEMO_DOMAIN}"
    )
    assert partner.organisation is not None  # as demo_accounts made it
    house = Provider.objects.create(
        import_key=KEY,
        name="Forensics Without Borders (demonstration)",
        type=Provider.Type.NGO,
        description="Demonstration: it teaches examiners and sends mentors.",
        **_head(partner.organisation, 30),
    )
    offers = [_offer(house, partner.organisation, name, area, days) for name, area, days in OFFERS]
    changed = {
        "description": "Demonstration: ten days in a laboratory, now with tablets too.",
        "capacity_rule": "limited",
        "capacity": 24,
    }
    acts.propose(entry=offers[0], given=changed, by=partner, note="Demonstration: a second room.")
    acts.begin(entry=offers[1], by=partner)


def _head(organisation: Organisation, days: int) -> dict[str, Any]:
    return {
        "tlp": LABEL,
        "owner": organisation,
        "said_by": "Demonstration data",
        "verification": Verification.VERIFIED,
        "last_verified": timezone.localdate() - timedelta(days=days),
    }


def _offer(
    house: Provider, organisation: Organisation, name: str, area: str, days: int
) -> Resource:
    offer: Resource = Resource.objects.create(
        provider=house,
        name=name,
        description=f"Demonstration: {name.removesuffix(' (demonstration)').lower()}.",
        kinds=["training"],
        modes=["in_person"],
        level_from=1,
        level_to=3,
        eligibility=Resource.Eligibility.ALL,
        language_rule=Resource.LanguageRule.NAMED,
        languages=["en", "fr"],
        capacity_rule=Resource.CapacityRule.LIMITED,
        capacity=12,
        cost=Resource.Cost.FREE,
        **_head(organisation, days),
    )
    offer.areas.set(CapabilityArea.objects.filter(code=area))
    return offer
