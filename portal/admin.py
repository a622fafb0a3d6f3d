"""What administrators keep: the admin site asks the portal's own permissions."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import outbox
from portal.access import Permission, may
from portal.models import OutboxEntry


class ForAdministrators(admin.ModelAdmin):
    """Tables that whoever may administer keeps, and nobody else."""

    asks_the_portal = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Permission.ADMINISTER)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Permission.ADMINISTER)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


@admin.register(OutboxEntry)
class OutboxEntryAdmin(ForAdministrators):
    """Promises: what waits, what was given up. They hold ids alone."""

    list_display = ("public_id", "kind", "status", "attempts", "error", "created", "due")
    list_filter = ("status", "kind")
    readonly_fields = [field.name for field in OutboxEntry._meta.fields]
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Try again what was given up"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[OutboxEntry]) -> None:
        taken = outbox.try_again(queryset)
        said = ngettext("%(n)d promise waits again.", "%(n)d promises wait again.", taken)
        messages.success(request, said % {"n": taken})
