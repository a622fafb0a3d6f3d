"""Attachments under `/api/v1/needs/…/attachments` and `/api/v1/attachments`."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from capabilities import attachments, serving
from capabilities.api import LabelField
from capabilities.api_needs import Conflict, Strict
from capabilities.inspection import FileRefused
from capabilities.models import Attachment, Need, NeedDraft
from capabilities.steps import LONGEST_TEXT


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file of a need. `sha256` is its fingerprint; fetch it under `/api/v1/attachments/{id}`."""

    id = serializers.CharField(source="public_id", read_only=True)
    added = serializers.DateTimeField(source="at", read_only=True)
    tlp = LabelField(
        read_only=True, allow_null=True, help_text="That of its need, once it has one."
    )

    class Meta:
        model = Attachment
        fields = ["id", "name", "kind", "size", "sha256", "added", "tlp"]


class FileSerializer(Strict):
    file = serializers.FileField(help_text="PDF, DOCX, XLSX, PNG or JPEG, at most 10 MB.")


class LateFileSerializer(FileSerializer):
    note = serializers.CharField(
        max_length=LONGEST_TEXT, help_text="What it shows and why it comes now."
    )


class WhateverIsAccepted(DefaultContentNegotiation):
    """A file comes in the form that it has, whatever the request accepts."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class _FilesOf(GenericViewSet[Attachment]):
    """The files of one record, which is looked for among those of the caller."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    pagination_class = None
    filter_backends: Any = []
    parser_classes = [MultiPartParser]

    def _sent(self, request: Request, serializer_class: Any) -> Any:
        serializer = serializer_class(data=request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def _listed(self, **of: Any) -> Response:
        found = Attachment.objects.readable_by(self.request.user).kept().filter(**of)
        return Response(self.get_serializer(found.for_display(), many=True).data)

    def _made(self, made: Attachment) -> Response:
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)


class NeedAttachmentViewSet(_FilesOf):
    """The files of a need that the caller may see."""

    @extend_schema(responses=AttachmentSerializer(many=True))
    def list(self, request: Request, public_id: str) -> Response:
        known = Need.objects.readable_by(request.user).known_to(request.user)
        return self._listed(need=get_object_or_404(known, public_id=public_id))

    @extend_schema(request=LateFileSerializer, responses={201: AttachmentSerializer})
    def create(self, request: Request, public_id: str) -> Response:
        """Add a file to a need that your agency has sent in. It stays."""
        user: Any = request.user
        followed = Need.objects.readable_by(user).followed_by(user)
        need = get_object_or_404(followed, public_id=public_id)
        sent = self._sent(request, LateFileSerializer)
        file, note = sent["file"], sent["note"]
        try:
            made = attachments.attach_to_need(
                need=need, file=file, name=file.name, note=note, by=user
            )
        except FileRefused as refusal:
            raise ValidationError({"file": [str(refusal)]}) from None
        return self._made(made)


class DraftAttachmentViewSet(_FilesOf):
    """The files of what the caller's agencies are writing."""

    def _draft(self, public_id: str) -> NeedDraft:
        drafts = NeedDraft.objects.visible_to(self.request.user).open()
        draft: NeedDraft = get_object_or_404(drafts, public_id=public_id)
        return draft

    @extend_schema(responses=AttachmentSerializer(many=True))
    def list(self, request: Request, public_id: str) -> Response:
        return self._listed(draft=self._draft(public_id))

    @extend_schema(request=FileSerializer, responses={201: AttachmentSerializer})
    def create(self, request: Request, public_id: str) -> Response:
        """Add a file to a draft."""
        draft = self._draft(public_id)
        file = self._sent(request, FileSerializer)["file"]
        user: Any = request.user
        try:
            made = attachments.attach_to_draft(draft=draft, file=file, name=file.name, by=user)
        except FileRefused as refusal:
            raise ValidationError({"file": [str(refusal)]}) from None
        return self._made(made)


class AttachmentViewSet(GenericViewSet[Attachment]):
    """One file."""

    queryset = Attachment.objects.none()
    serializer_class = AttachmentSerializer
    lookup_field = "public_id"
    lookup_url_kwarg = "attachment"
    filter_backends: Any = []
    content_negotiation_class = WhateverIsAccepted

    def get_queryset(self) -> Any:
        return Attachment.objects.readable_by(self.request.user).kept().for_display()

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def retrieve(self, request: Request, attachment: str) -> Any:
        """Fetch the file, with the media type that its content has."""
        return serving.answer(request._request, self.get_object())  # noqa: SLF001  for its headers

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, attachment: str) -> Response:
        """Take a file off a draft. One that was submitted stays."""
        user: Any = request.user
        try:
            attachments.remove(attachment=self.get_object(), by=user)
        except FileRefused as refusal:
            raise Conflict(str(refusal)) from None
        return Response(status=status.HTTP_204_NO_CONTENT)
