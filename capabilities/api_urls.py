"""Endpoints of the directory."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from capabilities import api, api_attachments, api_needs, api_resources
from capabilities.api_network import NetworkView

router = SimpleRouter(trailing_slash=False)
router.register("countries", api.CountryViewSet)
router.register("areas", api.AreaViewSet)
router.register("providers", api.ProviderViewSet)
router.register("resources", api_resources.ResourceViewSet)
router.register(
    r"needs/drafts/(?P<public_id>[^/.]+)/attachments",
    api_attachments.DraftAttachmentViewSet,
    basename="draft-attachment",
)
router.register(
    r"needs/(?P<public_id>[^/.]+)/attachments",
    api_attachments.NeedAttachmentViewSet,
    basename="need-attachment",
)
router.register("attachments", api_attachments.AttachmentViewSet)
router.register("needs/drafts", api_needs.NeedDraftViewSet, basename="need-draft")
router.register("needs", api_needs.NeedViewSet)
router.register("agencies", api.AgencyViewSet)
urlpatterns = [
    *router.urls,
    path("network", NetworkView.as_view(), name="network"),
]
