"""Clients of the API: an organisation's machines, and what a token of theirs still opens.

Secrets and tokens are kept by django-allauth's OAuth provider, as hashes only. What is asked here
is asked of the database at each request, so whatever is taken away is gone at the next one.
"""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client as Credentials
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.access import Machine, Scope
from portal.history import audited
from portal.trail import Kind

LONGEST_TOKEN = 200  # characters; no token of ours has as many
# At each request; the less, the faster.
READ_EACH_TIME = ("last_used", "credentials__scopes", "organisation__verified")
NOTED_EVERY = timedelta(minutes=1)  # or each request of a busy client would write


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def of(self, organisation_id: int | None) -> Self:
        return self.filter(organisation=organisation_id) if organisation_id else self.none()

    def usable(self, *, on: date) -> Self:
        """Those that nobody revoked and whose last day has not passed."""
        return self.filter(Q(expires=None) | Q(expires__gte=on), revoked_at=None)

    def holding(self, token: str, *, at: datetime) -> "ApiClient | None":
        """The client that a token was issued to, if both still hold; with the token's scopes."""
        if not 0 < len(token) < LONGEST_TOKEN:
            return None
        held = self.usable(on=at.date()).filter(
            credentials__token__type=Token.Type.ACCESS_TOKEN,
            credentials__token__hash=get_adapter().hash_token(token),
            credentials__token__expires_at__gt=at,
        )
        granted = held.annotate(granted=F("credentials__token__scopes"))
        read = granted.select_related("organisation", "credentials").only(*READ_EACH_TIME)
        return next(iter(read.order_by()[:1]), None)

    def for_display(self) -> Self:
        return self.select_related("credentials", "made_by", "revoked_by")


@audited(without=("last_used", "last_address"))  # each use is told as an event
class ApiClient(models.Model):
    """Credentials with which a machine of an organisation calls the API."""

    organisation = models.ForeignKey(
        "portal.Organisation", on_delete=models.PROTECT, related_name="api_clients"
    )
    credentials = models.OneToOneField(
        Credentials,
        on_delete=models.PROTECT,
        related_name="api_client",
        help_text=_("Its name and scopes, and its secret as a hash."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires = models.DateField(_("last day"), null=True, blank=True)
    renewed_at = models.DateTimeField(default=timezone.now, help_text=_("When its secret was set."))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    last_used = models.DateTimeField(null=True, blank=True)
    last_address = models.GenericIPAddressField(null=True, blank=True)

    objects: ClassVar[Any] = ApiClientQuerySet.as_manager()

    class Meta:
        ordering = [F("revoked_at").desc(nulls_first=True), "-made_at", "-pk"]
        verbose_name = _("API client")

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> str:
        return str(self.credentials_id)

    @property
    def name(self) -> str:
        return str(self.credentials.name)

    @property
    def scopes(self) -> list[Scope]:
        return [Scope(value) for value in self.credentials.get_scopes()]

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    def has_expired(self, *, on: date | None = None) -> bool:
        return self.expires is not None and self.expires < (on or timezone.localdate())

    @property
    def is_usable(self) -> bool:
        return not self.is_revoked and not self.has_expired()

    def drop_tokens(self) -> None:
        """Whatever tokens are out open nothing from now on."""
        Token.objects.filter(client=self.credentials_id).delete()

    def note_use(self, *, at: datetime, address: str) -> None:
        """Note when and from where it was last used, here and in the trail, once a minute."""
        if self.last_used is not None and at - self.last_used < NOTED_EVERY:
            return
        stale = Q(last_used=None) | Q(last_used__lte=at - NOTED_EVERY)
        with transaction.atomic():
            noted = ApiClient.objects.filter(stale, pk=self.pk)
            if noted.update(last_used=at, last_address=address):
                audit.note(Kind.TOKEN, about=self)


def machine_holding(token: str, *, address: str) -> Machine | None:
    """The machine that a bearer token stands for, or None if it opens nothing (any more)."""
    now = timezone.now()
    client = ApiClient.objects.holding(token, at=now)
    if client is None:
        return None
    client.note_use(at=now, address=address)
    granted = {*client.granted.split()} & {*client.credentials.get_scopes()}  # type: ignore[attr-defined]  # by `holding`
    return Machine(
        client_id=client.client_id,
        organisation=client.organisation,
        scopes=frozenset(Scope(value) for value in granted),
    )
