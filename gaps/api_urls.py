"""Endpoints of what the analyser found."""

from rest_framework.routers import SimpleRouter

from gaps import api, study_api

router = SimpleRouter(trailing_slash=False)
router.register("findings", api.FindingViewSet)
router.register("cells", api.CellViewSet)
router.register("runs", api.RunViewSet)
router.register("what-if", study_api.WhatIfViewSet, basename="what-if")
router.register("comparisons", study_api.ComparisonViewSet, basename="comparison")
router.register("interventions", study_api.InterventionViewSet, basename="intervention")
urlpatterns = router.urls
