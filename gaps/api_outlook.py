"""What lies ahead, under `/api/v1/`: forecast, fragility, shared offers and roadmaps."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import exceptions, serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from capabilities.models import Country
from gaps import planning, prospects
from gaps.api import AudienceField, ClassField, ExactField
from gaps.forms import PoolingForm
from gaps.models import ForecastMonth, Fragility, Run
from portal.access import VisibleToRequester


class NamedCellSerializer(serializers.Serializer[prospects.NamedCell]):
    country = serializers.CharField(source="country.iso3")
    area = serializers.CharField(source="area.code")
    gap_class = ClassField(source="gap", help_text="What it becomes.")
    weighted_gap = ExactField(source="weight", help_text="What opens.")


class LapseSerializer(serializers.Serializer[prospects.Lapse]):
    resource = serializers.CharField(source="resource.public_id")
    has_ended = serializers.BooleanField(help_text="False: nobody has confirmed it for too long.")


def _many(serializer: Any, rows: list[Any]) -> Any:
    return serializer(rows, many=True).data


class ForecastSerializer(serializers.ModelSerializer[ForecastMonth]):
    allocated = ExactField(read_only=True)
    weighted_gap = ExactField(read_only=True)
    lapses = serializers.SerializerMethodField(help_text="The first of the resources that lapse.")
    opened_cells = serializers.SerializerMethodField(help_text="The worst of those that open.")
    run = serializers.CharField(source="outlook.run.public_id", read_only=True)
    audience = AudienceField(source="outlook.audience", read_only=True)

    class Meta:
        model = ForecastMonth
        fields = [
            "day",
            "demand",
            "allocated",
            "weighted_gap",
            "cells",
            "gaps",
            "classes",
            "resources_ended",
            "resources_aged",
            "needs_ended",
            "lapses",
            "opened",
            "opened_cells",
            "run",
            "audience",
        ]

    @extend_schema_field(LapseSerializer(many=True))
    def get_lapses(self, month: ForecastMonth) -> Any:
        return _many(LapseSerializer, self._turn(month, "lapses"))

    @extend_schema_field(NamedCellSerializer(many=True))
    def get_opened_cells(self, month: ForecastMonth) -> Any:
        return _many(NamedCellSerializer, self._turn(month, "opened"))

    def _turn(self, month: ForecastMonth, part: str) -> list[Any]:
        return getattr(self.context["turns"].get(month.pk), part, [])


class ForecastViewSet(VisibleToRequester, ListModelMixin, GenericViewSet[ForecastMonth]):
    """What a run would find on the first of each month ahead if nobody changed anything."""

    queryset = ForecastMonth.objects.select_related("outlook__run")
    serializer_class = ForecastSerializer
    ordering = ("day", "pk")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Name what lapses for the whole page at once, so that no row costs a query."""
        if not args:  # for the schema, which no row stands behind
            return super().get_serializer(**kwargs)
        turns = prospects.turns(args[0], self.request.user)
        by_row = {turn.month.pk: turn for turn in turns}
        kwargs["context"] = {**self.get_serializer_context(), "turns": by_row}
        return super().get_serializer(*args, **kwargs)


class FragilitySerializer(serializers.ModelSerializer[Fragility]):
    provider = serializers.CharField(source="provider.public_id", read_only=True)
    name = serializers.CharField(source="provider.name", read_only=True)
    opens = ExactField(read_only=True, help_text="The weighted gap that opens.")
    run = serializers.CharField(source="outlook.run.public_id", read_only=True)
    audience = AudienceField(source="outlook.audience", read_only=True)

    class Meta:
        model = Fragility
        fields = [
            "provider",
            "name",
            "opens",
            "opened",
            "worsened",
            "countries",
            "run",
            "audience",
        ]


class FragilityDetailSerializer(FragilitySerializer):
    cells = serializers.SerializerMethodField(help_text="The worst of the cells that lack more.")

    class Meta(FragilitySerializer.Meta):
        fields = [*FragilitySerializer.Meta.fields, "cells"]

    @extend_schema_field(NamedCellSerializer(many=True))
    def get_cells(self, fragility: Fragility) -> Any:
        [found] = prospects.stopped([fragility])
        return _many(NamedCellSerializer, found.cells)


class FragilityViewSet(VisibleToRequester, ReadOnlyModelViewSet[Fragility]):
    """Providers by what would open if they stopped; those that others stand in for are left out."""

    queryset = Fragility.objects.select_related("provider", "outlook__run")
    lookup_field = "provider__public_id"
    lookup_url_kwarg = "provider"
    ordering = ("-weight", "pk")

    def get_serializer_class(self) -> Any:
        return FragilityDetailSerializer if self.action == "retrieve" else FragilitySerializer


class PoolSerializer(serializers.Serializer[planning.Candidate]):
    area = serializers.CharField(source="area.code")
    level_from = serializers.IntegerField(source="pool.first_step")
    level_to = serializers.IntegerField(source="pool.lifts_to")
    languages = serializers.ListField(
        child=serializers.CharField(),
        source="pool.languages",
        help_text="One of them will do; none: any language.",
    )
    body = serializers.CharField(source="body.code")
    countries = serializers.ListField(child=serializers.CharField(), source="pool.countries")
    slots = serializers.IntegerField(source="pool.slots")
    missing = ExactField(source="pool.missing")
    weighted_gap = ExactField(source="pool.weighted_gap")


class NumberedPages(PageNumberPagination):
    """Pages of what is computed for each request, and so has no key to go on from."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500


class PoolingViewSet(GenericViewSet[Any]):
    """Candidates for one shared offer: countries with the same gap, one language and one body."""

    serializer_class = PoolSerializer
    pagination_class = NumberedPages
    filter_backends = ()
    ALWAYS = frozenset({"page", "page_size", "format"})

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in PoolingForm.base_fields],
        responses=PoolSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        form = PoolingForm(request.query_params)
        unknown = sorted(set(request.query_params) - set(form.fields) - self.ALWAYS)
        if unknown:
            raise exceptions.ValidationError(dict.fromkeys(unknown, "Unknown filter."))
        if not form.is_valid():
            errors: Any = form.errors
            raise exceptions.ValidationError(errors)
        run = Run.objects.shown_to(request.user)
        found = planning.candidates(run, form.narrowed) if run else []
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class WaypointSerializer(serializers.Serializer[planning.Waypoint]):
    stage = serializers.IntegerField(source="item.stage")
    area = serializers.CharField(source="item.area")
    gap_class = ClassField(source="cell.gap_class")
    weighted_gap = serializers.FloatField(source="cell.weighted_gap")
    blocked_by = serializers.ListField(child=serializers.CharField(), source="item.blocked_by")
    unblocks = serializers.ListField(child=serializers.CharField(), source="item.unblocks")
    breaks_circle = serializers.BooleanField(source="item.breaks_circle")


class RoadmapViewSet(GenericViewSet[Any]):
    """The gaps of one country in the order in which to close them, at most one for each area."""

    serializer_class = WaypointSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=WaypointSerializer(many=True))
    def list(self, request: Request, iso3: str) -> Response:
        country = get_object_or_404(Country, iso3=iso3.upper())
        found = planning.way(request.user, country)
        return Response(self.get_serializer(found, many=True).data)
