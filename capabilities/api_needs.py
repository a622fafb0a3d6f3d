"""Needs on their way under `/api/v1/needs`: the same acts as on the pages, by the same actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from capabilities import actions, answers, api, timeline
from capabilities.filters import FollowedNeedFilter
from capabilities.models import (
    Agency,
    Kind,
    Mode,
    Need,
    NeedDraft,
    NeedMove,
    NeedOutcome,
    Submission,
)
from capabilities.questions import LABELS
from capabilities.steps import ANY, LONGEST_TEXT
from capabilities.workflow import Status
from portal.access import Permission, require
from portal.idempotency import KeyMisused

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A key of your own: the same request sent again with it is carried out once.",
)
# Choices as the schema names them, in `ENUM_NAME_OVERRIDES`.
KIND_OR_ANY = [(code, code) for code in (ANY, *Kind.values)]
MODE_OR_ANY = [(code, code) for code in (ANY, *Mode.values)]
LABEL_ASKED = [(label.code, label.code) for label in LABELS]
NEXT_STATUS = [(s.value, s.value) for s in Status if s not in (Status.DRAFT, Status.SUBMITTED)]
NOT_SETTABLE = "This field cannot be set here."


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "This cannot be done now."


class Unprocessable(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "The key cannot be used for this request."


@contextmanager
def as_problems() -> Iterator[None]:
    """What an action refuses, as the answer that a client is given."""
    try:
        yield
    except answers.AnswersRefused as refusal:
        raise exceptions.ValidationError(refusal.errors) from None
    except actions.MoveNotAllowed as refusal:
        raise Conflict(str(refusal)) from None
    except KeyMisused as refusal:
        raise Unprocessable(str(refusal)) from None


# ------------------------------------------------------------------ what is sent


class Strict(serializers.Serializer[Any]):
    """Refuses what it does not know, so that nobody believes a read-only field was changed."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            raise exceptions.ValidationError({str(n): [NOT_SETTABLE] for n in sorted(unknown)})
        return super().to_internal_value(data)


def _several(choices: Any) -> Any:
    return serializers.ListField(child=serializers.ChoiceField(choices=choices), max_length=50)


def _text(**kwargs: Any) -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_TEXT, **kwargs)


class AnswersSerializer(Strict):
    """Answers to the questions about a need. `any` stands for each of a list."""

    area = serializers.CharField(max_length=20, help_text="Code of a capability area.")
    kinds = _several(KIND_OR_ANY)
    current_level = serializers.IntegerField(min_value=1, max_value=5)
    target_level = serializers.IntegerField(min_value=1, max_value=5)
    quantity = serializers.IntegerField(min_value=1, help_text="People, labs or cases.")
    languages = serializers.ListField(child=serializers.CharField(max_length=8), max_length=50)
    modes = _several(MODE_OR_ANY)
    starts = serializers.DateField()
    ends = serializers.DateField()
    urgency = serializers.IntegerField(min_value=1, max_value=5)
    reason = _text()
    evidence = _text(allow_blank=True, default="")
    tlp = serializers.ChoiceField(choices=LABEL_ASKED)
    label_reason = _text(
        allow_blank=True, default="", help_text="Why a label below the area's usual one will do."
    )


def given(serializer: Any) -> dict[str, Any]:
    """Checked answers as they are kept."""
    dates = {"starts", "ends"} & set(serializer.validated_data)
    kept = dict(serializer.validated_data)
    return kept | {name: kept[name].isoformat() for name in dates}


class NewNeedSerializer(AnswersSerializer):
    """A need of one of the caller's agencies, submitted at once."""

    agency = serializers.CharField(max_length=12, help_text="Id of an agency of your own.")


class NewDraftSerializer(Strict):
    agency = serializers.CharField(max_length=12, help_text="Id of an agency of your own.")


class NoteSerializer(Strict):
    note = _text(allow_blank=True, default="", help_text="Your answer to the questions asked.")


class ReasonSerializer(Strict):
    reason = _text(allow_blank=True, default="")


class OutcomeSerializer(Strict):
    helped = serializers.ChoiceField(choices=NeedOutcome.Helped.choices)
    helpers = _text(allow_blank=True, default="")
    evidence = _text(allow_blank=True, default="")


class NewMoveSerializer(Strict):
    """One step. `outcome` goes with `met`, and with nothing else."""

    to = serializers.ChoiceField(choices=NEXT_STATUS)
    reason = _text()
    outcome = OutcomeSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["to"] == Status.MET) != ("outcome" in attrs):
            raise exceptions.ValidationError({"outcome": ["Give it with “met”, and only then."]})
        return attrs


# ------------------------------------------------------------------ what is shown


class DraftSerializer(serializers.ModelSerializer[NeedDraft]):
    """What is being written; its answers as far as they were given."""

    id = serializers.CharField(source="public_id", read_only=True)
    agency = serializers.CharField(source="agency.public_id", read_only=True)
    need = serializers.CharField(source="need.public_id", default=None, read_only=True)
    answers = AnswersSerializer(read_only=True)

    class Meta:
        model = NeedDraft
        fields = ["id", "agency", "need", "answers", "created", "changed"]

    def to_representation(self, instance: NeedDraft) -> dict[str, Any]:
        """Answers are shown as kept, for those not given yet are not there."""
        shown: dict[str, Any] = {
            name: field.to_representation(field.get_attribute(instance))
            if field.get_attribute(instance) is not None
            else None
            for name, field in self.fields.items()
            if name != "answers"
        }
        return shown | {"answers": instance.answers}


class MoveSerializer(serializers.ModelSerializer[NeedMove]):
    by = serializers.SerializerMethodField(help_text="A colleague by name, others by organisation.")
    desk = serializers.CharField(source="desk.name", default=None, read_only=True)

    class Meta:
        model = NeedMove
        fields = ["old", "new", "by", "at", "reason", "desk"]

    def get_by(self, move: NeedMove) -> str:
        return timeline.who(move, self.context["request"].user)


class WaySerializer(serializers.ModelSerializer[Submission]):
    """Where a need stands: who has it, since when, and when it goes on."""

    status = serializers.CharField(source="need.status", read_only=True)
    holder = serializers.CharField(source="need.holder", read_only=True)

    class Meta:
        model = Submission
        fields = ["status", "holder", "since", "due"]


# ------------------------------------------------------------------ endpoints


def _own_agency(public_id: str, user: Any) -> Agency:
    agency: Agency | None = Agency.objects.of(user).filter(public_id=public_id).first()
    if agency is None:
        raise exceptions.ValidationError({"agency": ["No agency of yours has this id."]})
    return agency


def _valid(serializer: Any) -> Any:
    serializer.is_valid(raise_exception=True)
    return serializer


class NeedViewSet(api.NeedViewSet):
    """Live needs that the caller may see; and the way of those that they follow."""

    def get_queryset(self) -> Any:
        if self.action == "list":
            return super().get_queryset()
        user = self.request.user
        needs = Need.objects.readable_by(user).for_display()
        if self.action == "retrieve":
            return needs.known_to(user)
        if self.action == "followed":
            return Need.objects.visible_to(user).followed_by(user).for_display()
        return needs.followed_by(user)

    @extend_schema(request=NewNeedSerializer, responses={201: api.NeedSerializer}, parameters=[KEY])
    def create(self, request: Request) -> Response:
        """Submit a need of one of your agencies."""
        require(request.user, Permission.SUBMIT_NEEDS)
        sent = given(_valid(NewNeedSerializer(data=request.data)))
        agency = _own_agency(sent.pop("agency"), request.user)
        with as_problems():
            need = actions.submit_at_once(
                agency=agency,
                given=sent,
                by=request.user,  # type: ignore[arg-type]
                key=request.headers.get("Idempotency-Key", ""),
            )
        return Response(self.get_serializer(need).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=api.NeedSerializer(many=True))
    @action(detail=False, filterset_class=FollowedNeedFilter)
    def followed(self, request: Request) -> Response:
        """The needs whose way you follow, wherever they stand."""
        return super().list(request)

    @extend_schema(responses=WaySerializer)
    @action(detail=True)
    def way(self, request: Request, public_id: str) -> Response:
        """Where a need stands: who has it and since when."""
        way = get_object_or_404(Submission.objects.select_related("need"), need=self.get_object())
        return Response(WaySerializer(way).data)

    @extend_schema(methods=["GET"], responses=MoveSerializer(many=True))
    @extend_schema(methods=["POST"], request=NewMoveSerializer, responses={201: MoveSerializer})
    @action(detail=True, methods=["get", "post"], pagination_class=None, filterset_class=None)
    def moves(self, request: Request, public_id: str) -> Response:
        """The way of a need so far; or its next step."""
        need = self.get_object()
        if request.method == "GET":
            moves = need.moves.select_related("by__organisation", "desk")
            return Response(self._moves(moves, many=True))
        sent = _valid(NewMoveSerializer(data=request.data)).validated_data
        with as_problems():
            if sent["to"] == Status.MET:
                made = actions.finish(
                    need=need,
                    by=request.user,  # type: ignore[arg-type]
                    reason=sent["reason"],
                    **sent["outcome"],
                )
            else:
                made = actions.move(
                    need=need,
                    to=Status(sent["to"]),
                    by=request.user,  # type: ignore[arg-type]
                    reason=sent["reason"],
                )
        return Response(self._moves(made), status=status.HTTP_201_CREATED)

    def _moves(self, moves: Any, *, many: bool = False) -> Any:
        return MoveSerializer(moves, many=many, context=self.get_serializer_context()).data

    @extend_schema(request=ReasonSerializer, responses={201: MoveSerializer})
    @action(detail=True, methods=["post"], url_path="pass-on")
    def pass_on(self, request: Request, public_id: str) -> Response:
        """Put a submitted need on the next desk."""
        need = self.get_object()
        sent = _valid(ReasonSerializer(data=request.data)).validated_data
        with as_problems():
            made = actions.pass_on(need=need, by=request.user, **sent)  # type: ignore[arg-type]
        return Response(self._moves(made), status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={201: DraftSerializer})
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, public_id: str) -> Response:
        """Open the answers of a returned need as a draft, to be changed and submitted again."""
        with as_problems():
            draft = actions.revise(need=self.get_object(), by=request.user)  # type: ignore[arg-type]
        return Response(DraftSerializer(draft).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=OutcomeSerializer, responses=OutcomeSerializer)
    @action(detail=True, methods=["put"])
    def outcome(self, request: Request, public_id: str) -> Response:
        """How a need ended: who helped, whether it did help, and what shows it."""
        need = self.get_object()
        sent = _valid(OutcomeSerializer(data=request.data)).validated_data
        with as_problems():
            kept = actions.record_outcome(need=need, by=request.user, **sent)  # type: ignore[arg-type]
        return Response(OutcomeSerializer(kept).data)


@extend_schema_view(list=extend_schema(description="What your agencies are writing."))
class NeedDraftViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[NeedDraft]):
    """Needs that the caller's agencies are writing; answers are kept one by one."""

    queryset = NeedDraft.objects.open().for_display()
    serializer_class = DraftSerializer
    lookup_field = "public_id"
    ordering = ("public_id",)

    def get_queryset(self) -> Any:
        drafts = NeedDraft.objects.visible_to(self.request.user).for_display()
        return drafts if self.action == "submit" else drafts.open()

    @extend_schema(request=NewDraftSerializer, responses={201: DraftSerializer}, parameters=[KEY])
    def create(self, request: Request) -> Response:
        """Begin to write a need down."""
        require(request.user, Permission.SUBMIT_NEEDS)
        sent = _valid(NewDraftSerializer(data=request.data)).validated_data
        agency = _own_agency(sent["agency"], request.user)
        with as_problems():
            draft = actions.start_draft(
                agency=agency,
                by=request.user,  # type: ignore[arg-type]
                key=request.headers.get("Idempotency-Key", ""),
            )
        return Response(self.get_serializer(draft).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AnswersSerializer(partial=True), responses=DraftSerializer)
    def partial_update(self, request: Request, public_id: str) -> Response:
        """Answer some questions. All of what is sent is kept, or nothing."""
        draft = self.get_object()
        sent = given(_valid(AnswersSerializer(data=request.data, partial=True)))
        with as_problems():
            actions.answer_several(draft=draft, given=sent, by=request.user)  # type: ignore[arg-type]
        return Response(self.get_serializer(draft).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, public_id: str) -> Response:
        """Throw a draft away."""
        with as_problems():
            actions.delete_draft(draft=self.get_object(), by=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=NoteSerializer, responses={201: api.NeedSerializer}, parameters=[KEY])
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, public_id: str) -> Response:
        """Submit it. Done twice, it is one need."""
        draft = self.get_object()
        sent = _valid(NoteSerializer(data=request.data)).validated_data
        key = request.headers.get("Idempotency-Key", "")
        with as_problems():
            need = actions.submit(draft=draft, by=request.user, key=key, **sent)  # type: ignore[arg-type]
        return Response(api.NeedSerializer(need).data, status=status.HTTP_201_CREATED)
