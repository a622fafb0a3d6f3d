"""What can be done with an entry from its own page, by those who may."""

from typing import Any

from django import template
from django.template.context import RequestContext

from capabilities.entries import acts
from capabilities.models import Proposal, Provider
from portal.access import Permission, is_member, may

register = template.Library()


@register.inclusion_tag("capabilities/entry_links.html", takes_context=True)
def entry_links(context: RequestContext, entry: Any) -> dict[str, Any]:
    """To change it and to confirm it; or to ask for one that nobody keeps."""
    user = context["user"]
    keeps = acts.keeps(user, entry)
    is_free = isinstance(entry, Provider) and entry.owner_id is None
    is_reviewer = may(user, Permission.TRIAGE)
    changes = Proposal.objects.visible_to(user).about(entry).waiting()
    may_ask = may(user, Permission.KEEP_ENTRIES) and is_member(user)
    return {
        "entry": entry,
        "kind": entry._meta.model_name,
        "keeps": keeps,
        "confirms": keeps or is_reviewer,
        "waiting": changes if keeps or is_reviewer else [],
        "asks": is_free and may_ask,
    }
