"""Questions to the analyser under `/api/v1/`: what if, what changed, what next."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from gaps import actions
from gaps.engine import CaseError
from gaps.models import Run, Study
from portal.access import Permission, VisibleToRequester, require


class StudySerializer(serializers.ModelSerializer[Study]):
    id = serializers.CharField(source="public_id", read_only=True)
    run = serializers.CharField(source="run.public_id", read_only=True)
    as_of = serializers.DateField(source="run.as_of", read_only=True)

    class Meta:
        model = Study
        fields = ["id", "run", "as_of", "status", "created", "finished", "error"]


class OutcomeSerializer(StudySerializer):
    outcome = serializers.DictField(
        read_only=True,
        allow_null=True,
        help_text="Null until it is done. Exact numbers are integers or fractions as text.",
    )

    class Meta(StudySerializer.Meta):
        fields = [*StudySerializer.Meta.fields, "outcome"]


class ScenarioSerializer(OutcomeSerializer):
    changes = serializers.DictField(read_only=True)

    class Meta(OutcomeSerializer.Meta):
        fields = [*OutcomeSerializer.Meta.fields, "name", "changes"]


class ComparisonSerializer(OutcomeSerializer):
    earlier = serializers.CharField(source="earlier.public_id", read_only=True)

    class Meta(OutcomeSerializer.Meta):
        fields = [*OutcomeSerializer.Meta.fields, "earlier"]


class PlanSerializer(OutcomeSerializer):
    class Meta(OutcomeSerializer.Meta):
        fields = [*OutcomeSerializer.Meta.fields, "number"]


@extend_schema_field({"type": "string", "description": "The id of a run."})
class RunField(serializers.SlugRelatedField[Run]):
    """A run that the caller may see, by its id; another is not found."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", queryset=Run.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Run.objects.visible_to(self.context["request"].user)


class AskScenario(serializers.Serializer[Any]):
    """Records in the JSON form of a case; a change gives an id and the fields that differ."""

    name = serializers.CharField(max_length=200)
    run = RunField(required=False, help_text="The run to start from; the latest unless given.")
    changes = serializers.DictField(
        help_text='{"add": {"needs": [], "resources": []}, "change": {…}, "remove": {ids}}'
    )


class AskComparison(serializers.Serializer[Any]):
    earlier = RunField()
    later = RunField()


class AskPlan(serializers.Serializer[Any]):
    run = RunField(required=False, help_text="The latest unless given.")
    number = serializers.IntegerField(min_value=1, max_value=100, default=20)


class StudyViewSet(VisibleToRequester, ListModelMixin, RetrieveModelMixin, GenericViewSet[Study]):
    """Studies of one kind: asked for by POST, worked out by a worker, read until they are done."""

    kind: ClassVar[Study.Kind]
    asking: ClassVar[type[serializers.Serializer[Any]]]
    queryset = Study.objects.for_display()
    lookup_field = "public_id"
    ordering = ("-created", "-pk")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind=self.kind)

    def _ask(self, request: Request) -> Response:
        asking = self.asking(data=request.data, context=self.get_serializer_context())
        asking.is_valid(raise_exception=True)
        try:
            study = self.ask(dict(asking.validated_data), request.user)
        except (actions.StudyRefused, CaseError) as refusal:
            raise serializers.ValidationError({"detail": [str(refusal)]}) from None
        return Response(self.get_serializer(study).data, status=status.HTTP_202_ACCEPTED)

    def ask(self, asked: dict[str, Any], by: Any) -> Study:
        raise NotImplementedError

    def _run(self, asked: dict[str, Any]) -> Run:
        run: Run | None = asked.get("run") or Run.objects.shown_to(self.request.user)
        return run or get_object_or_404(Run.objects.none())


class WhatIfViewSet(StudyViewSet):
    """Scenarios of the caller's organisation: what some changes would open, close or gain."""

    kind, asking, serializer_class = Study.Kind.WHAT_IF, AskScenario, ScenarioSerializer

    @extend_schema(request=AskScenario, responses={202: ScenarioSerializer})
    def create(self, request: Request) -> Response:
        return self._ask(request)

    def ask(self, asked: dict[str, Any], by: Any) -> Study:
        require(by, Permission.STUDY)
        study = actions.draft_scenario(
            run=self._run(asked), name=asked["name"], changes=asked["changes"], by=by
        )
        actions.ask_scenario(study=study, by=by)
        return study

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, public_id: str) -> Response:
        actions.delete_scenario(study=self.get_object(), by=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


class ComparisonViewSet(StudyViewSet):
    """What changed between two runs, cell by cell, and which record moved each."""

    kind, asking, serializer_class = Study.Kind.COMPARISON, AskComparison, ComparisonSerializer

    @extend_schema(request=AskComparison, responses={202: ComparisonSerializer})
    def create(self, request: Request) -> Response:
        return self._ask(request)

    def ask(self, asked: dict[str, Any], by: Any) -> Study:
        return actions.compare_runs(**asked, by=by)


class InterventionViewSet(StudyViewSet):
    """The next best steps of a run, with the exact gain of each."""

    kind, asking, serializer_class = Study.Kind.PLAN, AskPlan, PlanSerializer

    @extend_schema(request=AskPlan, responses={202: PlanSerializer})
    def create(self, request: Request) -> Response:
        return self._ask(request)

    def ask(self, asked: dict[str, Any], by: Any) -> Study:
        require(by, Permission.STUDY)
        return actions.plan_next_steps(run=self._run(asked), number=asked["number"], by=by)
