"""Endpoints of what the analyser found."""

from rest_framework.routers import SimpleRouter

from gaps import api

router = SimpleRouter(trailing_slash=False)
router.register("findings", api.FindingViewSet)
router.register("cells", api.CellViewSet)
router.register("runs", api.RunViewSet)
urlpatterns = router.urls
