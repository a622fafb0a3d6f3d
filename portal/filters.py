"""Filters of the portal's own lists."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.access import OrganisationKind, Role
from portal.invitations import Invitation
from portal.models import Organisation, User


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Name or address"))
    role = django_filters.ChoiceFilter(choices=Role.choices, label=_("Role"))
    is_active = django_filters.ChoiceFilter(
        choices=[
            ("true", pgettext_lazy("account", "Open")),
            ("false", pgettext_lazy("account", "Closed")),
        ],
        method="with_state",
        label=_("Account"),
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(
            Q(name__icontains=value)
            | Q(email__icontains=value)
            | Q(organisation__name__icontains=value)
        )

    def with_state(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.filter(is_active=value == "true")


class OrganisationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("name", lookup_expr="icontains", label=_("Name"))
    kind = django_filters.ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"))
    verified = django_filters.ChoiceFilter(
        choices=[
            ("true", pgettext_lazy("organisation", "Verified")),
            ("false", pgettext_lazy("organisation", "Not verified")),
        ],
        method="with_state",
        label=_("State"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def with_state(
        self, queryset: QuerySet[Organisation], name: str, value: str
    ) -> QuerySet[Organisation]:
        return queryset.filter(verified=value == "true")


class InvitationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("email", lookup_expr="icontains", label=_("Address"))
    status = django_filters.ChoiceFilter(
        choices=Invitation.Status.choices, method="with_status", label=_("Status")
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def with_status(
        self, queryset: QuerySet[Invitation], name: str, value: str
    ) -> QuerySet[Invitation]:
        now = timezone.now()
        unsettled = Q(accepted_at=None, revoked_at=None)
        wanted = {
            Invitation.Status.OPEN: unsettled & Q(expires_at__gt=now),
            Invitation.Status.EXPIRED: unsettled & Q(expires_at__lte=now),
            Invitation.Status.ACCEPTED: Q(accepted_at__isnull=False),
            Invitation.Status.REVOKED: Q(revoked_at__isnull=False),
        }
        return queryset.filter(wanted[Invitation.Status(value)])
