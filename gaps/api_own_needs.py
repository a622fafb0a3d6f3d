"""The needs of the caller's organisation, assessed for its eyes alone, under `/api/v1/`."""

from functools import cached_property
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.viewsets import ReadOnlyModelViewSet

from capabilities.api import LabelField
from capabilities.models import Need
from gaps import on_demand, words
from gaps.api import ClassField, ExactField, RobustnessSerializer
from gaps.engine.confidence import Level
from portal.access import Permission, may


class MaySubmitNeeds(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return may(request.user, Permission.SUBMIT_NEEDS)


class StepSerializer(serializers.Serializer[on_demand.Step]):
    """One step of a need, with the words and numbers of a finding."""

    step = serializers.IntegerField(source="finding.step")
    gap_class = ClassField(source="finding.gap_class")
    demand = serializers.IntegerField(source="finding.demand")
    optimistic = serializers.IntegerField(source="finding.optimistic")
    allocated = ExactField(source="finding.allocated")
    weighted_gap = serializers.FloatField(source="finding.weighted_gap")
    sentence = serializers.CharField(source="reason.sentence", help_text="Why, in plain words.")
    smallest_fix = serializers.CharField(
        source="reason.fix", help_text="What would close it, in words."
    )
    served_by = serializers.SerializerMethodField(help_text="The first of those that serve it.")
    nearest = serializers.SerializerMethodField(help_text="The resource that comes nearest.")
    fails = serializers.SerializerMethodField(help_text="The constraints that one fails on.")
    confidence = serializers.SerializerMethodField(help_text="How far it can be trusted.")
    confidence_reasons = serializers.ListField(
        source="trust.reasons",
        child=serializers.CharField(),
        help_text="What lowers that, in words.",
    )

    def get_served_by(self, step: on_demand.Step) -> list[str]:
        return [resource.public_id for resource in step.reason.usable]

    def get_nearest(self, step: on_demand.Step) -> str:
        nearest = step.reason.nearest
        return nearest.public_id if nearest else ""

    def get_fails(self, step: on_demand.Step) -> list[str]:
        return list(words.failed(step.finding))

    @extend_schema_field(serializers.ChoiceField(choices=[level.name for level in Level]))
    def get_confidence(self, step: on_demand.Step) -> str:
        return step.trust.level.name


class WholeStepSerializer(StepSerializer):
    explanation = serializers.DictField(source="said", help_text="All that the engine says of it.")
    robustness = RobustnessSerializer(source="detail.robustness")


class OwnNeedSerializer(serializers.Serializer[on_demand.Assessed]):
    id = serializers.CharField(source="need.public_id")
    country = serializers.CharField(source="need.country.iso3")
    area = serializers.CharField(source="need.area.code")
    tlp = LabelField(source="need.tlp")
    drew_on = LabelField(source="label", help_text="The highest label that the answer drew on.")
    steps = StepSerializer(many=True)


class WholeOwnNeedSerializer(OwnNeedSerializer):
    steps = WholeStepSerializer(many=True)


class OwnNeedViewSet(ReadOnlyModelViewSet[Need]):
    """The caller's own live needs, assessed now as if they alone were added to what members see.

    For officers. Nothing of it is stored, and no labelled record of another organisation counts.
    """

    queryset = Need.objects.none()
    permission_classes = [MaySubmitNeeds]
    lookup_field = "public_id"
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        return on_demand.own_needs(self.asker)

    @cached_property
    def asker(self) -> on_demand.Asker:
        return on_demand.Asker.of(self.request.user)

    def get_serializer_class(self) -> Any:
        return WholeOwnNeedSerializer if self.action == "retrieve" else OwnNeedSerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Assess the whole page at once."""
        if not args:  # for the schema, which no row stands behind
            return super().get_serializer(**kwargs)
        [shown] = args
        found = on_demand.assessed([shown] if isinstance(shown, Need) else shown, self.asker)
        return super().get_serializer(found[0] if isinstance(shown, Need) else found, **kwargs)
