"""Addresses of the pages that join needs with supply."""

from django.urls import path

from gaps.views import findings, outlook, overview, places, runs

app_name = "gaps"
urlpatterns = [
    path("", overview.home, name="home"),
    path("method", overview.method, name="method"),
    path("heat-map", overview.heat_map, name="heat_map"),
    path("gaps", findings.FindingList.as_view(), name="finding_list"),
    path("gaps/<slug:key>", findings.FindingDetail.as_view(), name="finding_detail"),
    path("countries", places.CountryList.as_view(), name="country_list"),
    path("countries/<slug:iso3>", places.country_detail, name="country_detail"),
    path("countries/<slug:iso3>/roadmap", outlook.roadmap, name="roadmap"),
    path("outlook", outlook.forecast, name="outlook"),
    path("fragility", outlook.FragilityList.as_view(), name="fragility_list"),
    path("fragility/<slug:public_id>", outlook.FragilityDetail.as_view(), name="fragility_detail"),
    path("pooling", outlook.pooling, name="pooling"),
    path("areas", places.AreaList.as_view(), name="area_list"),
    path("areas/<slug:code>", places.area_detail, name="area_detail"),
    path("runs", runs.RunList.as_view(), name="run_list"),
    path("runs/start", runs.start_run, name="run_start"),
    path("runs/<slug:public_id>", runs.RunDetail.as_view(), name="run_detail"),
]
