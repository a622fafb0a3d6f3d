"""Who works with whom, under `/api/v1/`: projects with the bodies and places that they name."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from capabilities.api import LabelField
from capabilities.network import Role, Work
from capabilities.network_forms import NetworkForm
from portal.api import asked


class BodySerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))


class WorkSerializer(serializers.Serializer[Any]):
    """A project as its public record states it."""

    id = serializers.CharField(source="project.public_id")
    title = serializers.CharField(source="project.title")
    status = serializers.CharField(source="project.status")
    starts = serializers.CharField(source="project.starts", help_text="A year, a month or a day.")
    ends = serializers.CharField(source="project.ends")
    bodies = serializers.SerializerMethodField()
    countries = serializers.ListField(child=serializers.CharField(), help_text="ISO 3166 codes.")
    regions = serializers.ListField(
        child=serializers.CharField(), source="project.regions", help_text="As the record says."
    )
    source_url = serializers.CharField(source="project.source_url")
    tlp = LabelField(source="project.tlp")

    @extend_schema_field(BodySerializer(many=True))
    def get_bodies(self, work: Work) -> Any:
        return [{"name": name, "roles": sorted(roles)} for name, roles in work.bodies.items()]


class NetworkView(APIView):
    """All projects that the caller may see, narrowed by body, place and status, by their titles."""

    @extend_schema(
        operation_id="network_list",
        parameters=[OpenApiParameter(name, str) for name in NetworkForm.base_fields],
        responses=WorkSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        works = asked(NetworkForm, request).narrowed().works
        return Response(WorkSerializer(works, many=True).data)
