"""Countries under `/api/v1/countries/`: all that is told of one, and several side by side."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from capabilities.models import Country
from gaps.countries import comparing
from gaps.countries.profile import profile
from gaps.countries.telling import side_by_side, told
from gaps.engine.confidence import Level
from gaps.models import GapClass, Run
from portal.access import TLP


def _codes() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField())


class _FrameSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateField(allow_null=True)
    run = serializers.CharField(allow_null=True)
    tlp = serializers.ChoiceField(choices=[label.code for label in TLP])
    licence = serializers.CharField()


class _FiguresSerializer(serializers.Serializer[Any]):
    country = serializers.CharField()
    name = serializers.CharField()
    areas_of_need = serializers.IntegerField()
    areas_with_a_gap = serializers.IntegerField()
    weighted_gap = serializers.FloatField()
    main_class = serializers.CharField(
        allow_null=True, help_text="The gap class that most of the weighted gap has."
    )
    open_offers = serializers.IntegerField()


class CountryFindingSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    area = serializers.CharField()
    area_name = serializers.CharField()
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    gap_class = serializers.ChoiceField(choices=GapClass.names)
    indicative = serializers.BooleanField()
    demand = serializers.IntegerField()
    allocated = serializers.RegexField(r"^\d+(/\d+)?$")
    weighted_gap = serializers.FloatField()
    confidence = serializers.ChoiceField(choices=[level.name for level in Level])
    sentence = serializers.CharField(help_text="Why, in plain words.")
    smallest_fix = serializers.CharField(allow_blank=True)
    served_by = _codes()
    nearest = serializers.CharField(allow_null=True)
    fails = _codes()


class NearlySerializer(serializers.Serializer[Any]):
    """An offer that nearly reaches the country, and the change that would let it."""

    resource = serializers.CharField()
    name = serializers.CharField()
    provider = serializers.CharField()
    changes = serializers.CharField()
    areas = _codes()
    weighted_gap = serializers.FloatField()


class CountryAgencySerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    kinds = _codes()
    url = serializers.CharField(allow_blank=True)
    languages = _codes()
    verification = serializers.CharField()
    said_by = serializers.CharField(allow_blank=True)
    tlp = serializers.ChoiceField(choices=[label.code for label in TLP])


class CountryProjectSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()
    status = serializers.CharField()
    starts = serializers.CharField(allow_blank=True, help_text="A year, a month or a day.")
    ends = serializers.CharField(allow_blank=True)
    implementers = _codes()
    funders = _codes()
    source_url = serializers.CharField(allow_blank=True)
    tlp = serializers.ChoiceField(choices=[label.code for label in TLP])


class NeighbourSerializer(serializers.Serializer[Any]):
    """A country of the same part of the world that lacks the same."""

    country = serializers.CharField()
    areas = _codes()
    bodies = _codes()


class TrendPointSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateField()
    run = serializers.CharField()
    gaps = serializers.IntegerField()
    weighted_gap = serializers.FloatField()


class TreatySerializer(serializers.Serializer[Any]):
    treaty = serializers.CharField()
    status = serializers.CharField(help_text="`not known` is not the same as not a party.")
    signed = serializers.DateField(allow_null=True)
    ratified = serializers.DateField(allow_null=True)
    in_force = serializers.DateField(allow_null=True)
    basis = serializers.CharField(allow_blank=True)


class MembershipSerializer(serializers.Serializer[Any]):
    group = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    basis = serializers.CharField()


class RatingSerializer(serializers.Serializer[Any]):
    pillar = serializers.CharField(allow_blank=True)
    level = serializers.IntegerField(allow_null=True)
    tier = serializers.CharField(allow_blank=True)


class EditionSerializer(serializers.Serializer[Any]):
    """What one edition of an index says; editions are not comparable with each other."""

    index = serializers.CharField()
    edition = serializers.CharField()
    ratings = RatingSerializer(many=True)
    sources = _codes()


class _PublicSerializer(serializers.Serializer[Any]):
    region = serializers.CharField(allow_blank=True)
    subregion = serializers.CharField(allow_blank=True)
    income = serializers.CharField(allow_blank=True)
    official_languages = _codes()
    treaties = TreatySerializer(many=True)
    memberships = MembershipSerializer(many=True)
    maturity = EditionSerializer(many=True)
    trend = TrendPointSerializer(many=True)


class CountryProfileSerializer(_FrameSerializer, _FiguresSerializer, _PublicSerializer):
    gaps = CountryFindingSerializer(many=True)
    served = CountryFindingSerializer(many=True)
    nearly = NearlySerializer(many=True)
    agencies = CountryAgencySerializer(many=True)
    projects = CountryProjectSerializer(many=True)
    neighbours = NeighbourSerializer(many=True)


class ComparedCountrySerializer(_FiguresSerializer, _PublicSerializer):
    agencies_known = serializers.IntegerField()


class ComparedAreaSerializer(serializers.Serializer[Any]):
    area = serializers.CharField()
    name = serializers.CharField()
    classes = serializers.DictField(
        child=serializers.CharField(allow_null=True),
        help_text="Gap classes by country; null where no need is known, which is not covered.",
    )
    differs = serializers.BooleanField()


class InCommonSerializer(serializers.Serializer[Any]):
    gaps = _codes()
    official_languages = _codes()
    bodies = _codes()


class SideBySideSerializer(_FrameSerializer):
    countries = ComparedCountrySerializer(many=True)
    areas = ComparedAreaSerializer(many=True)
    in_common = InCommonSerializer()


class ProfileViewSet(GenericViewSet[Any]):
    """All that is told of one country, from what the caller may see."""

    serializer_class = CountryProfileSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=CountryProfileSerializer)
    def list(self, request: Request, iso3: str) -> Response:
        country = get_object_or_404(Country, iso3=iso3.upper())
        run = Run.objects.shown_to(request.user)
        return Response(told(profile(country, request.user, run, today=timezone.localdate())))


class CompareViewSet(GenericViewSet[Any]):
    """Up to four countries side by side."""

    serializer_class = SideBySideSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        parameters=[OpenApiParameter("country", str, many=True, required=True)],
        responses=SideBySideSerializer,
    )
    def list(self, request: Request) -> Response:
        unknown = sorted(set(request.query_params) - {"country", "format"})
        if unknown:
            raise exceptions.ValidationError(
                dict.fromkeys(unknown, "Unknown filter. Known: country.")
            )
        asked = comparing.chosen(request.query_params.getlist("country"))
        _check(asked)
        run = Run.objects.shown_to(request.user)
        today = timezone.localdate()
        found = comparing.comparison(asked.countries, request.user, run, today=today)
        return Response(side_by_side(found))


def _check(asked: comparing.Chosen) -> None:
    """A column less would be taken for a country about which nothing is known."""
    if asked.unknown:
        message = f"No country has this code: {', '.join(asked.unknown)}."
        raise exceptions.ValidationError({"country": message})
    if asked.too_many:
        message = f"At most {comparing.MOST} countries stand side by side."
        raise exceptions.ValidationError({"country": message})
    if not asked.countries:
        raise exceptions.ValidationError({"country": "Name a country by its ISO 3166 code."})
