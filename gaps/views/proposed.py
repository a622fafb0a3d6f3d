"""What exists already for a need that is still being written."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from capabilities import answers
from capabilities.models import NeedDraft
from gaps import on_demand
from gaps.drafts import NotComplete


@login_required
@require_safe
def draft_help(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offers that would serve it now, the nearest misses, the smallest fix; nothing is kept."""
    drafts = NeedDraft.objects.visible_to(request.user).open().for_display()
    draft = get_object_or_404(drafts, public_id=public_id)
    try:
        found = on_demand.what_exists(answers.proposed(draft), request.user)
    except (answers.AnswersRefused, NotComplete):
        return render(request, "gaps/draft_help.html", {"draft": draft, "found": None})
    context = {
        "draft": draft,
        "found": found,
        "asker": on_demand.Asker.of(request.user),
        "page_tlp": max(found.label, found.need.tlp) or None,
    }
    return render(request, "gaps/draft_help.html", context)
