"""Published reports, and decisions on findings for reviewers, under `/api/v1/`."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from capabilities.api import LabelField
from gaps.api import AudienceField, ClassField
from gaps.filters import DecisionFilter, ReportFilter
from gaps.models import Action, Decision, Report
from gaps.models.reports import Scope
from gaps.workflow import Handling
from portal.access import Permission, VisibleToRequester, may


class MayReview(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return may(request.user, Permission.REVIEW)


class ReportSerializer(serializers.ModelSerializer[Report]):
    id = serializers.CharField(source="public_id", read_only=True)
    scope = serializers.ChoiceField(choices=Scope.choices, read_only=True)
    audience = AudienceField(read_only=True)
    tlp = LabelField(read_only=True)
    run = serializers.CharField(source="run.public_id", read_only=True)
    as_of = serializers.DateField(source="run.as_of", read_only=True)
    superseded = serializers.BooleanField(
        source="is_superseded", read_only=True, help_text="Whether there is a newer version."
    )

    class Meta:
        model = Report
        fields = [
            "id",
            "title",
            "version",
            "scope",
            "place",
            "audience",
            "tlp",
            "run",
            "as_of",
            "published",
            "fingerprint",
            "superseded",
        ]


class ReportViewSet(VisibleToRequester, ReadOnlyModelViewSet[Report]):
    """What has been published and the caller may read, newest first.

    One report is the very document that its fingerprint is of: SHA-256 over the bytes as sent.
    """

    queryset = Report.objects.out().for_display()
    serializer_class = ReportSerializer
    filterset_class = ReportFilter
    lookup_field = "public_id"
    ordering = ("-published", "-pk")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_newer(self.request.user)

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        return HttpResponse(self.get_object().document, content_type="application/json")


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    finding = serializers.SerializerMethodField(help_text="The id of the finding.")
    country = serializers.CharField(source="review.need.country.iso3", read_only=True)
    area = serializers.CharField(source="review.need.area.code", read_only=True)
    old = serializers.ChoiceField(choices=Handling.choices, read_only=True)
    new = serializers.ChoiceField(choices=Handling.choices, read_only=True)
    action = serializers.ChoiceField(choices=[("", "None"), *Action.choices], read_only=True)
    gap_class = ClassField(read_only=True)
    run = serializers.CharField(source="run.public_id", read_only=True)
    by = serializers.CharField(read_only=True)

    class Meta:
        model = Decision
        fields = [
            "finding",
            "country",
            "area",
            "old",
            "new",
            "action",
            "reason",
            "gap_class",
            "weighted_gap",
            "run",
            "by",
            "at",
        ]

    def get_finding(self, decision: Decision) -> str:
        return f"{decision.review.need.public_id}-{decision.review.step}"


class DecisionViewSet(VisibleToRequester, ListModelMixin, GenericViewSet[Decision]):
    """What reviewers have decided of findings, newest first. For reviewers."""

    queryset = Decision.objects.select_related(
        "review__need__country", "review__need__area", "run", "by"
    )
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    permission_classes = [MayReview]
    ordering = ("-at", "-pk")
