"""The admin site: tables of the portal alone."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import apps


class AdminSite(admin.AdminSite):
    """Holds what asks the portal's permissions, and nothing that a package registers.

    Forms over second factors, tokens, sessions and addresses of others would go past the portal's
    acts: past what they ask, refuse and tell the trail.
    """

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if getattr(admin_class, "asks_the_portal", False):
            super().register(model_or_iterable, admin_class, **options)


class AdminConfig(apps.AdminConfig):
    default_site = "portal.admin_site.AdminSite"
