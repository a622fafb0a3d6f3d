"""Verifying a report under `/api/v1/verify`: by its fingerprint, or by its JSON as it came."""

from typing import IO, Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from capabilities.api import LabelField
from gaps.models import Report
from gaps.reports import verifying
from gaps.reports.document import NotADocument
from gaps.reports.verifying import Outcome, Verdict
from portal.parsers import TooLarge


class AsItCame(BaseParser):
    """The body byte by byte, since the fingerprint is of its bytes."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], *args: Any, **kwargs: Any) -> Any:
        body = stream.read(verifying.LARGEST + 1)
        if len(body) > verifying.LARGEST:
            raise TooLarge(_("Send at most %d bytes.") % verifying.LARGEST)
        return bytes(body)


class FoundReportSerializer(serializers.ModelSerializer[Report]):
    id = serializers.CharField(source="public_id", read_only=True)
    tlp = LabelField(read_only=True)

    class Meta:
        model = Report
        fields = ["id", "version", "title", "tlp", "published"]
        read_only_fields = fields


class VerdictSerializer(serializers.Serializer[Verdict]):
    """What came of it. `changed`: it says that it is `report`, whose content is another."""

    fingerprint = serializers.CharField(help_text="SHA-256 of the content.")
    outcome = serializers.SerializerMethodField()
    report = FoundReportSerializer(allow_null=True)
    superseded_by = FoundReportSerializer(source="newer", allow_null=True)

    @extend_schema_field(serializers.ChoiceField(choices=[each.value for each in Outcome]))
    def get_outcome(self, verdict: Verdict) -> str:
        return verdict.outcome.value


class VerifyView(APIView):
    """Whether a fingerprint or a JSON is that of a published report that the caller may see."""

    parser_classes = [AsItCame]

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "fingerprint", str, required=True, description="64 hexadecimal digits."
            )
        ],
        responses=VerdictSerializer,
    )
    def get(self, request: Request) -> Response:
        unknown = sorted(set(request.query_params) - {"fingerprint", "format"})
        if unknown:
            raise ValidationError({name: _("Unknown. Known: fingerprint.") for name in unknown})
        try:
            found = verifying.read_fingerprint(request.query_params.get("fingerprint", ""))
        except verifying.NoFingerprint as problem:
            raise ValidationError({"fingerprint": str(problem)}) from problem
        return self._answer(verifying.of_fingerprint(found, request.user))

    @extend_schema(request=OpenApiTypes.OBJECT, responses=VerdictSerializer)
    def post(self, request: Request) -> Response:
        """The JSON of a report, as it was downloaded."""
        body: Any = request.data or b""
        try:
            return self._answer(verifying.of_file(body, request.user))
        except NotADocument as problem:
            raise ValidationError({"body": str(problem)}) from problem

    def _answer(self, verdict: Verdict) -> Response:
        return Response(VerdictSerializer(verdict).data)
