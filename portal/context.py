"""What every page is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.access import may_manage_people


def page(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {"demo": settings.DEMO, "looks_after_people": bool(user and may_manage_people(user))}
