"""The tables of the directory and of submitted needs."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import portal.history
import portal.models
from portal.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("capabilities", "0001_initial"),
        ("capabilities", "0002_initial"),
        ("capabilities", "0003_masks"),
        ("capabilities", "0005_history"),
        ("capabilities", "0006_first_versions"),
        ("capabilities", "0007_sharing"),
        ("capabilities", "0008_audit"),
        ("capabilities", "0009_first_versions_of_the_rest"),
        ("capabilities", "0010_shared_pools"),
        ("capabilities", "0011_submissions"),
        ("capabilities", "0013_uploads"),
        ("capabilities", "0015_resource_cost"),
        ("capabilities", "0019_attachments"),
        ("capabilities", "0021_exposure"),
    ]

    dependencies = [
        ("portal", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Agency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(
                                blank=True, editable=False, max_length=120, null=True, unique=True
                            ),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("national_csirt", "National CSIRT"),
                                        ("government_csirt", "Government CSIRT"),
                                        ("police", "Police"),
                                        ("prosecution", "Prosecution"),
                                        ("judiciary", "Judiciary"),
                                        ("ministry", "Ministry"),
                                        ("other", "Other public body"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500)),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agencies",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "agencies",
                        "ordering": ["country__sort_key", "name"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="agency_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="capabilities_agency_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="capabilities_agency_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="capabilities_agency_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapabilityArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("definition", models.TextField(blank=True)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("training", "Training"),
                                        ("advisory", "Advice"),
                                        ("mentoring", "Mentoring"),
                                        ("secondment", "Secondment"),
                                        ("operational_support", "Operational support"),
                                        ("equipment", "Equipment"),
                                        ("software", "Software"),
                                        ("toolkit", "Published toolkit"),
                                        ("funding", "Funding"),
                                        ("legal_drafting", "Legal drafting"),
                                        ("research", "Research"),
                                        ("data_access", "Access to data"),
                                        ("certification", "Certification"),
                                        ("network_membership", "Membership of a network"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="Kinds of help that usually serve it.",
                                size=None,
                            ),
                        ),
                        (
                            "shortfalls",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=4),
                                blank=True,
                                default=list,
                                help_text="Kinds of shortfall (DOTMLPFI letters).",
                                size=None,
                            ),
                        ),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "default_tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                            ),
                        ),
                        (
                            "rights_risk",
                            models.CharField(
                                choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                                default="low",
                                max_length=10,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="capabilities.capabilityarea",
                                verbose_name="parent",
                            ),
                        ),
                        (
                            "prerequisites",
                            models.ManyToManyField(
                                related_name="unlocks", to="capabilities.capabilityarea"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("default_tlp__in", [0, 1, 2, 3, 4])),
                                name="area_default_tlp_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Country",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("iso3", models.CharField(max_length=3, unique=True)),
                        ("iso2", models.CharField(max_length=2, unique=True)),
                        ("m49", models.CharField(blank=True, max_length=3)),
                        ("name", models.CharField(max_length=100)),
                        (
                            "names",
                            models.JSONField(default=dict, help_text="Names by language code."),
                        ),
                        (
                            "sort_key",
                            models.CharField(
                                db_index=True,
                                help_text="The name with accents folded.",
                                max_length=100,
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=50)),
                        ("subregion", models.CharField(blank=True, max_length=50)),
                        ("intermediate_region", models.CharField(blank=True, max_length=50)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("income", models.CharField(blank=True, max_length=20)),
                        ("dac_group", models.CharField(blank=True, max_length=20)),
                        ("un_member", models.BooleanField(default=False)),
                        (
                            "official_languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "ldc",
                            models.BooleanField(
                                default=False, verbose_name="least developed country"
                            ),
                        ),
                        (
                            "lldc",
                            models.BooleanField(
                                default=False, verbose_name="landlocked developing country"
                            ),
                        ),
                        (
                            "sids",
                            models.BooleanField(
                                default=False, verbose_name="small island developing state"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "countries",
                        "ordering": ["sort_key"],
                    },
                ),
                migrations.CreateModel(
                    name="CountryGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("code", models.CharField(max_length=60, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("region", "Region"),
                                    ("income", "Income group"),
                                    ("treaty", "Parties to a treaty"),
                                    ("body", "Members of a body"),
                                    ("list", "Published list"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "countries",
                            models.ManyToManyField(
                                related_name="groups",
                                through="capabilities.Membership",
                                to="capabilities.country",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkReference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("framework", models.CharField(max_length=30)),
                        ("code", models.CharField(max_length=30)),
                        ("title", models.CharField(blank=True, max_length=300)),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("equal", "same as"),
                                    ("subset", "narrower than"),
                                    ("superset", "broader than"),
                                    ("intersect", "overlaps"),
                                    ("not_related", "not related to"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "draft",
                            models.BooleanField(
                                default=True, help_text="One reader's judgement so far."
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="framework_references",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["framework", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "framework", "code"),
                                name="framework_reference_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MaturityRating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("index", models.CharField(max_length=20)),
                        ("edition", models.CharField(max_length=10)),
                        ("pillar", models.CharField(blank=True, max_length=40)),
                        ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("tier", models.CharField(blank=True, max_length=10)),
                        ("source", models.TextField()),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="maturity_ratings",
                                to="capabilities.country",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["index", "-edition", "pillar"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("country", "index", "edition", "pillar"),
                                name="maturity_rating_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level", None), ("level__range", (1, 5)), _connector="OR"
                                ),
                                name="maturity_level_1_to_5",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("start", models.DateField(blank=True, null=True)),
                        ("end", models.DateField(blank=True, null=True)),
                        ("basis", models.CharField(max_length=500)),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="capabilities.countrygroup",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["group__name", "country__sort_key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "country", "start"),
                                name="membership_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start", None),
                                    ("end", None),
                                    ("end__gte", models.F("start")),
                                    _connector="OR",
                                ),
                                name="membership_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(
                                blank=True, editable=False, max_length=120, null=True, unique=True
                            ),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("submitted", "Submitted by an agency"),
                                    ("indicative", "Indicative, from public evidence"),
                                ],
                                default="submitted",
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned with questions"),
                                    ("accepted", "Accepted"),
                                    ("being_met", "Being met"),
                                    ("met", "Met"),
                                    ("withdrawn", "Withdrawn"),
                                    ("declined", "Declined"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "current_level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ]
                            ),
                        ),
                        (
                            "target_level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ]
                            ),
                        ),
                        (
                            "quantity",
                            models.PositiveIntegerField(
                                default=1,
                                help_text="People to train, labs to equip, cases to support: slots.",
                            ),
                        ),
                        (
                            "urgency",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 – when possible"),
                                    (2, "2 – within two years"),
                                    (3, "3 – within a year"),
                                    (4, "4 – within six months"),
                                    (5, "5 – at once"),
                                ],
                                default=3,
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("training", "Training"),
                                        ("advisory", "Advice"),
                                        ("mentoring", "Mentoring"),
                                        ("secondment", "Secondment"),
                                        ("operational_support", "Operational support"),
                                        ("equipment", "Equipment"),
                                        ("software", "Software"),
                                        ("toolkit", "Published toolkit"),
                                        ("funding", "Funding"),
                                        ("legal_drafting", "Legal drafting"),
                                        ("research", "Research"),
                                        ("data_access", "Access to data"),
                                        ("certification", "Certification"),
                                        ("network_membership", "Membership of a network"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="Empty means any kind of help.",
                                size=None,
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                help_text="Empty means any language.",
                                size=None,
                            ),
                        ),
                        (
                            "modes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("in_person", "In person"),
                                        ("remote", "Remote, with people"),
                                        ("self_paced", "Self-paced or self-service"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                help_text="Empty means any way of delivery.",
                                size=None,
                            ),
                        ),
                        ("starts", models.DateField()),
                        ("ends", models.DateField()),
                        ("reason", models.TextField(blank=True)),
                        ("evidence", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="capabilities.agency",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="needs",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        ("kinds_mask", models.BinaryField(default=bytes)),
                        ("languages_mask", models.BinaryField(default=bytes)),
                        ("modes_mask", models.BinaryField(default=bytes)),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["country__sort_key", "area__code", "pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="need_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="capabilities_need_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("current_level__gte", 1),
                                    ("target_level__lte", 5),
                                    ("target_level__gt", models.F("current_level")),
                                ),
                                name="need_target_above_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)),
                                name="need_quantity_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("urgency__range", (1, 5))),
                                name="need_urgency_1_to_5",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="need_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agency", None), ("basis", "indicative")),
                                    models.Q(("agency__isnull", False), ("basis", "submitted")),
                                    _connector="OR",
                                ),
                                name="need_submitted_iff_agency",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("basis", "indicative")),
                                fields=("country", "area"),
                                name="need_one_indicative_per_cell",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="capabilities_need_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="capabilities_need_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(
                                blank=True, editable=False, max_length=120, null=True, unique=True
                            ),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("source_id", models.CharField(blank=True, max_length=20)),
                        ("title", models.CharField(max_length=300)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("ongoing", "Ongoing"),
                                    ("finished", "Finished"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        ("starts", models.CharField(blank=True, max_length=10)),
                        ("ends", models.CharField(blank=True, max_length=10)),
                        (
                            "funders",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "implementers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "partners",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "regions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "budget_amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("budget_currency", models.CharField(blank=True, max_length=3)),
                        ("summary", models.TextField(blank=True)),
                        (
                            "missing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "countries",
                            models.ManyToManyField(
                                blank=True, related_name="projects", to="capabilities.country"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["title"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="project_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="capabilities_project_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="capabilities_project_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="capabilities_project_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Provider",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(
                                blank=True, editable=False, max_length=120, null=True, unique=True
                            ),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "aliases",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("IGO", "Intergovernmental organisation"),
                                    ("government", "Government"),
                                    ("NGO", "Non-governmental organisation"),
                                    ("university", "University or institute"),
                                    ("network", "Network"),
                                    ("company", "Company"),
                                    ("toolkit", "Publisher of a toolkit"),
                                    ("software", "Publisher of software"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500)),
                        ("description", models.TextField(blank=True)),
                        (
                            "based_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="providers",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="provider_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="capabilities_provider_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="capabilities_provider_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="capabilities_provider_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Resource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(
                                blank=True, editable=False, max_length=120, null=True, unique=True
                            ),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        ("url", models.URLField(blank=True, max_length=500)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("training", "Training"),
                                        ("advisory", "Advice"),
                                        ("mentoring", "Mentoring"),
                                        ("secondment", "Secondment"),
                                        ("operational_support", "Operational support"),
                                        ("equipment", "Equipment"),
                                        ("software", "Software"),
                                        ("toolkit", "Published toolkit"),
                                        ("funding", "Funding"),
                                        ("legal_drafting", "Legal drafting"),
                                        ("research", "Research"),
                                        ("data_access", "Access to data"),
                                        ("certification", "Certification"),
                                        ("network_membership", "Membership of a network"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "level_from",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "level_to",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "eligibility",
                            models.CharField(
                                choices=[
                                    ("all", "Open to all countries"),
                                    ("named", "Open to those named"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        (
                            "eligibility_basis",
                            models.TextField(
                                blank=True, help_text="What was read, and what was judged from it."
                            ),
                        ),
                        (
                            "language_rule",
                            models.CharField(
                                choices=[
                                    ("named", "The languages named"),
                                    ("neutral", "Language does not matter"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "modes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("in_person", "In person"),
                                        ("remote", "Remote, with people"),
                                        ("self_paced", "Self-paced or self-service"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                help_text="Empty means not stated.",
                                size=None,
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True)),
                        ("ends", models.DateField(blank=True, null=True)),
                        (
                            "capacity_rule",
                            models.CharField(
                                choices=[
                                    ("limited", "A number of slots"),
                                    ("unlimited", "Unlimited"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "pool",
                            models.CharField(
                                choices=[
                                    ("line", "That many slots for each area and step"),
                                    ("shared", "That many slots over all areas and steps together"),
                                ],
                                default="line",
                                max_length=6,
                            ),
                        ),
                        (
                            "areas",
                            models.ManyToManyField(
                                related_name="resources", to="capabilities.capabilityarea"
                            ),
                        ),
                        (
                            "eligible_countries",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="capabilities.country"
                            ),
                        ),
                        (
                            "eligible_groups",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="capabilities.countrygroup"
                            ),
                        ),
                        (
                            "excluded_countries",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="capabilities.country"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resources",
                                to="capabilities.provider",
                            ),
                        ),
                        ("kinds_mask", models.BinaryField(default=bytes)),
                        ("languages_mask", models.BinaryField(default=bytes)),
                        ("modes_mask", models.BinaryField(default=bytes)),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                        (
                            "cost",
                            models.CharField(
                                choices=[
                                    ("free", "Free of charge"),
                                    ("shared", "Costs are shared"),
                                    ("paid", "To be paid for"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="resource_red"
                            ),
                            models.Index(
                                condition=models.Q(("pool", "shared")),
                                fields=["id"],
                                name="resource_shared",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="capabilities_resource_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level_from", None), ("level_to", None)),
                                    models.Q(
                                        ("level_from__gte", 1),
                                        ("level_to__gt", models.F("level_from")),
                                        ("level_to__lte", 5),
                                    ),
                                    _connector="OR",
                                ),
                                name="resource_levels_both_or_neither",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("capacity__isnull", False), ("capacity_rule", "limited")
                                    ),
                                    models.Q(
                                        models.Q(("capacity_rule", "limited"), _negated=True),
                                        ("capacity", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="resource_capacity_iff_limited",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("language_rule", "named"), ("languages__len__gt", 0)),
                                    models.Q(
                                        models.Q(("language_rule", "named"), _negated=True),
                                        ("languages__len", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="resource_languages_iff_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("starts", None),
                                    ("ends", None),
                                    ("ends__gte", models.F("starts")),
                                    _connector="OR",
                                ),
                                name="resource_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="capabilities_resource_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="capabilities_resource_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TreatyStatus",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "treaty",
                            models.CharField(
                                choices=[
                                    (
                                        "budapest-ets185",
                                        "Convention on Cybercrime (Budapest, ETS 185)",
                                    ),
                                    (
                                        "un-cybercrime-2024",
                                        "United Nations Convention against Cybercrime",
                                    ),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("party", "Party"),
                                    ("signatory", "Signatory"),
                                    ("invited", "Invited to accede"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("signed", models.DateField(blank=True, null=True)),
                        ("ratified", models.DateField(blank=True, null=True)),
                        ("in_force", models.DateField(blank=True, null=True)),
                        ("basis", models.TextField()),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="treaty_statuses",
                                to="capabilities.country",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "treaty statuses",
                        "ordering": ["treaty", "country__sort_key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("treaty", "country"), name="treaty_status_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Code",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("vocabulary", models.CharField(max_length=12)),
                        ("code", models.CharField(max_length=20)),
                        ("position", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "ordering": ["vocabulary", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("vocabulary", "code"), name="code_once"
                            ),
                            models.UniqueConstraint(
                                fields=("vocabulary", "position"), name="code_position_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgencyVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(blank=True, editable=False, max_length=120, null=True),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("national_csirt", "National CSIRT"),
                                        ("government_csirt", "Government CSIRT"),
                                        ("police", "Police"),
                                        ("prosecution", "Prosecution"),
                                        ("judiciary", "Judiciary"),
                                        ("ministry", "Ministry"),
                                        ("other", "Other public body"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500)),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.agency",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CapabilityAreaVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=120)),
                        ("definition", models.TextField(blank=True)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("training", "Training"),
                                        ("advisory", "Advice"),
                                        ("mentoring", "Mentoring"),
                                        ("secondment", "Secondment"),
                                        ("operational_support", "Operational support"),
                                        ("equipment", "Equipment"),
                                        ("software", "Software"),
                                        ("toolkit", "Published toolkit"),
                                        ("funding", "Funding"),
                                        ("legal_drafting", "Legal drafting"),
                                        ("research", "Research"),
                                        ("data_access", "Access to data"),
                                        ("certification", "Certification"),
                                        ("network_membership", "Membership of a network"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="Kinds of help that usually serve it.",
                                size=None,
                            ),
                        ),
                        (
                            "shortfalls",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=4),
                                blank=True,
                                default=list,
                                help_text="Kinds of shortfall (DOTMLPFI letters).",
                                size=None,
                            ),
                        ),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "default_tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                            ),
                        ),
                        (
                            "rights_risk",
                            models.CharField(
                                choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                                default="low",
                                max_length=10,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.capabilityarea",
                                verbose_name="parent",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CountryGroupVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("region", "Region"),
                                    ("income", "Income group"),
                                    ("treaty", "Parties to a treaty"),
                                    ("body", "Members of a body"),
                                    ("list", "Published list"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.countrygroup",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CountryVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("iso3", models.CharField(max_length=3)),
                        ("iso2", models.CharField(max_length=2)),
                        ("m49", models.CharField(blank=True, max_length=3)),
                        ("name", models.CharField(max_length=100)),
                        (
                            "names",
                            models.JSONField(default=dict, help_text="Names by language code."),
                        ),
                        (
                            "sort_key",
                            models.CharField(
                                help_text="The name with accents folded.", max_length=100
                            ),
                        ),
                        ("region", models.CharField(blank=True, max_length=50)),
                        ("subregion", models.CharField(blank=True, max_length=50)),
                        ("intermediate_region", models.CharField(blank=True, max_length=50)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        ("income", models.CharField(blank=True, max_length=20)),
                        ("dac_group", models.CharField(blank=True, max_length=20)),
                        ("un_member", models.BooleanField(default=False)),
                        (
                            "official_languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "ldc",
                            models.BooleanField(
                                default=False, verbose_name="least developed country"
                            ),
                        ),
                        (
                            "lldc",
                            models.BooleanField(
                                default=False, verbose_name="landlocked developing country"
                            ),
                        ),
                        (
                            "sids",
                            models.BooleanField(
                                default=False, verbose_name="small island developing state"
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.country",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EligibleCountryVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.resource",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.eligiblecountry",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EligibleGroupVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "countrygroup",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.countrygroup",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.resource",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.eligiblegroup",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExcludedCountryVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.resource",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.excludedcountry",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MembershipVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("start", models.DateField(blank=True, null=True)),
                        ("end", models.DateField(blank=True, null=True)),
                        ("basis", models.CharField(max_length=500)),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.countrygroup",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.membership",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NeedVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(blank=True, editable=False, max_length=120, null=True),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("kinds_mask", models.BinaryField(default=bytes)),
                        ("languages_mask", models.BinaryField(default=bytes)),
                        ("modes_mask", models.BinaryField(default=bytes)),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("submitted", "Submitted by an agency"),
                                    ("indicative", "Indicative, from public evidence"),
                                ],
                                default="submitted",
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned with questions"),
                                    ("accepted", "Accepted"),
                                    ("being_met", "Being met"),
                                    ("met", "Met"),
                                    ("withdrawn", "Withdrawn"),
                                    ("declined", "Declined"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "current_level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ]
                            ),
                        ),
                        (
                            "target_level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ]
                            ),
                        ),
                        (
                            "quantity",
                            models.PositiveIntegerField(
                                default=1,
                                help_text="People to train, labs to equip, cases to support: slots.",
                            ),
                        ),
                        (
                            "urgency",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "1 – when possible"),
                                    (2, "2 – within two years"),
                                    (3, "3 – within a year"),
                                    (4, "4 – within six months"),
                                    (5, "5 – at once"),
                                ],
                                default=3,
                            ),
                        ),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("training", "Training"),
                                        ("advisory", "Advice"),
                                        ("mentoring", "Mentoring"),
                                        ("secondment", "Secondment"),
                                        ("operational_support", "Operational support"),
                                        ("equipment", "Equipment"),
                                        ("software", "Software"),
                                        ("toolkit", "Published toolkit"),
                                        ("funding", "Funding"),
                                        ("legal_drafting", "Legal drafting"),
                                        ("research", "Research"),
                                        ("data_access", "Access to data"),
                                        ("certification", "Certification"),
                                        ("network_membership", "Membership of a network"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="Empty means any kind of help.",
                                size=None,
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                help_text="Empty means any language.",
                                size=None,
                            ),
                        ),
                        (
                            "modes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("in_person", "In person"),
                                        ("remote", "Remote, with people"),
                                        ("self_paced", "Self-paced or self-service"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                help_text="Empty means any way of delivery.",
                                size=None,
                            ),
                        ),
                        ("starts", models.DateField()),
                        ("ends", models.DateField()),
                        ("reason", models.TextField(blank=True)),
                        ("evidence", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.agency",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PrerequisiteVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "from_capabilityarea",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "to_capabilityarea",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.prerequisite",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProviderVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(blank=True, editable=False, max_length=120, null=True),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "aliases",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("IGO", "Intergovernmental organisation"),
                                    ("government", "Government"),
                                    ("NGO", "Non-governmental organisation"),
                                    ("university", "University or institute"),
                                    ("network", "Network"),
                                    ("company", "Company"),
                                    ("toolkit", "Publisher of a toolkit"),
                                    ("software", "Publisher of software"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500)),
                        ("description", models.TextField(blank=True)),
                        (
                            "based_in",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.provider",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResourceAreaVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "capabilityarea",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.resource",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.resourcearea",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResourceVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(blank=True, editable=False, max_length=120, null=True),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("kinds_mask", models.BinaryField(default=bytes)),
                        ("languages_mask", models.BinaryField(default=bytes)),
                        ("modes_mask", models.BinaryField(default=bytes)),
                        ("name", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        ("url", models.URLField(blank=True, max_length=500)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("training", "Training"),
                                        ("advisory", "Advice"),
                                        ("mentoring", "Mentoring"),
                                        ("secondment", "Secondment"),
                                        ("operational_support", "Operational support"),
                                        ("equipment", "Equipment"),
                                        ("software", "Software"),
                                        ("toolkit", "Published toolkit"),
                                        ("funding", "Funding"),
                                        ("legal_drafting", "Legal drafting"),
                                        ("research", "Research"),
                                        ("data_access", "Access to data"),
                                        ("certification", "Certification"),
                                        ("network_membership", "Membership of a network"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "level_from",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "level_to",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "Start-up"),
                                    (2, "Formative"),
                                    (3, "Established"),
                                    (4, "Strategic"),
                                    (5, "Dynamic"),
                                ],
                                null=True,
                            ),
                        ),
                        (
                            "eligibility",
                            models.CharField(
                                choices=[
                                    ("all", "Open to all countries"),
                                    ("named", "Open to those named"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        (
                            "eligibility_basis",
                            models.TextField(
                                blank=True, help_text="What was read, and what was judged from it."
                            ),
                        ),
                        (
                            "language_rule",
                            models.CharField(
                                choices=[
                                    ("named", "The languages named"),
                                    ("neutral", "Language does not matter"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "modes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("in_person", "In person"),
                                        ("remote", "Remote, with people"),
                                        ("self_paced", "Self-paced or self-service"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                help_text="Empty means not stated.",
                                size=None,
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True)),
                        ("ends", models.DateField(blank=True, null=True)),
                        (
                            "capacity_rule",
                            models.CharField(
                                choices=[
                                    ("limited", "A number of slots"),
                                    ("unlimited", "Unlimited"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "pool",
                            models.CharField(
                                choices=[
                                    ("line", "That many slots for each area and step"),
                                    ("shared", "That many slots over all areas and steps together"),
                                ],
                                default="line",
                                max_length=6,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.resource",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.provider",
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                        (
                            "cost",
                            models.CharField(
                                choices=[
                                    ("free", "Free of charge"),
                                    ("shared", "Costs are shared"),
                                    ("paid", "To be paid for"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ResourceArea",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.resource_areas",),
                ),
                migrations.CreateModel(
                    name="Prerequisite",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.capabilityarea_prerequisites",),
                ),
                migrations.CreateModel(
                    name="ExcludedCountry",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.resource_excluded_countries",),
                ),
                migrations.CreateModel(
                    name="EligibleGroup",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.resource_eligible_groups",),
                ),
                migrations.CreateModel(
                    name="EligibleCountry",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.resource_eligible_countries",),
                ),
                migrations.CreateModel(
                    name="FrameworkReferenceVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("framework", models.CharField(max_length=30)),
                        ("code", models.CharField(max_length=30)),
                        ("title", models.CharField(blank=True, max_length=300)),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("equal", "same as"),
                                    ("subset", "narrower than"),
                                    ("superset", "broader than"),
                                    ("intersect", "overlaps"),
                                    ("not_related", "not related to"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "draft",
                            models.BooleanField(
                                default=True, help_text="One reader's judgement so far."
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.frameworkreference",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MaturityRatingVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("index", models.CharField(max_length=20)),
                        ("edition", models.CharField(max_length=10)),
                        ("pillar", models.CharField(blank=True, max_length=40)),
                        ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("tier", models.CharField(blank=True, max_length=10)),
                        ("source", models.TextField()),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.maturityrating",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProjectCountryVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.project",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.projectcountry",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProjectVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=0,
                                verbose_name="label",
                            ),
                        ),
                        (
                            "shared_with",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the organisations that a TLP:AMBER row is shared with.",
                                size=None,
                            ),
                        ),
                        (
                            "named_persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                editable=False,
                                help_text="Keys of the persons that a TLP:RED row is for.",
                                size=None,
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(blank=True, editable=False, max_length=120, null=True),
                        ),
                        (
                            "verification",
                            models.CharField(
                                choices=[
                                    ("imported", "Imported, not yet verified"),
                                    ("stated", "Stated by its owner, not yet verified"),
                                    ("verified", "Verified by a reviewer"),
                                ],
                                default="stated",
                                max_length=10,
                            ),
                        ),
                        ("source_url", models.URLField(blank=True, max_length=500)),
                        (
                            "said_by",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="who said so"
                            ),
                        ),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "Completely reliable"),
                                    ("B", "Usually reliable"),
                                    ("C", "Fairly reliable"),
                                    ("D", "Not usually reliable"),
                                    ("E", "Unreliable"),
                                    ("F", "Reliability cannot be judged"),
                                ],
                                default="F",
                                max_length=1,
                            ),
                        ),
                        (
                            "credibility",
                            models.CharField(
                                choices=[
                                    ("1", "Confirmed by other sources"),
                                    ("2", "Probably true"),
                                    ("3", "Possibly true"),
                                    ("4", "Doubtful"),
                                    ("5", "Improbable"),
                                    ("6", "Truth cannot be judged"),
                                ],
                                default="6",
                                max_length=1,
                            ),
                        ),
                        (
                            "last_verified",
                            models.DateField(
                                blank=True,
                                help_text="The day for which there is evidence; empty means never.",
                                null=True,
                                verbose_name="evidence last seen",
                            ),
                        ),
                        ("source_id", models.CharField(blank=True, max_length=20)),
                        ("title", models.CharField(max_length=300)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("ongoing", "Ongoing"),
                                    ("finished", "Finished"),
                                    ("not_stated", "Not stated"),
                                ],
                                default="not_stated",
                                max_length=10,
                            ),
                        ),
                        ("starts", models.CharField(blank=True, max_length=10)),
                        ("ends", models.CharField(blank=True, max_length=10)),
                        (
                            "funders",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "implementers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "partners",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "regions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "budget_amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("budget_currency", models.CharField(blank=True, max_length=3)),
                        ("summary", models.TextField(blank=True)),
                        (
                            "missing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.project",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TreatyStatusVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "treaty",
                            models.CharField(
                                choices=[
                                    (
                                        "budapest-ets185",
                                        "Convention on Cybercrime (Budapest, ETS 185)",
                                    ),
                                    (
                                        "un-cybercrime-2024",
                                        "United Nations Convention against Cybercrime",
                                    ),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("party", "Party"),
                                    ("signatory", "Signatory"),
                                    ("invited", "Invited to accede"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("signed", models.DateField(blank=True, null=True)),
                        ("ratified", models.DateField(blank=True, null=True)),
                        ("in_force", models.DateField(blank=True, null=True)),
                        ("basis", models.TextField()),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.treatystatus",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProjectCountry",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.project_countries",),
                ),
                migrations.CreateModel(
                    name="Desk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Country focal point"),
                                    (2, "Regional desk"),
                                    (3, "FCO desk"),
                                ]
                            ),
                        ),
                        (
                            "regions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                help_text="Regions or sub-regions of the United Nations, such as Western Africa. Without countries and regions, the desk is for all.",
                                size=None,
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty means never.",
                                null=True,
                                verbose_name="days until the next desk gets it",
                            ),
                        ),
                        (
                            "countries",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Its countries, by name.",
                                related_name="desks",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                help_text="All its reviewers sit at this desk.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desks",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Who else sits here. They see only what their account may see.",
                                related_name="desks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["level", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="DeskCountryVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.desk",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.deskcountry",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeskPersonVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "desk",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.desk",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                db_tablespace="",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.deskperson",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeskVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Country focal point"),
                                    (2, "Regional desk"),
                                    (3, "FCO desk"),
                                ]
                            ),
                        ),
                        (
                            "regions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                help_text="Regions or sub-regions of the United Nations, such as Western Africa. Without countries and regions, the desk is for all.",
                                size=None,
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Empty means never.",
                                null=True,
                                verbose_name="days until the next desk gets it",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="All its reviewers sit at this desk.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.desk",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NeedDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("answers", models.JSONField(default=dict)),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("changed", models.DateTimeField(auto_now=True)),
                        ("submitted", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to="capabilities.agency",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "need",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="draft",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-changed", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("submitted", None), ("need__isnull", False), _connector="OR"
                                ),
                                name="draft_submitted_has_need",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "old",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned with questions"),
                                    ("accepted", "Accepted"),
                                    ("being_met", "Being met"),
                                    ("met", "Met"),
                                    ("withdrawn", "Withdrawn"),
                                    ("declined", "Declined"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "new",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned with questions"),
                                    ("accepted", "Accepted"),
                                    ("being_met", "Being met"),
                                    ("met", "Met"),
                                    ("withdrawn", "Withdrawn"),
                                    ("declined", "Declined"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: the portal, because a desk's time was up.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                help_text="Which desk has it afterwards.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capabilities.desk",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="NeedOutcome",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("helpers", models.TextField(blank=True, verbose_name="who helped")),
                        (
                            "helped",
                            models.CharField(
                                choices=[
                                    ("fully", "Yes, the need is met"),
                                    ("partly", "Partly"),
                                    ("no", "No"),
                                    ("nobody", "Nobody helped"),
                                ],
                                max_length=10,
                                verbose_name="did it help",
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, verbose_name="what shows it")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "need",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcome",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("helped", "nobody"),
                                    models.Q(("helpers", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="outcome_says_who_helped",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NeedOutcomeVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("helpers", models.TextField(blank=True, verbose_name="who helped")),
                        (
                            "helped",
                            models.CharField(
                                choices=[
                                    ("fully", "Yes, the need is met"),
                                    ("partly", "Partly"),
                                    ("no", "No"),
                                    ("nobody", "Nobody helped"),
                                ],
                                max_length=10,
                                verbose_name="did it help",
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, verbose_name="what shows it")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.needoutcome",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "since",
                            models.DateTimeField(help_text="Since when whoever has it has it."),
                        ),
                        (
                            "due",
                            models.DateTimeField(
                                blank=True, help_text="When it goes on to the next desk.", null=True
                            ),
                        ),
                        (
                            "label_reason",
                            models.TextField(
                                blank=True,
                                help_text="Why its label is lower than its area suggests.",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="capabilities.desk",
                            ),
                        ),
                        (
                            "need",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="submission",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["due"], name="submission_due")],
                    },
                ),
                migrations.CreateModel(
                    name="SubmissionVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "since",
                            models.DateTimeField(help_text="Since when whoever has it has it."),
                        ),
                        (
                            "due",
                            models.DateTimeField(
                                blank=True, help_text="When it goes on to the next desk.", null=True
                            ),
                        ),
                        (
                            "label_reason",
                            models.TextField(
                                blank=True,
                                help_text="Why its label is lower than its area suggests.",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "desk",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.desk",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.submission",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeskCountry",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.desk_countries",),
                ),
                migrations.CreateModel(
                    name="DeskPerson",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("capabilities.desk_people",),
                ),
                migrations.CreateModel(
                    name="Upload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("purpose", models.CharField(choices=[("needs", "Needs")], max_length=10)),
                        ("language", models.CharField(max_length=10)),
                        (
                            "name",
                            models.CharField(help_text="The name of the file.", max_length=200),
                        ),
                        ("content", models.BinaryField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be checked"),
                                    ("checking", "Being checked"),
                                    ("refused", "Could not be read"),
                                    ("checked", "Checked"),
                                    ("confirmed", "Being submitted"),
                                    ("done", "Submitted"),
                                    ("cancelled", "Cancelled"),
                                    ("undone", "Withdrawn again"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "done",
                            models.PositiveIntegerField(
                                default=0, help_text="Rows that have been checked."
                            ),
                        ),
                        ("total", models.PositiveIntegerField(default=0)),
                        (
                            "tlp",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ],
                                default=2,
                            ),
                        ),
                        ("headings", models.JSONField(blank=True, default=list)),
                        (
                            "problems",
                            models.JSONField(
                                blank=True, default=list, help_text="Why it was not read."
                            ),
                        ),
                        ("notes", models.JSONField(blank=True, default=list)),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("asked", models.DateTimeField(default=django.utils.timezone.now)),
                        ("settled", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ["refused", "done", "cancelled", "undone"]),
                                        _negated=True,
                                    ),
                                    ("content", None),
                                    _connector="OR",
                                ),
                                name="upload_settled_keeps_no_file",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UploadRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(help_text="As the spreadsheet shows it."),
                        ),
                        ("cells", models.JSONField(blank=True, default=list)),
                        ("answers", models.JSONField(blank=True, default=dict)),
                        ("errors", models.JSONField(blank=True, default=list)),
                        ("doubts", models.JSONField(blank=True, default=list)),
                        (
                            "turn",
                            models.PositiveSmallIntegerField(
                                default=2,
                                help_text="0: wrong, 1: doubtful, 2: right; so the wrong ones come first.",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capabilities.agency",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "upload",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="capabilities.upload",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["turn", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("upload", "number"), name="upload_row_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As its sender named it, cleaned.", max_length=120
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF document"),
                                    ("docx", "Word document"),
                                    ("xlsx", "Excel workbook"),
                                    ("png", "PNG picture"),
                                    ("jpeg", "JPEG picture"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("size", models.PositiveIntegerField(help_text="Bytes.")),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "stored_as",
                            models.CharField(
                                help_text="Its name on the disk.", max_length=32, unique=True
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True, help_text="Why it was added after the need was sent in."
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("removed", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="capabilities.needdraft",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("draft__isnull", False), ("need", None)),
                                    models.Q(("draft", None), ("need__isnull", False)),
                                    _connector="OR",
                                ),
                                name="attachment_of_need_or_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("removed", None), ("draft__isnull", False), _connector="OR"
                                ),
                                name="attachment_submitted_stays",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttachmentVersion",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        (
                            "pgh_created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        (
                            "public_id",
                            models.CharField(
                                default=portal.models.random_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="As its sender named it, cleaned.", max_length=120
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF document"),
                                    ("docx", "Word document"),
                                    ("xlsx", "Excel workbook"),
                                    ("png", "PNG picture"),
                                    ("jpeg", "JPEG picture"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("size", models.PositiveIntegerField(help_text="Bytes.")),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "stored_as",
                            models.CharField(help_text="Its name on the disk.", max_length=32),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True, help_text="Why it was added after the need was sent in."
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("removed", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.needdraft",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="versions",
                                to="capabilities.attachment",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Exposure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("visits", models.PositiveIntegerField(default=0)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capabilities.provider",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capabilities.resource",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("provider", "day", "resource", "organisation"),
                                name="exposure_once_a_day",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_agencyversion" ("country_id", "credibility", "id", "import_key", "kinds", "languages", "last_verified", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "tlp", "url", "verification") SELECT new_values."country_id", new_values."credibility", new_values."id", new_values."import_key", new_values."kinds", new_values."languages", new_values."last_verified", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."tlp", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="072e22d04705338f82552b6117b79d3b66efe411",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cf22e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_agency",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_agencyversion" ("country_id", "credibility", "id", "import_key", "kinds", "languages", "last_verified", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "tlp", "url", "verification") SELECT new_values."country_id", new_values."credibility", new_values."id", new_values."import_key", new_values."kinds", new_values."languages", new_values."last_verified", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."tlp", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c2ebecef51d3394bb17a3c2845b70093d3583797",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c3f09",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_agency",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_agencyversion" ("country_id", "credibility", "id", "import_key", "kinds", "languages", "last_verified", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "tlp", "url", "verification") SELECT old_values."country_id", old_values."credibility", old_values."id", old_values."import_key", old_values."kinds", old_values."languages", old_values."last_verified", old_values."name", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reliability", old_values."said_by", old_values."shared_with", old_values."source_url", old_values."tlp", old_values."url", old_values."verification" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1eda9ba162cf16f5e4fd8f900f1ad2c370a2f265",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_61161",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_agency",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capabilityarea",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_capabilityareaversion" ("code", "default_tlp", "definition", "id", "kinds", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rights_risk", "roles", "shortfalls") SELECT new_values."code", new_values."default_tlp", new_values."definition", new_values."id", new_values."kinds", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rights_risk", new_values."roles", new_values."shortfalls" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0fcf38b74fe5b441e514e5718da7fcfb004a7a0d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e096b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_capabilityarea",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capabilityarea",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_capabilityareaversion" ("code", "default_tlp", "definition", "id", "kinds", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rights_risk", "roles", "shortfalls") SELECT new_values."code", new_values."default_tlp", new_values."definition", new_values."id", new_values."kinds", new_values."name", new_values."parent_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rights_risk", new_values."roles", new_values."shortfalls" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0e1ade9a13c8fbe009a3eec225ab7834635294fd",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a2015",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_capabilityarea",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capabilityarea",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_capabilityareaversion" ("code", "default_tlp", "definition", "id", "kinds", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rights_risk", "roles", "shortfalls") SELECT old_values."code", old_values."default_tlp", old_values."definition", old_values."id", old_values."kinds", old_values."name", old_values."parent_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rights_risk", old_values."roles", old_values."shortfalls" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f59e0744a40476b8485f345aa215ac19049a8d5f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d362f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_capabilityarea",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="country",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_countryversion" ("dac_group", "id", "income", "intermediate_region", "iso2", "iso3", "latitude", "ldc", "lldc", "longitude", "m49", "name", "names", "official_languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "sids", "sort_key", "subregion", "un_member") SELECT new_values."dac_group", new_values."id", new_values."income", new_values."intermediate_region", new_values."iso2", new_values."iso3", new_values."latitude", new_values."ldc", new_values."lldc", new_values."longitude", new_values."m49", new_values."name", new_values."names", new_values."official_languages", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."region", new_values."sids", new_values."sort_key", new_values."subregion", new_values."un_member" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="dbbdf56d060ba14385672679ed0e26658ad82fe5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_90ba2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_country",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="country",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_countryversion" ("dac_group", "id", "income", "intermediate_region", "iso2", "iso3", "latitude", "ldc", "lldc", "longitude", "m49", "name", "names", "official_languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "sids", "sort_key", "subregion", "un_member") SELECT new_values."dac_group", new_values."id", new_values."income", new_values."intermediate_region", new_values."iso2", new_values."iso3", new_values."latitude", new_values."ldc", new_values."lldc", new_values."longitude", new_values."m49", new_values."name", new_values."names", new_values."official_languages", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."region", new_values."sids", new_values."sort_key", new_values."subregion", new_values."un_member" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fd4d4527cbc582734aa30f8e4d9e6881b71b1f58",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5c588",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_country",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="country",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_countryversion" ("dac_group", "id", "income", "intermediate_region", "iso2", "iso3", "latitude", "ldc", "lldc", "longitude", "m49", "name", "names", "official_languages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "sids", "sort_key", "subregion", "un_member") SELECT old_values."dac_group", old_values."id", old_values."income", old_values."intermediate_region", old_values."iso2", old_values."iso3", old_values."latitude", old_values."ldc", old_values."lldc", old_values."longitude", old_values."m49", old_values."name", old_values."names", old_values."official_languages", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."region", old_values."sids", old_values."sort_key", old_values."subregion", old_values."un_member" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="cb1a678a03b1b019821b56dc87f8a28cab7ba036",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c573d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_country",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrygroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_countrygroupversion" ("code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5b5ad117d6737d232f95d0a5e3ee66bb89db6d96",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c7c46",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_countrygroup",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrygroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_countrygroupversion" ("code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0522d7574bc70af979909d618a462d776e624250",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5ac6a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_countrygroup",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrygroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_countrygroupversion" ("code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b70e02cf2483d006c7b914a155b456f11f5654a8",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9cb6c",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_countrygroup",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frameworkreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_frameworkreferenceversion" ("area_id", "code", "draft", "framework", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "title") SELECT new_values."area_id", new_values."code", new_values."draft", new_values."framework", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."relation", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c7ff598d20257ff52841629a6a55ef7d9593d00b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e5ded",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_frameworkreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frameworkreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_frameworkreferenceversion" ("area_id", "code", "draft", "framework", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "title") SELECT new_values."area_id", new_values."code", new_values."draft", new_values."framework", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."relation", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="582a4a2d0857a14824c7c7f046dbe7e67e7a23eb",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7b5f0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_frameworkreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frameworkreference",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_frameworkreferenceversion" ("area_id", "code", "draft", "framework", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "title") SELECT old_values."area_id", old_values."code", old_values."draft", old_values."framework", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."relation", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0133101671f613cab311cd9444b3c08defecaba6",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dae88",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_frameworkreference",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="maturityrating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_maturityratingversion" ("country_id", "edition", "id", "index", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "source", "tier") SELECT new_values."country_id", new_values."edition", new_values."id", new_values."index", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pillar", new_values."source", new_values."tier" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="97795ae1e00f043b89e8b286615ab19faf4fc467",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f7206",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_maturityrating",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="maturityrating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_maturityratingversion" ("country_id", "edition", "id", "index", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "source", "tier") SELECT new_values."country_id", new_values."edition", new_values."id", new_values."index", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pillar", new_values."source", new_values."tier" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8ac2ad390271da130141baa4c7930a51127c3bb7",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_95ee9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_maturityrating",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="maturityrating",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_maturityratingversion" ("country_id", "edition", "id", "index", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pillar", "source", "tier") SELECT old_values."country_id", old_values."edition", old_values."id", old_values."index", old_values."level", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pillar", old_values."source", old_values."tier" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="fea11aaeac905f8c17e017631a3818107416d611",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_df92a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_maturityrating",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_membershipversion" ("basis", "country_id", "end", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start") SELECT new_values."basis", new_values."country_id", new_values."end", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."start" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5859b8bf227484d4e626fd8b5d0eaa0f90abd030",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e1d6b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_membership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_membershipversion" ("basis", "country_id", "end", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start") SELECT new_values."basis", new_values."country_id", new_values."end", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."start" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f7188ed73556d7a49c6231fd57d3306d0dfbde9b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f9e57",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_membership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_membershipversion" ("basis", "country_id", "end", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start") SELECT old_values."basis", old_values."country_id", old_values."end", old_values."group_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."start" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d902516c485af6f2cfb0fdd7604be7d7ff845539",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5f652",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_membership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="need",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_needversion" ("agency_id", "area_id", "basis", "country_id", "credibility", "current_level", "ends", "evidence", "id", "import_key", "kinds", "kinds_mask", "languages", "languages_mask", "last_verified", "modes", "modes_mask", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quantity", "reason", "reliability", "said_by", "shared_with", "source_url", "starts", "status", "target_level", "tlp", "urgency", "verification") SELECT new_values."agency_id", new_values."area_id", new_values."basis", new_values."country_id", new_values."credibility", new_values."current_level", new_values."ends", new_values."evidence", new_values."id", new_values."import_key", new_values."kinds", new_values."kinds_mask", new_values."languages", new_values."languages_mask", new_values."last_verified", new_values."modes", new_values."modes_mask", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."quantity", new_values."reason", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."starts", new_values."status", new_values."target_level", new_values."tlp", new_values."urgency", new_values."verification" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cb26242a97fb0036a09cb71adc1d2807e28e00e8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f59b5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_need",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="need",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_needversion" ("agency_id", "area_id", "basis", "country_id", "credibility", "current_level", "ends", "evidence", "id", "import_key", "kinds", "kinds_mask", "languages", "languages_mask", "last_verified", "modes", "modes_mask", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quantity", "reason", "reliability", "said_by", "shared_with", "source_url", "starts", "status", "target_level", "tlp", "urgency", "verification") SELECT new_values."agency_id", new_values."area_id", new_values."basis", new_values."country_id", new_values."credibility", new_values."current_level", new_values."ends", new_values."evidence", new_values."id", new_values."import_key", new_values."kinds", new_values."kinds_mask", new_values."languages", new_values."languages_mask", new_values."last_verified", new_values."modes", new_values."modes_mask", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."quantity", new_values."reason", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."starts", new_values."status", new_values."target_level", new_values."tlp", new_values."urgency", new_values."verification" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b56da2e7cae69e180588a28e0f0de2f205a53772",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_23137",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_need",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="need",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_needversion" ("agency_id", "area_id", "basis", "country_id", "credibility", "current_level", "ends", "evidence", "id", "import_key", "kinds", "kinds_mask", "languages", "languages_mask", "last_verified", "modes", "modes_mask", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quantity", "reason", "reliability", "said_by", "shared_with", "source_url", "starts", "status", "target_level", "tlp", "urgency", "verification") SELECT old_values."agency_id", old_values."area_id", old_values."basis", old_values."country_id", old_values."credibility", old_values."current_level", old_values."ends", old_values."evidence", old_values."id", old_values."import_key", old_values."kinds", old_values."kinds_mask", old_values."languages", old_values."languages_mask", old_values."last_verified", old_values."modes", old_values."modes_mask", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."quantity", old_values."reason", old_values."reliability", old_values."said_by", old_values."shared_with", old_values."source_url", old_values."starts", old_values."status", old_values."target_level", old_values."tlp", old_values."urgency", old_values."verification" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="70960e8bc5a5ce09b6f1a5e10d6eaa08b0690e16",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_42859",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_need",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="project",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_projectversion" ("budget_amount", "budget_currency", "credibility", "ends", "funders", "id", "implementers", "import_key", "last_verified", "missing", "named_persons", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "regions", "reliability", "said_by", "shared_with", "source_id", "source_url", "starts", "status", "summary", "themes", "title", "tlp", "verification") SELECT new_values."budget_amount", new_values."budget_currency", new_values."credibility", new_values."ends", new_values."funders", new_values."id", new_values."implementers", new_values."import_key", new_values."last_verified", new_values."missing", new_values."named_persons", new_values."owner_id", new_values."partners", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."regions", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_id", new_values."source_url", new_values."starts", new_values."status", new_values."summary", new_values."themes", new_values."title", new_values."tlp", new_values."verification" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8ef0ca30a85c3269dd26d84d2ec06e6a43ef5e99",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5fbee",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_project",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="project",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_projectversion" ("budget_amount", "budget_currency", "credibility", "ends", "funders", "id", "implementers", "import_key", "last_verified", "missing", "named_persons", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "regions", "reliability", "said_by", "shared_with", "source_id", "source_url", "starts", "status", "summary", "themes", "title", "tlp", "verification") SELECT new_values."budget_amount", new_values."budget_currency", new_values."credibility", new_values."ends", new_values."funders", new_values."id", new_values."implementers", new_values."import_key", new_values."last_verified", new_values."missing", new_values."named_persons", new_values."owner_id", new_values."partners", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."regions", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_id", new_values."source_url", new_values."starts", new_values."status", new_values."summary", new_values."themes", new_values."title", new_values."tlp", new_values."verification" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4200d95c6f95c33734937dab2974dbda840c99ec",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_37a71",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_project",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="project",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_projectversion" ("budget_amount", "budget_currency", "credibility", "ends", "funders", "id", "implementers", "import_key", "last_verified", "missing", "named_persons", "owner_id", "partners", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "regions", "reliability", "said_by", "shared_with", "source_id", "source_url", "starts", "status", "summary", "themes", "title", "tlp", "verification") SELECT old_values."budget_amount", old_values."budget_currency", old_values."credibility", old_values."ends", old_values."funders", old_values."id", old_values."implementers", old_values."import_key", old_values."last_verified", old_values."missing", old_values."named_persons", old_values."owner_id", old_values."partners", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."regions", old_values."reliability", old_values."said_by", old_values."shared_with", old_values."source_id", old_values."source_url", old_values."starts", old_values."status", old_values."summary", old_values."themes", old_values."title", old_values."tlp", old_values."verification" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="c5b05114004a24623801a81f2c3cb4c1e1bb3adf",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3382d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_project",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="provider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_providerversion" ("aliases", "based_in_id", "credibility", "description", "id", "import_key", "last_verified", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "tlp", "type", "url", "verification") SELECT new_values."aliases", new_values."based_in_id", new_values."credibility", new_values."description", new_values."id", new_values."import_key", new_values."last_verified", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."tlp", new_values."type", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="73267f67087ec26167a5ca049fdc9f3927d5f4fd",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f6650",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_provider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="provider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_providerversion" ("aliases", "based_in_id", "credibility", "description", "id", "import_key", "last_verified", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "tlp", "type", "url", "verification") SELECT new_values."aliases", new_values."based_in_id", new_values."credibility", new_values."description", new_values."id", new_values."import_key", new_values."last_verified", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."tlp", new_values."type", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ea8a4923e7e2baa7b0fad31dfbee1fe4ff1e9b83",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_30ce9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_provider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="provider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_providerversion" ("aliases", "based_in_id", "credibility", "description", "id", "import_key", "last_verified", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "tlp", "type", "url", "verification") SELECT old_values."aliases", old_values."based_in_id", old_values."credibility", old_values."description", old_values."id", old_values."import_key", old_values."last_verified", old_values."name", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."reliability", old_values."said_by", old_values."shared_with", old_values."source_url", old_values."tlp", old_values."type", old_values."url", old_values."verification" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="188286ce505cf45a993eeab2b1e828079db42a7e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_98f3b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_provider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceversion" ("capacity", "capacity_rule", "cost", "credibility", "description", "eligibility", "eligibility_basis", "ends", "id", "import_key", "kinds", "kinds_mask", "language_rule", "languages", "languages_mask", "last_verified", "level_from", "level_to", "modes", "modes_mask", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool", "provider_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "starts", "tlp", "url", "verification") SELECT new_values."capacity", new_values."capacity_rule", new_values."cost", new_values."credibility", new_values."description", new_values."eligibility", new_values."eligibility_basis", new_values."ends", new_values."id", new_values."import_key", new_values."kinds", new_values."kinds_mask", new_values."language_rule", new_values."languages", new_values."languages_mask", new_values."last_verified", new_values."level_from", new_values."level_to", new_values."modes", new_values."modes_mask", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool", new_values."provider_id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."starts", new_values."tlp", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ed31717868b201878f75eac8d9213a397da83293",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_158db",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resource",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceversion" ("capacity", "capacity_rule", "cost", "credibility", "description", "eligibility", "eligibility_basis", "ends", "id", "import_key", "kinds", "kinds_mask", "language_rule", "languages", "languages_mask", "last_verified", "level_from", "level_to", "modes", "modes_mask", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool", "provider_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "starts", "tlp", "url", "verification") SELECT new_values."capacity", new_values."capacity_rule", new_values."cost", new_values."credibility", new_values."description", new_values."eligibility", new_values."eligibility_basis", new_values."ends", new_values."id", new_values."import_key", new_values."kinds", new_values."kinds_mask", new_values."language_rule", new_values."languages", new_values."languages_mask", new_values."last_verified", new_values."level_from", new_values."level_to", new_values."modes", new_values."modes_mask", new_values."name", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool", new_values."provider_id", new_values."public_id", new_values."reliability", new_values."said_by", new_values."shared_with", new_values."source_url", new_values."starts", new_values."tlp", new_values."url", new_values."verification" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ce22d08e5a85ec725adcec25a71e2d243898e3af",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7c56b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_resource",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resource",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceversion" ("capacity", "capacity_rule", "cost", "credibility", "description", "eligibility", "eligibility_basis", "ends", "id", "import_key", "kinds", "kinds_mask", "language_rule", "languages", "languages_mask", "last_verified", "level_from", "level_to", "modes", "modes_mask", "name", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool", "provider_id", "public_id", "reliability", "said_by", "shared_with", "source_url", "starts", "tlp", "url", "verification") SELECT old_values."capacity", old_values."capacity_rule", old_values."cost", old_values."credibility", old_values."description", old_values."eligibility", old_values."eligibility_basis", old_values."ends", old_values."id", old_values."import_key", old_values."kinds", old_values."kinds_mask", old_values."language_rule", old_values."languages", old_values."languages_mask", old_values."last_verified", old_values."level_from", old_values."level_to", old_values."modes", old_values."modes_mask", old_values."name", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pool", old_values."provider_id", old_values."public_id", old_values."reliability", old_values."said_by", old_values."shared_with", old_values."source_url", old_values."starts", old_values."tlp", old_values."url", old_values."verification" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="67e3c2310b1a61c061a76c656d1fd39774f6333d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6b526",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_resource",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="treatystatus",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_treatystatusversion" ("basis", "country_id", "id", "in_force", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ratified", "signed", "status", "treaty") SELECT new_values."basis", new_values."country_id", new_values."id", new_values."in_force", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."ratified", new_values."signed", new_values."status", new_values."treaty" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="75eeef3e49a885174ec5535a4511382949e2bbed",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4f1b8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_treatystatus",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="treatystatus",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_treatystatusversion" ("basis", "country_id", "id", "in_force", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ratified", "signed", "status", "treaty") SELECT new_values."basis", new_values."country_id", new_values."id", new_values."in_force", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."ratified", new_values."signed", new_values."status", new_values."treaty" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d9c6fa2ba6a576a8448a68952d47cee081e4046a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1d34e",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_treatystatus",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="treatystatus",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_treatystatusversion" ("basis", "country_id", "id", "in_force", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ratified", "signed", "status", "treaty") SELECT old_values."basis", old_values."country_id", old_values."id", old_values."in_force", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."ratified", old_values."signed", old_values."status", old_values."treaty" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="099f6bc194d7b697a5f169b5aa084ca5bd70096b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6a051",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_treatystatus",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="11a4bb0ada8811ef2afe16e2ce22b0ac70354097",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_32d95",
                            table="capabilities_agencyversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="cd1eb712032fdba4773973089b7b1020a2289894",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_c21ec",
                            table="capabilities_agencyversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.agency', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="50b4702a595edd50bcd2aa2dd610b14a84eeef66",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_a58d2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_agencyversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capabilityareaversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1ecd0390073a36dcec07cc59c8b94d586023d695",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ea8fe",
                            table="capabilities_capabilityareaversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capabilityareaversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="282764bf15a6595e2472a1b7d88e744774fccd6b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_d3417",
                            table="capabilities_capabilityareaversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capabilityareaversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.capabilityarea', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="d7369e12ad64513c7e0fc897f465ad339e68d335",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_8ce58",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_capabilityareaversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrygroupversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9207c130beda448f7747fbd06321f060d238571c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2e291",
                            table="capabilities_countrygroupversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrygroupversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="699f2a922a9e19293e994d3b5103d33dbcb0f395",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_780d4",
                            table="capabilities_countrygroupversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrygroupversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.countrygroup', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="56ed5253a51349a9afedc788c802193e6cbca108",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_4f651",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_countrygroupversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="49d46af011b8468ee16d56582cc2b6c5a3137bf9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_93734",
                            table="capabilities_countryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="f1fda5909d3d0deaa246ca1c1618d04bf7a6ae1f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5c193",
                            table="capabilities_countryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.country', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="4c9ce0b70812efd3792a7770f633d73b7805be13",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_07c32",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_countryversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblecountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c24b4211b5ea7fbbec5e1181731e2bc6c86a5067",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_52e51",
                            table="capabilities_eligiblecountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblecountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="92a2ec7d0841fb03dc85b77f67837eaeed658a62",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_fed24",
                            table="capabilities_eligiblecountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblecountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.eligiblecountry', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="d81730df03b00df25e829d3a9bcc88a87115454d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_a1d0f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_eligiblecountryversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblegroupversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8dc611845fbed522678e1eb72a2b34c57e21e972",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_64861",
                            table="capabilities_eligiblegroupversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblegroupversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="6865b6456d7250767d7b1df83a88f7ea55810679",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_ebc2d",
                            table="capabilities_eligiblegroupversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblegroupversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.eligiblegroup', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="2090aa6f62ef38d673943b788e721b4f6d3c95be",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_51320",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_eligiblegroupversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="excludedcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0e667cfa2747470593e23d0e8098f4725a1f93fa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6d718",
                            table="capabilities_excludedcountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="excludedcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="1d6e37ba09797408c637116559597d880fd731ea",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_b0a62",
                            table="capabilities_excludedcountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="excludedcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.excludedcountry', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="78ba605f3f73059c4524bdd073bd71615f9e36aa",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_ef6a1",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_excludedcountryversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9506f0dbf47cf59d119916d2847676bb0969114a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_19a21",
                            table="capabilities_membershipversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="04cf501d8d2dfcad58135eb3e1f280691865f685",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_05342",
                            table="capabilities_membershipversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.membership', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="e7a9804a2419ad395815f2787c78bfbc9c7df653",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_85f21",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_membershipversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="eb1d6d7de5cd9bb41d90997fb74809f3df50a39a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7841b",
                            table="capabilities_needversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="77ce41f9bf6a0261a8f10845101c16b7eb3a1858",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_aea15",
                            table="capabilities_needversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.need', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="b579a1fe1f221b6e6e39024a9b7d665afa0650ba",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_c6186",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_needversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="prerequisiteversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f0b777c54fddb615bb5370b15ad5ba6ce0734c27",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5f3b7",
                            table="capabilities_prerequisiteversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="prerequisiteversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="a7a871c0c6a31514b3ac67a8cbf48a943e78cd83",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_dfe9c",
                            table="capabilities_prerequisiteversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="prerequisiteversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.prerequisite', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="2610c90561372c5b045b516b85c80e1bbe2fd04e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_58416",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_prerequisiteversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="providerversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f982e37048dc36e6cb327d03fc4006bb9bea40a0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2d836",
                            table="capabilities_providerversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="providerversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="691ecfe9f531ff6e52a96955324fb149d16175c6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_01dfd",
                            table="capabilities_providerversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="providerversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.provider', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="50384a750dfcbfbd7b9c97a0ad4eac4572358f17",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_6ecb6",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_providerversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourceareaversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ab5f60e3bb5567de59d160fb90e0937c22e22982",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_75ba8",
                            table="capabilities_resourceareaversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourceareaversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="acea3e7d3ef33a82696b44f176808390f1cfce2b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_169e1",
                            table="capabilities_resourceareaversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourceareaversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.resourcearea', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="704b87c7e04c73b142a49e54cccdd6502d2772d5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_03c26",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resourceareaversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="92e003ae4240b00e828fde38183979d2625b1e5f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4b100",
                            table="capabilities_resourceversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="ad9ca96dc1308b7fce93ec326fd87b31cfe81fe2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5443c",
                            table="capabilities_resourceversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.resource', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="b859c3625989fb0ca926d270e1b18042bf120243",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_32bd7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resourceversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourcearea",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceareaversion" ("capabilityarea_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."capabilityarea_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2f37fc02194e2d810cfb4fb286514dacb5dca721",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0b3e9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resource_areas",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourcearea",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceareaversion" ("capabilityarea_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."capabilityarea_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1f4b3b132628d0066ca6695ae215e2eb666f5219",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9f859",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_resource_areas",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resourcearea",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_resourceareaversion" ("capabilityarea_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT old_values."capabilityarea_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resource_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="403f20c5e0547675f85b913b4e859d80951e0165",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0fdbd",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_resource_areas",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="prerequisite",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_prerequisiteversion" ("from_capabilityarea_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_capabilityarea_id") SELECT new_values."from_capabilityarea_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."to_capabilityarea_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="381e1e97710b296da3de3bd7de69f13f6798c63c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_131eb",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_capabilityarea_prerequisites",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="prerequisite",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_prerequisiteversion" ("from_capabilityarea_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_capabilityarea_id") SELECT new_values."from_capabilityarea_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."to_capabilityarea_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d749b31139d0f2935a472ebc309086d894eb44a9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7d874",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_capabilityarea_prerequisites",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="prerequisite",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_prerequisiteversion" ("from_capabilityarea_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_capabilityarea_id") SELECT old_values."from_capabilityarea_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."to_capabilityarea_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="01320dd8cbfb6e4ffe8d956ee1f9bdfb9a9eed4e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6bd6b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_capabilityarea_prerequisites",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="excludedcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_excludedcountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="753cf00a93ea34313e2581909d810bcc1107f4d0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cc66e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resource_excluded_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="excludedcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_excludedcountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8db0c1cf9889d0536cf534361f44dbb8a0aa75a9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_69c7c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_resource_excluded_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="excludedcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_excludedcountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT old_values."country_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resource_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="bf1b424dcd8147ec8a5ffc09c65a04f5b32e6f60",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5ade7",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_resource_excluded_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblegroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_eligiblegroupversion" ("countrygroup_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."countrygroup_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="dc9b2589d58fc910471079f1c40e3821372cc96e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e0bdf",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resource_eligible_groups",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblegroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_eligiblegroupversion" ("countrygroup_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."countrygroup_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="11593e2ece8ef0df5f9e29ebda0a3239e394907e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e7c7b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_resource_eligible_groups",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblegroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_eligiblegroupversion" ("countrygroup_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT old_values."countrygroup_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resource_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f712f7d35574ce66a8da39cbdb948d8dda9bef14",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e7e68",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_resource_eligible_groups",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblecountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_eligiblecountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1265cfb965e219c8a5c12647ac849a6d2b56251c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bde5d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_resource_eligible_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblecountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_eligiblecountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."resource_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8510e7a53474094bacc5818dd1655d4de8d160dc",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e6767",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_resource_eligible_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="eligiblecountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_eligiblecountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id") SELECT old_values."country_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resource_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="703163c766e9c1ff5ce7a3b9f417bf3bf201bb45",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8f674",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_resource_eligible_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frameworkreferenceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="e68fa19cb482b2e8b877f1716c55c20f09ce2e50",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_31293",
                            table="capabilities_frameworkreferenceversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frameworkreferenceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.frameworkreference', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="3f905eeb00742cb737a005776fcc0c6528bc339d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_89826",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_frameworkreferenceversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frameworkreferenceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d6e5c5f94eb4873ddc76cabf56a17a84f9b88230",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b34d7",
                            table="capabilities_frameworkreferenceversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="maturityratingversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="1fff6c3497d35f859e52baffac26a8b97003fcea",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_df7ac",
                            table="capabilities_maturityratingversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="maturityratingversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.maturityrating', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="01e24d9eac427c84097a1676b6540b824efa0c32",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_53bdd",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_maturityratingversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="maturityratingversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="880e03cea30b9aeb3604a30ac26b19a903ddb8ad",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1ea57",
                            table="capabilities_maturityratingversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="79db54905a88ee0dced354c3c2cebd516f2ebc66",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_ae2b7",
                            table="capabilities_projectcountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.projectcountry', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="5d24eca956af9ca02f54a0ca91ed103d51384617",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_faea3",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_projectcountryversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="40075db2d08b759156da8fdfb37093b1fe7631ac",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_114c7",
                            table="capabilities_projectcountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="e61d2a9f366d97acc630c8e0aacd27e47fbb6849",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_a08cb",
                            table="capabilities_projectversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.project', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="e70edd361e4fde325cc156a839ac73938f4990c6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_10695",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_projectversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1ab6393ab05ec7a1ba719dfcd16c44d02c73746f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b65aa",
                            table="capabilities_projectversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="treatystatusversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="c5774da30568ad09290b8c84d77db97ff7e300d3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_1aee3",
                            table="capabilities_treatystatusversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="treatystatusversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.treatystatus', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="f976e5a365d38c9d2ca7fb133235529fb3f947c8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_9fd0e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_treatystatusversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="treatystatusversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4280bb363b18feaf806e46b512699242803fd451",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_88b86",
                            table="capabilities_treatystatusversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_projectcountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="38c55480dbcddf9587c16ca25f080e4d87c9fc0a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2caa7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_project_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_projectcountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT new_values."country_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="46b13e657481591236800c0aa2c71cc1c39278e8",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_46d62",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_project_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="projectcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_projectcountryversion" ("country_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id") SELECT old_values."country_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="94db497648550a882408b9d7b0cfa0c5cffa4cc8",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_163ee",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_project_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="desk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskversion" ("days", "id", "level", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regions") SELECT new_values."days", new_values."id", new_values."level", new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."regions" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f8ca7376261a5191f4e7a9af179804bb92494271",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a5282",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_desk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="desk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskversion" ("days", "id", "level", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regions") SELECT new_values."days", new_values."id", new_values."level", new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."regions" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="717ebcf85d37a2e1bfad085ee3dbb7a0d74c261f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7b2a9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_desk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="desk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskversion" ("days", "id", "level", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regions") SELECT old_values."days", old_values."id", old_values."level", old_values."name", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."regions" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3bc0b91ae53487aa08b2b1b3d5a6eb360854691a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_88953",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_desk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="0681a12fae05ed71ae67a5c86f1d0ec1262fc0d7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_1d06c",
                            table="capabilities_deskcountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.deskcountry', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="f54195f16ccac4535e676b7e1d4073fbb6343a04",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_3a3d0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_deskcountryversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskcountryversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="be3041726f01752e88d3e412aae3350e39bbf31f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_73af0",
                            table="capabilities_deskcountryversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskpersonversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="a5d128d96b3de132cdc0f219dace015aa885bed0",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_8f24d",
                            table="capabilities_deskpersonversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskpersonversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.deskperson', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="e125e8417d28caaa3e263ddff75b85c617a81b2c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_d6552",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_deskpersonversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskpersonversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="45f5535b86be689e343ea006d4ac043ff6edf2d5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_28e08",
                            table="capabilities_deskpersonversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="df8c7726ae5db0d59c0e28f502d1b0f3918c9072",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_897ca",
                            table="capabilities_deskversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.desk', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="f2995e5497b151147e5970f3177e93a67d977a6d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_20150",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_deskversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="68e4722b8ae5b791998220104ace3cfac8d2986b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b8342",
                            table="capabilities_deskversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needmove",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ec18c143ae1dcac766e25e1d5752550335f09d4a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_44b99",
                            table="capabilities_needmove",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needoutcome",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_needoutcomeversion" ("at", "by_id", "evidence", "helped", "helpers", "id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."at", new_values."by_id", new_values."evidence", new_values."helped", new_values."helpers", new_values."id", new_values."need_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="32ac778b9d7350feb82874895d298c2a7ab0498e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5a0bd",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_needoutcome",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needoutcome",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_needoutcomeversion" ("at", "by_id", "evidence", "helped", "helpers", "id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."at", new_values."by_id", new_values."evidence", new_values."helped", new_values."helpers", new_values."id", new_values."need_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8a50e5ca57a9cacd5569c907aa7dfdf7eded2f08",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_04ceb",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_needoutcome",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needoutcome",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_needoutcomeversion" ("at", "by_id", "evidence", "helped", "helpers", "id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."at", old_values."by_id", old_values."evidence", old_values."helped", old_values."helpers", old_values."id", old_values."need_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3da4b744a857f1c8ca6eba3528c5f5e0b8bfe7f0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_40b88",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_needoutcome",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needoutcomeversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="6dfc2e8802714d39f6e5c1d939e8657538d8fb39",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_b8f61",
                            table="capabilities_needoutcomeversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needoutcomeversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.needoutcome', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="030d1a9abc00d0502479f1c12780fa5e64af4a45",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_786a5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_needoutcomeversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="needoutcomeversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b50a30c2f1c21201f69426211eeb2445fc5ccd49",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_befa4",
                            table="capabilities_needoutcomeversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_submissionversion" ("at", "by_id", "desk_id", "due", "id", "label_reason", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."at", new_values."by_id", new_values."desk_id", new_values."due", new_values."id", new_values."label_reason", new_values."need_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e9668ce915d4c4f411d14c35d384f7f9d2c623e0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_edc82",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_submission",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_submissionversion" ("at", "by_id", "desk_id", "due", "id", "label_reason", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT new_values."at", new_values."by_id", new_values."desk_id", new_values."due", new_values."id", new_values."label_reason", new_values."need_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."since" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2fccb43155bbe76b13589ffb8ab3afdd0e5fd09e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8ca55",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_submission",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_submissionversion" ("at", "by_id", "desk_id", "due", "id", "label_reason", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since") SELECT old_values."at", old_values."by_id", old_values."desk_id", old_values."due", old_values."id", old_values."label_reason", old_values."need_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="06f5011a473c3800c42d6bdb83c3ced897874abf",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_add8a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_submission",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submissionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="06021887594282d84429c758b0ac338ded0ebcf4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_303f6",
                            table="capabilities_submissionversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submissionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.submission', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="a0a4c921ad5b627cb6e081beed97bab95a11eec2",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_a3364",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_submissionversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submissionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b3ba556589eb7c8b7ca061217d109c55407bd802",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_345fc",
                            table="capabilities_submissionversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskcountryversion" ("country_id", "desk_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."country_id", new_values."desk_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="28520fc278f86790ace6ba12f6a062ac1199c797",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_31667",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_desk_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskcountryversion" ("country_id", "desk_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."country_id", new_values."desk_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a958650b31ca2510bd23d88886df260afd9efed5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_649e6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_desk_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskcountry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskcountryversion" ("country_id", "desk_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."country_id", old_values."desk_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="52abf3cdc13630deefb156ad5689c66d09ca384e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_db322",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_desk_countries",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskpersonversion" ("desk_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."desk_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="46356b36f196c53ff1ae8a3b6365651c20f35ecf",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5903e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_desk_people",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskpersonversion" ("desk_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT new_values."desk_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2e769ffc7cf7367d3ec7eca8ae53f9dfbc68e960",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0eb8a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_desk_people",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskperson",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_deskpersonversion" ("desk_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") SELECT old_values."desk_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="80556209b430284d4677894b0767e8d9bf8326fc",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ee4df",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_desk_people",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_attachmentversion" ("at", "by_id", "draft_id", "id", "kind", "name", "need_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed", "sha256", "size", "stored_as") SELECT new_values."at", new_values."by_id", new_values."draft_id", new_values."id", new_values."kind", new_values."name", new_values."need_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."removed", new_values."sha256", new_values."size", new_values."stored_as" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="bd9f3f9cf6239e04c2ff346b7a0deb4e9042dd6c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6c8f4",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_attachment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_attachmentversion" ("at", "by_id", "draft_id", "id", "kind", "name", "need_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed", "sha256", "size", "stored_as") SELECT new_values."at", new_values."by_id", new_values."draft_id", new_values."id", new_values."kind", new_values."name", new_values."need_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."removed", new_values."sha256", new_values."size", new_values."stored_as" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1dea0ffdd8cf934ee0b89926952258c1f5207506",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_99947",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="capabilities_attachment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "capabilities_attachmentversion" ("at", "by_id", "draft_id", "id", "kind", "name", "need_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed", "sha256", "size", "stored_as") SELECT old_values."at", old_values."by_id", old_values."draft_id", old_values."id", old_values."kind", old_values."name", old_values."need_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."removed", old_values."sha256", old_values."size", old_values."stored_as" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f2316a73817d64be4653f7bac72b4d063e883010",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e3724",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="capabilities_attachment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachmentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="14b6f502077419308710cb23009f36d29c71a281",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_ad057",
                            table="capabilities_attachmentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachmentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('capabilities.attachment', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="563309d168001f12cbfb090e8394adbdafd798ac",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_212a9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="capabilities_attachmentversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attachmentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="55c3fb3177116d120b5af4d56bdf42a380a62504",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0f88f",
                            table="capabilities_attachmentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        )
    ]
