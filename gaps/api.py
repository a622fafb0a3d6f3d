"""What the analyser found, under `/api/v1/`: the same lists as the pages, in JSON."""

from fractions import Fraction
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from capabilities.api import LabelField
from gaps import words
from gaps.engine.confidence import Level
from gaps.engine.robustness import Rerun, Robustness
from gaps.evidence import Blocker
from gaps.filters import FindingFilter, FoundFilter
from gaps.models import Cell, Finding, GapClass, Run
from gaps.reading import Explained, Explanation, explained, explanation
from portal.access import TLP, Audience, VisibleToRequester


@extend_schema_field(serializers.ChoiceField(choices=GapClass.names))
class ClassField(serializers.Field[Any, str, str, Any]):
    """A gap class by its name, such as `UNCOVERED`."""

    def to_representation(self, value: int) -> str:
        return GapClass(value).name


@extend_schema_field(serializers.RegexField(r"^\d+(/\d+)?$"))
class ExactField(serializers.Field[Any, str, str, Any]):
    """An exact number: an integer, or a fraction such as `"10/3"`."""

    def to_representation(self, value: Fraction) -> str:
        return str(value)


@extend_schema_field(serializers.ChoiceField(choices=[TLP(value).code for value in Audience]))
class AudienceField(serializers.Field[Any, str, str, Any]):
    """The audience of a run by its label, such as `CLEAR`."""

    def to_representation(self, value: int) -> str:
        return TLP(value).code


class FoundSerializer(serializers.ModelSerializer[Any]):
    country = serializers.CharField(source="country.iso3", read_only=True)
    area = serializers.CharField(source="area.code", read_only=True)
    gap_class = ClassField(read_only=True)
    allocated = ExactField(read_only=True)
    audience = AudienceField(read_only=True)


COMMON = ["country", "area", "gap_class", "demand", "optimistic", "allocated", "weighted_gap"]


class CellSerializer(FoundSerializer):
    class Meta:
        model = Cell
        fields = [*COMMON, "indicative", "audience"]


class BlockerSerializer(serializers.Serializer[Blocker]):
    """An area that is needed first and is a gap itself, with the address of its findings."""

    area = serializers.CharField(source="code", read_only=True)
    gap_class = ClassField(read_only=True)
    findings = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField())
    def get_findings(self, blocker: Blocker) -> str:
        address = reverse("api:finding-list", request=self.context["request"])
        return f"{address}?{urlencode(blocker.query)}"


class RerunSerializer(serializers.Serializer[Rerun]):
    months = serializers.IntegerField()
    max_age_days = serializers.IntegerField()
    gap_class = ClassField()


class RobustnessSerializer(serializers.Serializer[Robustness]):
    """How many re-runs, at other maximum ages of a confirmation, keep the class."""

    kept = serializers.IntegerField()
    of = serializers.IntegerField()
    reruns = RerunSerializer(many=True)


class FindingSerializer(FoundSerializer):
    id = serializers.CharField(source="key", read_only=True)
    need = serializers.CharField(source="need.public_id", read_only=True)
    since = serializers.CharField(
        source="since.public_id", read_only=True, help_text="The run that found it first."
    )
    sentence = serializers.SerializerMethodField(help_text="Why, in plain words.")
    smallest_fix = serializers.SerializerMethodField(help_text="What would close it, in words.")

    served_by = serializers.SerializerMethodField(help_text="The first of those that serve it.")
    nearest = serializers.SerializerMethodField(help_text="The resource that comes nearest.")
    fails = serializers.SerializerMethodField(help_text="The constraints that one fails on.")
    confidence = serializers.SerializerMethodField(help_text="How far it can be trusted.")
    confidence_reasons = serializers.SerializerMethodField(help_text="What lowers that, in words.")
    blocked_by = serializers.SerializerMethodField(
        help_text="Areas that are needed first and are gaps in that country too."
    )

    class Meta:
        model = Finding
        fields = [
            "id",
            *COMMON,
            "need",
            "step",
            "urgency",
            "indicative",
            "sentence",
            "smallest_fix",
            "served_by",
            "nearest",
            "fails",
            "confidence",
            "confidence_reasons",
            "blocked_by",
            "since",
            "audience",
        ]

    def get_sentence(self, finding: Finding) -> str:
        return self._entry(finding).reason.sentence

    def get_smallest_fix(self, finding: Finding) -> str:
        return self._entry(finding).reason.fix

    def get_served_by(self, finding: Finding) -> list[str]:
        return [resource.public_id for resource in self._entry(finding).reason.usable]

    def get_nearest(self, finding: Finding) -> str:
        nearest = self._entry(finding).reason.nearest
        return nearest.public_id if nearest else ""

    def get_fails(self, finding: Finding) -> list[str]:
        return list(words.failed(finding))

    @extend_schema_field(serializers.ChoiceField(choices=[level.name for level in Level]))
    def get_confidence(self, finding: Finding) -> str:
        return self._entry(finding).trust.level.name

    def get_confidence_reasons(self, finding: Finding) -> list[str]:
        return list(self._entry(finding).trust.reasons)

    @extend_schema_field(BlockerSerializer(many=True))
    def get_blocked_by(self, finding: Finding) -> Any:
        blockers = self._entry(finding).blocked_by
        return [BlockerSerializer(blocker, context=self.context).data for blocker in blockers]

    def _entry(self, finding: Finding) -> Explained:
        entry: Explained = self.context["entries"][finding.pk]
        return entry


class FindingDetailSerializer(FindingSerializer):
    explanation = serializers.SerializerMethodField(
        help_text="All that the engine says of it; null where the records have changed since."
    )
    robustness = serializers.SerializerMethodField(
        help_text="Whether other maximum ages keep its class; null where the records have changed."
    )

    class Meta(FindingSerializer.Meta):
        fields = [*FindingSerializer.Meta.fields, "explanation", "robustness"]

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_explanation(self, finding: Finding) -> dict[str, Any] | None:
        return self._whole.said if self._whole else None

    @extend_schema_field(RobustnessSerializer(allow_null=True))
    def get_robustness(self, finding: Finding) -> Any:
        return RobustnessSerializer(self._whole.robustness).data if self._whole else None

    @cached_property
    def _whole(self) -> Explanation | None:
        """Asked of the engine once for both fields."""
        run = Run.objects.shown_to(self.context["request"].user)
        return explanation(self.instance, run) if run else None  # type: ignore[arg-type]


class RunSerializer(serializers.ModelSerializer[Run]):
    id = serializers.CharField(source="public_id", read_only=True)
    audience = AudienceField(read_only=True)
    tlp = LabelField(read_only=True)

    class Meta:
        model = Run
        fields = [
            "id",
            "audience",
            "kind",
            "as_of",
            "status",
            "created",
            "started",
            "finished",
            "progress_done",
            "progress_total",
            "method_version",
            "fingerprint",
            "tlp",
            "needs_read",
            "resources_read",
            "findings_changed",
            "error",
        ]


class CellViewSet(VisibleToRequester, ListModelMixin, GenericViewSet[Cell]):
    """Countries × capability areas as the latest run for the caller's audience found them."""

    queryset = Cell.objects.select_related("country", "area")
    serializer_class = CellSerializer
    filterset_class = FoundFilter
    ordering = ("-weighted_gap", "gap_class", "pk")


class FindingViewSet(VisibleToRequester, ReadOnlyModelViewSet[Finding]):
    """Findings of the latest run for the caller's audience, worst first, each with its reason."""

    queryset = Finding.objects.for_display()
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    lookup_field = "key"
    lookup_value_regex = r"[a-z0-9]+-\d+"
    ordering = ("-weighted_gap", "gap_class", "pk")

    def get_object(self) -> Finding:
        found: Finding = get_object_or_404(self.get_queryset().keyed(self.kwargs["key"]))
        return found

    def get_serializer_class(self) -> Any:
        return FindingDetailSerializer if self.action == "retrieve" else FindingSerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Explain the whole page at once, so that no row costs a query."""
        if not args:  # for the schema, which no row stands behind
            return super().get_serializer(**kwargs)
        listed = [args[0]] if isinstance(args[0], Finding) else args[0]
        entries = explained(listed, self.request.user)
        by_row = {entry.finding.pk: entry for entry in entries}
        kwargs["context"] = {**self.get_serializer_context(), "entries": by_row}
        return super().get_serializer(*args, **kwargs)


class RunViewSet(VisibleToRequester, ReadOnlyModelViewSet[Run]):
    """Runs for audiences that the caller belongs to, newest first, with their progress."""

    queryset: QuerySet[Run] = Run.objects.all()
    serializer_class = RunSerializer
    lookup_field = "public_id"
    ordering = ("-created", "-pk")
