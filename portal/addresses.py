"""From where a request comes: the one place that decides which header to believe."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # nosec B104  # noqa: S104  a connection that has no address, such as a local socket's
HOUSEHOLD = 64  # bits of an IPv6 address that name one connection; the rest its holder picks freely


def address_of(request: HttpRequest) -> str:
    """The caller's address. A proxy's word for it counts only where one is said to stand in front.

    Of several addresses the last counts: our own proxy appended it, and anybody may write the rest.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", said).rpartition(",")[2]
    try:
        address = ipaddress.ip_address(said.strip())
    except ValueError:
        return UNKNOWN
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def connection_of(request: HttpRequest) -> str:
    """What to count requests by: the address, or for IPv6 the network its holder commands."""
    address = ipaddress.ip_address(address_of(request))
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address.packed, HOUSEHOLD), strict=False).network_address)
