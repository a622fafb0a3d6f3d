"""Worlds that are the same but for what one reader may not see.

A world is made from an empty database in fixed steps, each at its own moment of a clock that stands
still and with random ids that are the same each time: so two worlds differ by nothing but the rows
that only one of them holds. Sequences run on, as they do in the portal: the keys of whatever comes
after a hidden row are others than where there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest import mock
from uuid import NAMESPACE_DNS, uuid5

import pgtrigger
from django.core.management import call_command
from django.db import transaction

from capabilities import vault
from capabilities.duplicates import finding
from capabilities.models import (
    Agency,
    Attachment,
    CapabilityArea,
    Country,
    CountryGroup,
    Membership,
    Need,
    NeedDraft,
    Project,
    Provider,
    Resource,
    Submission,
)
from gaps import actions, analysis, changes, outlook, studies
from gaps.models import Comment, Release, Report, ReportComment, Run, Study
from portal.access import TLP, Audience, Role
from portal.models import Marked, Organisation, User
from tests.factories import TODAY, AreaFactory, CountryFactory, GroupFactory, OrganisationFactory
from tests.inference import entries, intake, reports
from tests.inference.clock import MORNING, at, chance

VISITOR, UNVERIFIED, REVIEWER = "visitor", "unverified", "reviewer"
MEMBERS = ("analyst", "officer", "partner", "administrator")
LOWER = (VISITOR, UNVERIFIED, *MEMBERS)
READERS = (*LOWER, REVIEWER)


@dataclass
class World:
    """Who reads it, and the rows that nobody of those who compare may know of."""

    readers: dict[str, User | None] = field(default_factory=dict)
    stranger: Organisation | None = None
    hidden: list[Marked] = field(default_factory=list)

    def mark(self, label: TLP) -> dict[str, Any]:
        return {"tlp": label, "owner": self.stranger}


# ------------------------------------------------------------------ what every world holds


def _people(world: World) -> None:
    world.stranger = _house("Strangers")
    newcomers = _house("Newcomers", verified=False)
    world.readers = {VISITOR: None, UNVERIFIED: _person(UNVERIFIED, Role.ANALYST, newcomers)}
    for name in (*MEMBERS, REVIEWER):
        world.readers[name] = _person(name, Role(name), _house(f"House of the {name}"))


def _house(name: str, **fields: Any) -> Organisation:
    """An organisation; the database would draw its public id by a chance of its own."""
    return OrganisationFactory(name=name, public_id=uuid5(NAMESPACE_DNS, name), **fields)


def _person(name: str, role: Role, organisation: Organisation) -> User:
    is_admin = role == Role.ADMINISTRATOR
    return User.objects.create(
        email=f"{name}@demo.example",
        public_id=uuid5(NAMESPACE_DNS, name),
        role=role,
        organisation=organisation,
        is_staff=is_admin,
        is_superuser=is_admin,
    )


def _places() -> None:
    body = CountryGroup.objects.create(code="BODY", name="A body", kind="body")
    for iso3, region in (
        ("KEN", "Eastern Africa"),
        ("TGO", "Western Africa"),
        ("FJI", "Melanesia"),
    ):
        country = CountryFactory(iso3=iso3, name=f"Land {iso3}", subregion=region)
        Membership.objects.create(group=body, country=country, basis="Its list of members")
    law = GroupFactory(code="LEG", name="Law")
    AreaFactory(code="LEG-01", name="Drafting", parent=law)
    first = AreaFactory(code="FOR-01", name="Seizing")
    AreaFactory(code="FOR-02", name="Phones").prerequisites.add(first)
    AreaFactory(code="FOR-03", name="Clouds")


def need(area: str, country: str, **fields: Any) -> Need:
    agency = fields.get("agency")
    head = {
        "basis": Need.Basis.SUBMITTED if agency else Need.Basis.INDICATIVE,
        "status": Need.Status.ACCEPTED,
        "current_level": 1,
        "target_level": 3,
        "starts": TODAY,
        "ends": TODAY + timedelta(days=700),
        "quantity": 5,
    }
    return Need.objects.create(
        area=CapabilityArea.objects.get(code=area),
        country=Country.objects.get(iso3=country),
        **{**head, **fields},
    )


def agency(name: str, country: str, **fields: Any) -> Agency:
    country_row = Country.objects.get(iso3=country)
    return Agency.objects.create(name=name, country=country_row, kinds=["police"], **fields)


def provider(name: str, **fields: Any) -> Provider:
    return Provider.objects.create(
        name=name, type=Provider.Type.NGO, based_in=Country.objects.get(iso3="KEN"), **fields
    )


def resource(name: str, by: Provider, *areas: str, **fields: Any) -> Resource:
    head = {
        "kinds": ["training"],
        "modes": ["in_person"],
        "eligibility": Resource.Eligibility.ALL,
        "language_rule": Resource.LanguageRule.NAMED,
        "languages": ["en"],
        "capacity_rule": Resource.CapacityRule.LIMITED,
        "capacity": 4,
        "level_from": 1,
        "level_to": 4,
        "last_verified": TODAY - timedelta(days=100),
        "ends": TODAY + timedelta(days=300),
    }
    row = Resource.objects.create(name=name, provider=by, **{**head, **fields})
    row.areas.set(CapabilityArea.objects.filter(code__in=areas))
    return row


def _directory(world: World) -> None:
    """Rows of every label and kind, so that what is hidden has something to hide among."""
    police, unit = agency("Police", "KEN"), agency("Unit", "TGO", tlp=TLP.GREEN)
    school, firm = provider("School"), provider("Firm", tlp=TLP.GREEN)
    shown = need("FOR-01", "KEN", agency=police, languages=["en"])
    _a_file(b"shown", world.readers[REVIEWER], need=shown, name="Evidence.pdf")
    need("FOR-01", "TGO", agency=unit, tlp=TLP.GREEN)
    need("FOR-02", "KEN", agency=police, urgency=5)
    need("FOR-02", "FJI")
    need("LEG-01", "TGO")
    own = world.readers["officer"].organisation  # type: ignore[union-attr]
    need("FOR-03", "KEN", agency=police, tlp=TLP.AMBER, owner=own)
    need("LEG-01", "FJI", agency=police, **world.mark(TLP.AMBER_STRICT))
    need("FOR-01", "FJI", agency=police, **world.mark(TLP.RED))
    _own_work(world.readers["officer"])  # type: ignore[arg-type]
    intake.kept_searches(world.readers["analyst"], world.readers[REVIEWER])
    resource("Seizing course", school, "FOR-01", "FOR-02", pool=Resource.Pool.SHARED)
    resource("Phone lab", school, "FOR-02", last_verified=TODAY - timedelta(days=900))
    resource("Drafting help", firm, "LEG-01", tlp=TLP.GREEN, kinds=["legal_drafting"])
    resource("Quiet course", firm, "FOR-03", **world.mark(TLP.AMBER_STRICT))
    entries.kept_by(world.readers["partner"], provider, resource)
    Project.objects.create(title="A project")
    Project.objects.create(title="A quiet project", **world.mark(TLP.RED))


def _own_work(officer: User) -> None:
    """An agency of the officer's, a need on its way, and one that is being written."""
    unit = agency("Own unit", "KEN", owner=officer.organisation)
    sent = need(
        "LEG-01",
        "KEN",
        agency=unit,
        tlp=TLP.AMBER,
        owner=officer.organisation,
        status=Need.Status.SUBMITTED,
    )
    Submission.objects.create(need=sent, by=officer, at=MORNING, since=MORNING)
    answers = {"area": "FOR-02", "quantity": 3}
    draft = NeedDraft.objects.create(agency=unit, by=officer, answers=answers)
    _a_file(b"own", officer, draft=draft, name="Own.pdf")
    intake.upload(officer, agency=unit)


def _later_rows() -> None:
    """What comes into the directory after the hidden rows have: its keys lie behind theirs."""
    desk, house = agency("Late desk", "FJI"), provider("Late house")
    need("FOR-03", "FJI", agency=desk)
    need("FOR-02", "TGO", agency=desk, quantity=3)
    resource("Late course", house, "FOR-03", eligibility=Resource.Eligibility.NOT_STATED)
    Project.objects.create(title="A late project")


# ------------------------------------------------------------------ what is hidden

Making = Callable[[World, dict[str, Any]], list[Marked]]


@dataclass(frozen=True)
class Hidden:
    """How rows of one marked model are hidden: made, and later changed, under a label."""

    id: str  # the public id of one of them
    make: Making
    change: dict[str, Any]


def _an_agency(_world: World, mark: dict[str, Any]) -> list[Marked]:
    """Hidden itself, it hides the needs that name it, whatever their own label."""
    row = agency("Hush desk", "TGO", public_id="zzagency2222", **mark)
    return [row, need("LEG-01", "TGO", agency=row, public_id="zzagencyneed", quantity=40)]


def _a_need(world: World, mark: dict[str, Any]) -> list[Marked]:
    """One where places are contended, one beside an indicative need, one in an area of its own."""
    police = Agency.objects.get(name="Police")
    marked = {"agency": police, "quantity": 90, "reason": "Hush reason", **mark}
    first = need("FOR-01", "KEN", public_id="zzneed222222", urgency=5, **marked)
    of_it = {"need": first, "name": "Hush evidence.pdf", "note": "Hush note"}
    _a_file(b"Hush", world.readers[REVIEWER], public_id="zzattachment", **of_it)
    return [
        first,
        need("FOR-02", "FJI", public_id="zzneedbeside", languages=["fr"], **marked),
        need("FOR-03", "TGO", public_id="zzneedalone2", **marked),
    ]


def _a_file(words: bytes, by: Any, **of: Any) -> None:
    """A file of a need or of what is being written, which hides with it."""
    stored = vault.keep(BytesIO(b"%PDF-1.7 " + words))
    head = {"kind": Attachment.Kind.PDF, "size": stored.size, "sha256": stored.sha256}
    Attachment.objects.create(stored_as=stored.name, by=by, **head, **of)


def _a_provider(_world: World, mark: dict[str, Any]) -> list[Marked]:
    row = provider("Hush house", public_id="zzprovider22", aliases=["Hush"], **mark)
    offer = resource("Hush house course", row, "FOR-02", public_id="zzproviderre", capacity=500)
    return [row, offer]


def _a_resource(_world: World, mark: dict[str, Any]) -> list[Marked]:
    """One that would serve an open gap, and a shared one that joins two markets; one by a name
    that another offer has as well."""
    school = Provider.objects.get(name="School")
    shared = {"pool": Resource.Pool.SHARED, "public_id": "zzresourcesh"}
    twin = {"public_id": "zzresourcetw", "description": "Hush twin"}
    return [
        resource(
            "Hush course", school, "FOR-03", public_id="zzresource22", languages=["pt"], **mark
        ),
        resource("Hush pool", school, "FOR-01", "LEG-01", **shared, **mark),
        resource("Phone lab", school, "FOR-02", **twin, **mark),
    ]


def _a_project(_world: World, mark: dict[str, Any]) -> list[Marked]:
    return [Project.objects.create(title="Hush project", public_id="zzproject222", **mark)]


def _a_comment(world: World, mark: dict[str, Any]) -> list[Marked]:
    told_of = Need.objects.get(area__code="FOR-01", country__iso3="KEN", tlp=TLP.CLEAR)
    said = {"text": "Hush words", "by": world.readers[REVIEWER], "public_id": "zzcomment222"}
    return [Comment.objects.create(need=told_of, step=1, **said, **mark)]


# Every marked model, or the test of this registry fails.
HIDDEN: dict[type[Marked], Hidden] = {
    Agency: Hidden("zzagency2222", _an_agency, {"name": "Hush desk by another name"}),
    Need: Hidden("zzneed222222", _a_need, {"quantity": 7}),
    Provider: Hidden("zzprovider22", _a_provider, {"name": "Hush house by another name"}),
    Resource: Hidden("zzresource22", _a_resource, {"capacity": 1, "languages": ["sw"]}),
    Comment: Hidden("zzcomment222", _a_comment, {"text": "Hush words, changed"}),
    Release: Hidden("zzrelease222", reports.a_release, {}),
    Report: Hidden("zzreport2222", reports.a_report, {}),  # what it says is there for good
    ReportComment: Hidden("zzreportcomm", reports.a_comment, {"text": "Hush reply, changed"}),
    Project: Hidden("zzproject222", _a_project, {"title": "Hush project by another name"}),
}
ABSENT = "zzabsent2222"
HUSH = "Hush"


def hide(world: World, label: TLP) -> None:
    """Put hidden rows of every kind into the directory, as somebody of another house would."""
    for model in sorted(HIDDEN, key=lambda model: model.__name__):
        world.hidden += HIDDEN[model].make(world, world.mark(label))
    sender: Any = world.readers["officer"]
    entries.hidden(sender, world.stranger)
    draft = {"status": Need.Status.DRAFT, "owner": world.stranger, "public_id": "zzneeddraft2"}
    world.hidden.append(need("LEG-01", "KEN", agency=Agency.objects.get(name="Police"), **draft))


def change(world: World, label: TLP) -> None:
    """Change every hidden row, its label too where a higher one is left to hide it."""
    higher = min(label + 1, TLP.RED)
    for row in world.hidden:
        for name, value in HIDDEN[type(row)].change.items():
            setattr(row, name, value)
        if row.tlp == label:
            row.tlp = higher
        row.save()


def delete(world: World) -> None:
    for row in reversed(world.hidden):
        with pgtrigger.ignore("gaps.Report:published_for_good", "gaps.Release:released_for_good"):
            row.delete()


# ------------------------------------------------------------------ time passes


def run_all(runs: list[int]) -> None:
    """What workers do with runs that wait, and with what follows from them."""
    for key in runs:
        analysis.execute(key)
    for key in outlook.missing():
        outlook.work_out(key)
    failed = Run.objects.exclude(status__in=[Run.Status.DONE, Run.Status.SUPERSEDED])
    assert not failed.exists(), failed.values("kind", "error")


def settle() -> None:
    """The incremental runs that the portal starts by itself after changes to the directory."""
    while runs := changes.runs_to_start():
        run_all(runs)


def _questions(world: World) -> None:
    """A comparison, a plan and a scenario for each member, answered."""
    for name in ("analyst", "officer", REVIEWER):
        reader: Any = world.readers[name]
        run = Run.objects.shown_to(reader)
        assert run
        first = Run.objects.visible_to(reader).repeatable().filter(audience=run.audience).last()
        actions.compare_runs(earlier=first, later=run, by=reader)
        actions.plan_next_steps(run=run, number=3, by=reader)
        what_if = {"add": {"resources": [{"id": "new-1", "provider": "n", "areas": ["FOR-03"]}]}}
        study = actions.draft_scenario(run=run, name="More", by=reader, changes=what_if)
        actions.ask_scenario(study=study, by=reader)
    for key in Study.objects.unfinished().values_list("pk", flat=True):
        studies.answer(key)


def clear() -> None:
    """Leave an empty database, with its sequences at their beginning."""
    with pgtrigger.ignore():  # the trail refuses to be emptied
        call_command("flush", interactive=False, verbosity=0)


def make(label: TLP | None = None) -> World:
    """A world in an empty database; with a label, one that hides rows under it."""
    clear()
    world = World()
    with at(0), chance("beginning"):
        _people(world)
        _places()
        _directory(world)
        run_all([actions.create_run(audience=audience).pk for audience in Audience])
        reports.some(world.readers[REVIEWER], world.readers["officer"])
        intake.tidied(world.readers[REVIEWER])  # type: ignore[arg-type]
    if label is not None:
        with at(1), chance("hidden"):
            hide(world, label)
            settle()
    with at(2), chance("later"):
        _later_rows()
        settle()
    with at(3), chance("nightly"):
        run_all(changes.nightly_runs())
        finding.find()
    with at(4), chance("questions"), mock.patch.object(transaction, "on_commit"):
        _questions(world)
    intake.come_into_view()
    return world


def change_hidden(world: World, label: TLP) -> None:
    with at(5), chance("changed"):
        change(world, label)
        settle()


def delete_hidden(world: World) -> None:
    with at(6), chance("deleted"):
        delete(world)
        settle()
