"""Rows for tests: each names only what the test is about."""

import secrets
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from capabilities.models import (
    Agency,
    Attachment,
    CapabilityArea,
    Country,
    Desk,
    Need,
    Project,
    Provider,
    Resource,
    Submission,
)
from gaps.models import Comment, Release, Report, ReportComment, Run
from portal.access import Role
from portal.models import Organisation, User

TODAY = timezone.localdate()
PASSWORD = "a password of some length"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Organisation {}".format)
    verified = True


class UserFactory(DjangoModelFactory):
    """Somebody of the demonstration, who needs no second factor; others have other addresses."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@demo.example".format)
    role = Role.ANALYST
    organisation = factory.SubFactory(OrganisationFactory)


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("iso3",)

    iso3 = factory.Sequence(lambda n: f"{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}X")
    iso2 = factory.LazyAttribute(lambda row: row.iso3[:2])
    name = factory.LazyAttribute(lambda row: f"Land {row.iso3}")
    sort_key = factory.LazyAttribute(lambda row: row.name.lower())
    region = "Africa"
    subregion = "Sub-Saharan Africa"
    un_member = True


class GroupFactory(DjangoModelFactory):
    """A group of capability areas."""

    class Meta:
        model = CapabilityArea
        django_get_or_create = ("code",)

    code = "FOR"
    name = "Digital forensics"


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = CapabilityArea
        django_get_or_create = ("code",)

    code = factory.Sequence("FOR-{:02d}".format)
    name = factory.LazyAttribute(lambda row: f"Area {row.code}")
    parent = factory.SubFactory(GroupFactory)


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence("Cyber unit {}".format)
    country = factory.SubFactory(CountryFactory)


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence("Provider {}".format)
    type = Provider.Type.NGO


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    title = factory.Sequence("Project {}".format)


class ResourceFactory(DjangoModelFactory):
    """An unlimited course open to all, confirmed today."""

    class Meta:
        model = Resource
        skip_postgeneration_save = True

    name = factory.Sequence("Course {}".format)
    provider = factory.SubFactory(ProviderFactory)
    kinds = ["training"]
    eligibility = Resource.Eligibility.ALL
    language_rule = Resource.LanguageRule.NEUTRAL
    capacity_rule = Resource.CapacityRule.UNLIMITED
    level_from = 1
    level_to = 5
    modes = ["in_person"]
    last_verified = TODAY

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        self.areas.set(extracted or [])

    @factory.post_generation
    def eligible_countries(self, create, extracted, **kwargs):
        self.eligible_countries.set(extracted or [])


class NeedFactory(DjangoModelFactory):
    """An accepted need of one slot from level 2 to 3, within the next year."""

    class Meta:
        model = Need

    agency = factory.SubFactory(AgencyFactory)
    country = factory.LazyAttribute(lambda row: row.agency.country)
    area = factory.SubFactory(AreaFactory)
    status = Need.Status.ACCEPTED
    current_level = 2
    target_level = 3
    starts = TODAY
    ends = TODAY + timedelta(days=365)


class IndicativeNeedFactory(NeedFactory):
    agency = None
    country = factory.SubFactory(CountryFactory)
    basis = Need.Basis.INDICATIVE


class SubmittedNeedFactory(NeedFactory):
    """A need that an officer of `by` has sent in, wherever it stands by now."""

    class Meta:
        skip_postgeneration_save = True

    class Params:
        by = factory.SubFactory(UserFactory, role=Role.OFFICER)

    status = Need.Status.SUBMITTED
    owner = factory.LazyAttribute(lambda row: row.by.organisation)
    agency = factory.SubFactory(AgencyFactory, owner=factory.SelfAttribute("..owner"))

    @factory.post_generation
    def submission(self, create, extracted, **kwargs):
        officer = User.objects.filter(organisation=self.owner, role=Role.OFFICER).first()
        moment = timezone.now()
        Submission.objects.create(need=self, by=officer, at=moment, since=moment, **kwargs)


class DeskFactory(DjangoModelFactory):
    """A desk for all countries at which a reviewer's organisation sits."""

    class Meta:
        model = Desk
        skip_postgeneration_save = True

    name = factory.Sequence("Desk {}".format)
    level = Desk.Level.CENTRAL
    organisation = factory.LazyFunction(lambda: UserFactory(role=Role.REVIEWER).organisation)

    @factory.post_generation
    def countries(self, create, extracted, **kwargs):
        self.countries.set(extracted or [])

    @factory.post_generation
    def people(self, create, extracted, **kwargs):
        self.people.set(extracted or [])


class AttachmentFactory(DjangoModelFactory):
    """A file of an accepted need, whose content is nowhere."""

    class Meta:
        model = Attachment

    need = factory.SubFactory(NeedFactory)
    name = factory.Sequence("evidence-{}.pdf".format)
    kind = Attachment.Kind.PDF
    size = 9
    sha256 = "0" * 64
    stored_as = factory.LazyFunction(lambda: secrets.token_hex(16))
    by = factory.SubFactory(UserFactory, role=Role.OFFICER)


class CommentFactory(DjangoModelFactory):
    """Something said of the first step of a need."""

    class Meta:
        model = Comment

    need = factory.SubFactory(NeedFactory)
    step = 2
    text = "Known since May."
    by = factory.SubFactory(UserFactory)


class RunFactory(DjangoModelFactory):
    """A finished run that found nothing."""

    class Meta:
        model = Run

    audience = 0
    as_of = TODAY
    status = Run.Status.DONE
    fingerprint = "0" * 64


class ReportFactory(DjangoModelFactory):
    """A published report on the world; its document is none that anybody could open."""

    class Meta:
        model = Report

    title = factory.Sequence("Report {}".format)
    run = factory.SubFactory(RunFactory)
    status = "published"
    published = factory.LazyFunction(timezone.now)
    document = "{}"
    fingerprint = "0" * 64


class ReportCommentFactory(DjangoModelFactory):
    """What an organisation of a country said of a published report."""

    class Meta:
        model = ReportComment

    report = factory.SubFactory(ReportFactory)
    country = factory.SubFactory(CountryFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    text = "We agree."
    at = factory.LazyFunction(timezone.now)


class ReleaseFactory(DjangoModelFactory):
    """Figures of a report for reviewers that two of them have released to everyone."""

    class Meta:
        model = Release

    report = factory.SubFactory(ReportFactory)
    to_label = 0
    status = "released"
    as_of = TODAY
    rows = ["Western Africa"]
    columns = ["Digital forensics"]
    figures = [[10]]
    reason = "Donors meet."
    by = factory.SubFactory(UserFactory)
    checked_by = factory.SubFactory(UserFactory)
    released = factory.LazyFunction(timezone.now)
