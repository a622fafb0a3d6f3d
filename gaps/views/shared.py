"""What the pages of this floor share."""

from typing import Any

from django.http import HttpRequest

from gaps.models import Run


class ShowsRun:
    """A page that rests on a run says which, as of when, and with which label."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**run_context(self.request), **kwargs)  # type: ignore[misc, no-any-return]


def run_context(request: HttpRequest) -> dict[str, Any]:
    run = Run.objects.shown_to(request.user)
    if run is None:
        return {"run": None}
    return {"run": run, "page_tlp": run.tlp or None, "data_as_of": run.as_of}
