"""Maps under `/api/v1/`: the figures that pages draw, in JSON."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gaps.maps import files
from gaps.maps.forms import HeatForm, MapForm
from gaps.maps.heat import flat, heat
from gaps.maps.making import sheet
from gaps.models import GapClass
from portal.access import TLP
from portal.api import asked


class MapClassSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField(allow_null=True, help_text="0: none; null: not known.")
    text = serializers.CharField(help_text="Its bounds in words.")
    countries = serializers.IntegerField()


class MapCountrySerializer(serializers.Serializer[Any]):
    country = serializers.CharField(help_text="ISO 3166, three letters.")
    name = serializers.CharField()
    region = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Null where it is no number.")
    code = serializers.CharField(help_text="The gap class, of the measure that shows classes.")
    text = serializers.CharField()
    detail = serializers.CharField()
    class_number = serializers.IntegerField(allow_null=True)


class MapSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    as_of = serializers.CharField()
    tlp = serializers.ChoiceField(choices=[label.code for label in TLP])
    source = serializers.CharField()  # type: ignore[assignment]
    licence = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    classes = MapClassSerializer(many=True)
    countries = MapCountrySerializer(many=True)


class MapView(APIView):
    """The map of the world by one measure: classes with their bounds, each country’s figure."""

    @extend_schema(
        operation_id="map_retrieve",
        parameters=[OpenApiParameter(name, str) for name in MapForm.base_fields],
        responses=MapSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response(files.as_data(sheet(asked(MapForm, request).asked())))


class HeatPlaceSerializer(serializers.Serializer[Any]):
    row = serializers.CharField(help_text="A region by its name, a country by its ISO code.")
    row_name = serializers.CharField()
    column = serializers.CharField(help_text="A capability area, or a group of them.")
    column_name = serializers.CharField()
    gaps = serializers.IntegerField()
    areas = serializers.IntegerField(help_text="Areas of need, over all countries of the row.")
    weighted_gap = serializers.FloatField()
    gap_class = serializers.ChoiceField(choices=GapClass.names)


class HeatMapView(APIView):
    """Regions or countries against capability areas: each place that has a need."""

    @extend_schema(
        operation_id="heat_map_list",
        parameters=[OpenApiParameter(name, str) for name in HeatForm.base_fields],
        responses=HeatPlaceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(list(flat(heat(asked(HeatForm, request).asked()))))
