"""Addresses of the pages that join needs with supply."""

from django.urls import path

from gaps.views import findings, outlook, overview, own_needs, places, proposed, runs, studies

app_name = "gaps"
urlpatterns = [
    path("", overview.home, name="home"),
    path("method", overview.method, name="method"),
    path("heat-map", overview.heat_map, name="heat_map"),
    path("gaps", findings.FindingList.as_view(), name="finding_list"),
    path("gaps/<slug:key>", findings.FindingDetail.as_view(), name="finding_detail"),
    path("gaps/<slug:key>/try", studies.try_fix, name="try_fix"),
    path("own-needs", own_needs.OwnNeedList.as_view(), name="own_need_list"),
    path("own-needs/<slug:public_id>", own_needs.OwnNeedDetail.as_view(), name="own_need_detail"),
    path("help-for/<slug:public_id>", proposed.draft_help, name="draft_help"),
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
    path("runs/<slug:public_id>/check", runs.RunCheck.as_view(), name="run_check"),
    path("runs/<slug:public_id>/check/start", runs.start_check, name="run_check_start"),
    path("runs/<slug:public_id>/case.json", runs.case, name="run_case"),
    path("studies", studies.StudyList.as_view(), name="study_list"),
    path("studies/compare", studies.compare, name="study_compare"),
    path("studies/plan", studies.plan, name="study_plan"),
    path("studies/draft", studies.draft, name="study_draft"),
    path("studies/<slug:public_id>", studies.study_detail, name="study_detail"),
    path("studies/<slug:public_id>/add/<slug:act>", studies.add_change, name="study_add"),
    path("studies/<slug:public_id>/drop", studies.drop_change, name="study_drop"),
    path("studies/<slug:public_id>/ask", studies.ask, name="study_ask"),
    path("studies/<slug:public_id>/delete", studies.delete, name="study_delete"),
]
