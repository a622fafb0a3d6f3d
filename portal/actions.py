"""What people do on the ground floor."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from allauth.idp.oidc.models import Client as Credentials
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Permission, Scope, require, scopes_to_give
from portal.clients import ApiClient
from portal.models import Organisation, User, random_id


class ClientRefused(Exception):
    """An API client cannot be made or changed like this; the message says why."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A client with its new secret, which is nowhere kept: this is the only time it can be read."""

    client: ApiClient
    secret: str


@transaction.atomic
def make_api_client(
    *, name: str, scopes: Collection[Scope], by: User, expires: date | None = None
) -> Issued:
    """Give a machine of the own organisation credentials for the API."""
    organisation = _own_organisation(by)
    if not scopes or not {*scopes} <= {*scopes_to_give(by)}:
        raise ClientRefused(_("You cannot give a client more than you may do yourself."))
    if expires is not None and expires < timezone.localdate():
        raise ClientRefused(_("The last day has passed already."))
    credentials = Credentials(id=random_id(), name=name)
    credentials.set_grant_types([Credentials.GrantType.CLIENT_CREDENTIALS])
    credentials.set_response_types([])
    credentials.set_scopes([scope.value for scope in Scope if scope in scopes])
    credentials.default_scopes = credentials.scopes
    secret = _renew(credentials)
    client = ApiClient.objects.create(
        organisation=organisation, credentials=credentials, made_by=by, expires=expires
    )
    return Issued(client, secret)


@transaction.atomic
def renew_secret(*, client: ApiClient, by: User) -> Issued:
    """Give a client a new secret. The old one, and every token it fetched, end now."""
    _require_own(client, by)
    locked = _unrevoked(client)
    secret = _renew(locked.credentials)
    locked.drop_tokens()
    locked.renewed_at = timezone.now()
    locked.save(update_fields=["renewed_at"])
    return Issued(locked, secret)


@transaction.atomic
def revoke_api_client(*, client: ApiClient, by: User) -> None:
    """End a client for good, with every token that it holds."""
    _require_own(client, by)
    locked = _unrevoked(client)
    locked.credentials.set_secret(None)  # a hash that no secret has
    locked.credentials.save(update_fields=["secret"])
    locked.drop_tokens()
    locked.revoked_at, locked.revoked_by = timezone.now(), by
    locked.save(update_fields=["revoked_at", "revoked_by"])


def _own_organisation(by: User) -> Organisation:
    require(by, Permission.MANAGE_API_CLIENTS)
    if by.organisation is None or not by.organisation.verified:
        raise PermissionDenied(_("Your organisation is not verified yet."))
    return by.organisation


def _require_own(client: ApiClient, by: User) -> None:
    require(by, Permission.MANAGE_API_CLIENTS)
    if client.organisation_id != by.organisation_id:
        raise PermissionDenied(_("This client belongs to another organisation."))


def _unrevoked(client: ApiClient) -> ApiClient:
    """The client as it stands now, held against others who act on it at the same time."""
    usable = ApiClient.objects.select_for_update(of=("self",)).select_related("credentials")
    locked: ApiClient | None = usable.filter(pk=client.pk, revoked_at=None).first()
    if locked is None:
        raise ClientRefused(_("Somebody has revoked this client already."))
    return locked


def _renew(credentials: Credentials) -> str:
    secret = secrets.token_urlsafe(32)
    credentials.set_secret(secret)
    credentials.save()
    return secret
