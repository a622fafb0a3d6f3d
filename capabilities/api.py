"""The directory under `/api/v1/`: the same lists as the pages, in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from capabilities.duplicates.former import EndpointFollowsMerges
from capabilities.filters import CountryFilter, NeedFilter
from capabilities.models import (
    Agency,
    CapabilityArea,
    Country,
    Need,
    Pairable,
    Provider,
    Resource,
)
from portal.access import TLP, VisibleToRequester


@extend_schema_field(serializers.ChoiceField(choices=[label.code for label in TLP]))
class LabelField(serializers.Field[TLP, str, str, Any]):
    """A TLP label by its name, such as `AMBER+STRICT`."""

    def to_representation(self, value: int) -> str:
        return TLP(value).code


def codes(field: str) -> Any:
    """Related rows by a public code, from rows the queryset has already joined."""
    return serializers.SlugRelatedField(slug_field=field, many=True, read_only=True)


class CountrySerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = [
            "iso3",
            "iso2",
            "m49",
            "name",
            "region",
            "subregion",
            "latitude",
            "longitude",
            "income",
            "un_member",
            "official_languages",
        ]


class AreaSerializer(serializers.ModelSerializer[CapabilityArea]):
    group = serializers.CharField(
        source="parent.code", default=None, read_only=True, allow_null=True
    )
    prerequisites = codes("code")
    default_tlp = LabelField(read_only=True)

    class Meta:
        model = CapabilityArea
        fields = [
            "code",
            "name",
            "group",
            "definition",
            "kinds",
            "default_tlp",
            "rights_risk",
            "prerequisites",
        ]


class SourceSerializer(serializers.Serializer[Any]):
    """Where an entry comes from and how good that evidence is."""

    url = serializers.CharField(source="source_url")
    said_by = serializers.CharField()
    grade = serializers.CharField(help_text="Admiralty grade, such as B2.")
    verification = serializers.CharField()
    last_verified = serializers.DateField(allow_null=True)


class ProviderSerializer(serializers.ModelSerializer[Provider]):
    id = serializers.CharField(source="public_id", read_only=True)
    based_in = serializers.CharField(
        source="based_in.iso3", default=None, read_only=True, allow_null=True
    )
    tlp = LabelField(read_only=True)
    provenance = SourceSerializer(source="*", read_only=True)

    class Meta:
        model = Provider
        fields = [
            "id",
            "name",
            "aliases",
            "type",
            "based_in",
            "url",
            "description",
            "tlp",
            "provenance",
        ]


class ResourceSerializer(serializers.ModelSerializer[Resource]):
    id = serializers.CharField(source="public_id", read_only=True)
    provider = serializers.CharField(source="provider.public_id", read_only=True)
    provider_name = serializers.CharField(source="provider.name", read_only=True)
    areas = codes("code")
    eligible_countries = codes("iso3")
    eligible_groups = codes("code")
    excluded_countries = codes("iso3")
    tlp = LabelField(read_only=True)
    provenance = SourceSerializer(source="*", read_only=True)

    class Meta:
        model = Resource
        fields = [
            "id",
            "name",
            "aliases",
            "provider",
            "provider_name",
            "description",
            "url",
            "areas",
            "kinds",
            "level_from",
            "level_to",
            "eligibility",
            "eligible_countries",
            "eligible_groups",
            "excluded_countries",
            "language_rule",
            "languages",
            "modes",
            "starts",
            "ends",
            "capacity_rule",
            "capacity",
            "pool",
            "cost",
            "tlp",
            "provenance",
        ]


class NeedSerializer(serializers.ModelSerializer[Need]):
    id = serializers.CharField(source="public_id", read_only=True)
    country = serializers.CharField(source="country.iso3", read_only=True)
    area = serializers.CharField(source="area.code", read_only=True)
    agency = serializers.CharField(
        source="agency.public_id", default=None, read_only=True, allow_null=True
    )
    tlp = LabelField(read_only=True)
    provenance = SourceSerializer(source="*", read_only=True)

    class Meta:
        model = Need
        fields = [
            "id",
            "country",
            "area",
            "agency",
            "basis",
            "status",
            "current_level",
            "target_level",
            "quantity",
            "urgency",
            "kinds",
            "languages",
            "modes",
            "starts",
            "ends",
            "tlp",
            "provenance",
        ]


class AgencySerializer(serializers.ModelSerializer[Agency]):
    id = serializers.CharField(source="public_id", read_only=True)
    country = serializers.CharField(source="country.iso3", read_only=True)
    tlp = LabelField(read_only=True)
    provenance = SourceSerializer(source="*", read_only=True)

    class Meta:
        model = Agency
        fields = ["id", "name", "country", "kinds", "url", "languages", "tlp", "provenance"]


class CountryViewSet(ReadOnlyModelViewSet[Country]):
    """Countries and territories."""

    queryset = Country.objects.all()
    serializer_class = CountrySerializer
    filterset_class = CountryFilter
    lookup_field = "iso3"
    lookup_value_regex = "[A-Za-z]{3}"  # so that words may stand there for other endpoints
    ordering = ("sort_key", "pk")


class AreaViewSet(ReadOnlyModelViewSet[CapabilityArea]):
    """The tree of capability areas."""

    queryset = CapabilityArea.objects.select_related("parent").prefetch_related("prerequisites")
    serializer_class = AreaSerializer
    lookup_field = "code"
    ordering = ("code",)


class ProviderViewSet(EndpointFollowsMerges, VisibleToRequester, ReadOnlyModelViewSet[Provider]):
    """Providers of help that the caller may see."""

    former_kind = Pairable.PROVIDER

    queryset = Provider.objects.select_related("based_in")
    serializer_class = ProviderSerializer
    lookup_field = "public_id"
    ordering = ("name", "pk")


class NeedViewSet(VisibleToRequester, ReadOnlyModelViewSet[Need]):
    """Live needs that the caller may see; indicative ones are marked so in `basis`."""

    queryset = Need.objects.live().for_display()
    serializer_class = NeedSerializer
    filterset_class = NeedFilter
    lookup_field = "public_id"
    ordering = ("public_id",)


class AgencyViewSet(VisibleToRequester, ReadOnlyModelViewSet[Agency]):
    """Public bodies against cybercrime that the caller may see."""

    queryset = Agency.objects.select_related("country")
    serializer_class = AgencySerializer
    lookup_field = "public_id"
    ordering = ("name", "pk")
