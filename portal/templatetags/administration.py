"""The menu of those who look after the portal, above each of their pages."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Permission, Reader, may, may_manage_people
from portal.navigation import marking

register = template.Library()


def _administers(user: Reader) -> bool:
    return may(user, Permission.ADMINISTER)


# Text, name of the page, and who has it.
SECTIONS = (
    (_("People"), "portal:people", may_manage_people),
    (_("Invitations"), "portal:invitations", may_manage_people),
    (_("Organisations"), "portal:organisations", _administers),
    (_("Trail"), "portal:trail", _administers),
)


@register.inclusion_tag("components/administration_nav.html", takes_context=True)
def administration_nav(context: RequestContext) -> dict[str, Any]:
    request = context["request"]
    offered = [(text, reverse(name)) for text, name, may_see in SECTIONS if may_see(request.user)]
    items = [
        {"text": text, "href": href, "current": marking(href, request.path)}
        for text, href in offered
    ]
    return {"items": items}
