"""Accounts for the demonstration, one a role."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.access import DEMO_DOMAIN, OrganisationKind, Role
from portal.models import Organisation, User

PASSWORD = "open-sesame-2013"  # noqa: S105  printed on every start; works in the demonstration only
OFFICE = ("Foreign Office (demonstration)", OrganisationKind.OFFICE)
ORGANISATIONS = {
    Role.ANALYST: ("Institute for Cyber Studies (demonstration)", OrganisationKind.RESEARCH),
    Role.OFFICER: ("National Police of Senegal (demonstration)", OrganisationKind.LAW_ENFORCEMENT),
    Role.PARTNER: ("Forensics Without Borders (demonstration)", OrganisationKind.PROVIDER),
    Role.REVIEWER: OFFICE,
    Role.ADMINISTRATOR: OFFICE,
}
# Administrators of their own organisations, who invite others into them.
MANAGERS = frozenset({Role.OFFICER, Role.PARTNER})


class Command(BaseCommand):
    help = "Create one demonstration account a role and print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration accounts are made only where DEMO=1 is set.")
        for role in Role:
            self.stdout.write(f"  {role.label:<24} {_account(role).email:<36} {PASSWORD}")


@transaction.atomic
def _account(role: Role) -> User:
    name, kind = ORGANISATIONS[role]
    organisation, _ = Organisation.objects.get_or_create(
        name=name, defaults={"verified": True, "kind": kind}
    )
    user, _ = User.objects.get_or_create(
        email=f"{role.value}@{DEMO_DOMAIN}", defaults={"role": role, "organisation": organisation}
    )
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    user.is_staff = user.is_superuser = role == Role.ADMINISTRATOR
    user.manages_organisation = role in MANAGERS
    user.set_password(PASSWORD)
    user.save()
    return user
