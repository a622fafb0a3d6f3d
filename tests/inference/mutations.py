"""Single filters, each taken away in turn: what a developer may forget one day."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any
from unittest import mock

from rest_framework.viewsets import GenericViewSet

from capabilities import scope
from capabilities.api import NeedViewSet, ProviderViewSet
from capabilities.models import Resource
from capabilities.models.needs import NeedQuerySet
from capabilities.scope import Clause, Scope
from capabilities.views import searching
from capabilities.views.resources import ResourceDetail
from gaps.models.runs import RunQuerySet
from portal.access import Audience
from portal.models import MarkedQuerySet
from portal.walls import Wall
from tests.inference.answers import Request
from tests.inference.worlds import HIDDEN, VISITOR


class _Unfiltered:
    """A model of which everybody sees every row."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    @property
    def objects(self) -> "_Unfiltered":
        return _Unfiltered(self._model._default_manager)

    def visible_to(self, _user: Any) -> Any:
        return self._model.all()

    def for_audience(self, *_args: Any) -> Any:
        return self._model.all()

    def shown_of(self, _run: Any) -> Any:
        return self._model.all()


def _everybody_sees(module: str, model: str) -> Any:
    """In one module, one model is read without being narrowed."""
    path = f"{module}.{model}"
    return mock.patch(path, _Unfiltered(resolve_name(path)))


def _as_it_is(rows: Any, *_args: Any, **_kwargs: Any) -> Any:
    return rows.all()


def _every_row(_scope: Scope) -> list[Clause]:
    return [Clause("true")]


@contextmanager
def _tagged_by_all_rows() -> Iterator[None]:
    """A page whose ETag is worked out from all rows of its table."""
    render = searching.render

    def tagged(*args: Any, **kwargs: Any) -> Any:
        response = render(*args, **kwargs)
        response.headers["ETag"] = f'"{Resource.objects.count()}"'
        return response

    with mock.patch.object(searching, "render", tagged):
        yield


@dataclass(frozen=True)
class Mutation:
    """A filter that is missing, and what to ask, as whom, so that it shows."""

    said: str
    take_away: Callable[[], Any]
    asked: tuple[Request, ...]
    reader: str = VISITOR


def _get(*paths: str) -> tuple[Request, ...]:
    return tuple(Request(path) for path in paths)


def _of(patched: Any, name: str, value: Any) -> Callable[[], Any]:
    return lambda: mock.patch.object(patched, name, value)


def _in(module: str, model: str) -> Callable[[], Any]:
    return lambda: _everybody_sees(module, model)


HUSH_RESOURCE = f"/resources/{HIDDEN[Resource].id}"
MUTATIONS = (
    Mutation(
        "resources of every label are counted",
        _of(scope, "clearance", lambda _user: Audience.AMBER_STRICT),
        _get("/resources", "/api/v1/resources/facets"),
    ),
    Mutation(
        "the page of a resource is not narrowed",
        _of(ResourceDetail, "get_queryset", lambda view: Resource.objects.for_display()),
        _get(HUSH_RESOURCE),
    ),
    Mutation(
        "an endpoint of the API is not narrowed",
        _of(ProviderViewSet, "get_queryset", GenericViewSet.get_queryset),
        _get("/api/v1/providers"),
    ),
    Mutation(
        "a need does not hide with its agency, which stands in its fields",
        _of(NeedQuerySet, "whose_parents", _as_it_is),
        _get("/api/v1/needs"),
    ),
    Mutation(
        "the agencies on the page of a country are not narrowed",
        _in("gaps.countries.profile", "Agency"),
        _get("/countries/TGO"),
    ),
    Mutation(
        "the needs on the page of a country are not narrowed",
        _in("gaps.countries.profile", "Need"),
        _get("/countries/KEN"),
    ),
    Mutation(
        "the resources on the page of an area are not narrowed",
        _in("gaps.area_pages", "Resource"),
        _get("/areas/FOR-03"),
    ),
    Mutation(
        "the map and its totals count the cells of all audiences",
        _in("gaps.views.overview", "Cell"),
        _get("/"),
    ),
    Mutation(
        "the map of one measure counts the cells of all audiences",
        _in("gaps.maps.measures", "Cell"),
        _get("/map", "/api/v1/map", "/map.svg"),
    ),
    Mutation(
        "the heat map counts the cells of all audiences",
        _in("gaps.maps.heat", "Cell"),
        _get("/heat-map"),
    ),
    Mutation(
        "the search looks through all rows",
        _of(Scope, "whole", _every_row),
        _get("/resources?q=Hush", "/api/v1/resources/facets?q=Hush"),
    ),
    Mutation(
        "the list of runs shows those of all audiences",
        _of(RunQuerySet, "visible_to", _as_it_is),
        _get("/runs"),
    ),
    Mutation(
        "findings come from the latest run, whosever it is",
        _of(RunQuerySet, "visible_to", _as_it_is),
        _get("/gaps", "/api/v1/cells"),
    ),
    Mutation(
        "the languages to choose from are those of all needs",
        _in("gaps.forms", "Need"),
        _get("/pooling"),
    ),
    Mutation(
        "a page for owners alone says that there is something which is not theirs",
        _of(MarkedQuerySet, "readable_by", _as_it_is),
        _get(f"/records/resource/{HIDDEN[Resource].id}/label"),
        "officer",
    ),
    Mutation(
        "cursors hold primary keys",
        _of(NeedViewSet, "ordering", ("pk",)),
        _get(*(f"/api/v1/needs?page_size={n}" for n in range(1, 7))),
    ),
    Mutation(
        "addresses hold primary keys",
        _of(Resource, "get_absolute_url", lambda row: f"/resources/{row.pk}"),
        _get("/resources"),
    ),
    Mutation("an ETag is worked out from all rows", _tagged_by_all_rows, _get("/resources")),
)


@contextmanager
def without(mutation: Mutation) -> Iterator[None]:
    """The filter is missing, and so is the second wall, behind which not all of it would show."""
    lifted = mock.patch.object(Wall, "before", return_value="SET LOCAL ROLE NONE; ")
    with ExitStack() as stack:
        stack.enter_context(lifted)
        stack.enter_context(mutation.take_away())
        yield
