"""The address of a record that went into another leads to that one, for whoever may see it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect

from capabilities.models import Merge, Pairable
from portal import walls
from portal.access import Reader

MOST_STEPS = 20  # a record that stayed may have gone itself since


def successor(kind: Pairable, public_id: str, reader: Reader) -> Any:
    """The record that one of this id has become, or None; who may not see it learns nothing."""
    here = public_id
    with walls.lifted():  # who merged what is reviewers' business; where it leads is everybody's
        for _step in range(MOST_STEPS):
            to = _next(kind, here)
            if not to:
                break
            here = to
    if here == public_id:
        return None
    return kind.model.objects.readable_by(reader).filter(public_id=here).first()


def _next(kind: Pairable, public_id: str) -> str:
    merges = Merge.objects.standing().filter(kind=kind, gone=public_id)
    return str(merges.values_list("stays", flat=True).first() or "")


def moved(address: str) -> HttpResponse:
    """Asked for anew each time, for a merge can be undone."""
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = "no-cache"
    return response


class PageFollowsMerges:
    """The page of one record: a former address is answered with where the record is now."""

    former_kind: Pairable

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        except Http404:
            row = successor(self.former_kind, kwargs["public_id"], request.user)
            if row is None:
                raise
            return moved(row.get_absolute_url())


class EndpointFollowsMerges:
    """As above, for an endpoint."""

    former_kind: Pairable

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().retrieve(request, *args, **kwargs)  # type: ignore[misc]
        except Http404:
            row = successor(self.former_kind, kwargs["public_id"], request.user)
            if row is None or not type(row).objects.visible_to(request.user).filter(pk=row.pk):
                raise
            here: str = request.path
            return moved(here.removesuffix(kwargs["public_id"]) + row.public_id)
