"""Attachments of needs: added while one is written and after, taken off, downloaded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from capabilities import attachments, serving
from capabilities.forms import FileForm, LateFileForm
from capabilities.inspection import FileRefused
from capabilities.models import Attachment, Need, NeedDraft
from portal.labels import label_of_page


@require_safe
def attachment(request: HttpRequest, attachment: str) -> HttpResponseBase:
    """A download, for whoever may open the need."""
    kept = Attachment.objects.readable_by(request.user).kept()
    found: Attachment = get_object_or_404(kept, public_id=attachment)
    return serving.answer(request, found)


def of_draft(request: HttpRequest, draft: NeedDraft) -> list[Attachment]:
    """Those of what is being written, with what was taken off and can be brought back."""
    return list(Attachment.objects.visible_to(request.user).filter(draft=draft))


def of_need(request: HttpRequest, need: Need) -> list[Attachment]:
    readable = Attachment.objects.readable_by(request.user).kept()
    return list(readable.filter(need=need).select_related("by__organisation"))


def change(request: HttpRequest, draft: NeedDraft, form: FileForm) -> None:
    """Do to the files of a draft what was asked; what is refused stands in the form."""
    by: Any = request.user
    removed, restored = request.POST.get("remove"), request.POST.get("restore")
    try:
        if removed or restored:
            mine = Attachment.objects.visible_to(by).filter(draft=draft).select_related("draft")
            found = get_object_or_404(mine, public_id=removed or restored)
            act = attachments.remove if removed else attachments.restore
            act(attachment=found, by=by)
        elif file := form.cleaned_data["file"]:
            attachments.attach_to_draft(draft=draft, file=file, name=file.name, by=by)
        elif "add" in request.POST:
            form.add_error("file", _("Choose a file first."))
    except FileRefused as refusal:
        _say(form, refusal)


def _say(form: FileForm | LateFileForm, refusal: FileRefused) -> None:
    """What is wrong with a file, by its name: the control that it was chosen in is empty again."""
    file = form.cleaned_data.get("file")
    named = {"name": attachments.clean_name(file.name) if file else "", "why": refusal}
    form.add_error("file", _("%(name)s: %(why)s") % named if file else str(refusal))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a file to a need that was sent in."""
    user: Any = request.user
    followed = Need.objects.readable_by(user).followed_by(user).for_display()
    need: Need = get_object_or_404(followed, public_id=public_id)
    if not attachments.may_attach(need, user):
        messages.error(request, _("No file can be added to this need now, or not by you."))
        return redirect(need)
    form = LateFileForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _added(need, form, user):
        messages.success(request, _("The file is added."))
        return redirect(need)
    context = {"need": need, "form": form, "page_tlp": label_of_page(need) or None}
    status = 422 if form.errors else 200
    return render(request, "capabilities/need_attach.html", context, status=status)


def _added(need: Need, form: LateFileForm, by: Any) -> bool:
    file, note = form.cleaned_data["file"], form.cleaned_data["note"]
    try:
        attachments.attach_to_need(need=need, file=file, name=file.name, note=note, by=by)
    except FileRefused as refusal:
        _say(form, refusal)
        return False
    return True
