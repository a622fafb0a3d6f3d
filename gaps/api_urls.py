"""Endpoints of what the analyser found."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from gaps import api, api_countries, api_outlook, api_own_needs, api_reports, api_studies
from gaps.api_maps import HeatMapView, MapView
from gaps.api_verify import VerifyView

router = SimpleRouter(trailing_slash=False)
router.register("findings", api.FindingViewSet)
router.register("cells", api.CellViewSet)
router.register("runs", api.RunViewSet)
router.register("own-needs", api_own_needs.OwnNeedViewSet, basename="own-need")
router.register("what-if", api_studies.WhatIfViewSet, basename="what-if")
router.register("comparisons", api_studies.ComparisonViewSet, basename="comparison")
router.register("interventions", api_studies.InterventionViewSet, basename="intervention")
router.register("reports", api_reports.ReportViewSet)
router.register("decisions", api_reports.DecisionViewSet)
router.register("forecast", api_outlook.ForecastViewSet)
router.register("fragility", api_outlook.FragilityViewSet)
router.register("pooling", api_outlook.PoolingViewSet, basename="pooling")
router.register(
    r"countries/(?P<iso3>[A-Za-z]{3})/roadmap", api_outlook.RoadmapViewSet, basename="roadmap"
)
router.register(
    r"countries/(?P<iso3>[A-Za-z]{3})/profile", api_countries.ProfileViewSet, basename="profile"
)
router.register("countries/compare", api_countries.CompareViewSet, basename="country-comparison")
urlpatterns = [
    *router.urls,
    path("heat-map", HeatMapView.as_view(), name="heat_map"),
    path("map", MapView.as_view(), name="map"),
    path("verify", VerifyView.as_view(), name="verify"),
]
