"""The tables of runs, of what they find, and of what people make of it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import gaps.models.outlook
import portal.history
import portal.models
from portal.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("gaps", "0001_initial"),
        ("gaps", "0003_moment_and_proof"),
        ("gaps", "0004_study"),
        ("gaps", "0005_outlook"),
        ("gaps", "0006_change_withdraws"),
        ("gaps", "0008_audit"),
        ("gaps", "0009_first_versions"),
        ("gaps", "0010_found_by_area"),
        ("gaps", "0011_reviews"),
        ("gaps", "0014_what_runs_saw"),
        ("gaps", "0015_reports"),
        ("gaps", "0017_releases"),
    ]

    dependencies = [
        ("capabilities", "0001_tables"),
        ("portal", "0001_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Change",
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
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ]
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "withdraws",
                            models.BooleanField(
                                db_default=False,
                                help_text="A record left this audience: what rests on it is withheld.",
                            ),
                        ),
                        (
                            "written_by",
                            portal.history.TransactionField(
                                db_default=models.Func(function="pg_current_xact_id"),
                                editable=False,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Run",
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
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ]
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("full", "All areas"),
                                    ("incremental", "Areas that changed"),
                                    ("check", "Check of what is stored"),
                                ],
                                default="full",
                                max_length=12,
                            ),
                        ),
                        ("as_of", models.DateField()),
                        (
                            "areas",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "options",
                            models.JSONField(
                                default=dict, help_text="Settings that differ from the default."
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Waiting"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                    ("superseded", "Overtaken by a newer run"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("started", models.DateTimeField(blank=True, null=True)),
                        ("finished", models.DateTimeField(blank=True, null=True)),
                        ("heartbeat", models.DateTimeField(blank=True, null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("progress_done", models.PositiveIntegerField(default=0)),
                        ("progress_total", models.PositiveIntegerField(default=0)),
                        ("method_version", models.CharField(blank=True, max_length=20)),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
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
                                help_text="The highest label it drew on.",
                                verbose_name="label",
                            ),
                        ),
                        ("needs_read", models.PositiveIntegerField(default=0)),
                        ("resources_read", models.PositiveIntegerField(default=0)),
                        ("findings_changed", models.PositiveIntegerField(default=0)),
                        ("error", models.TextField(blank=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "checks",
                            models.ForeignKey(
                                blank=True,
                                help_text="The run that a check makes again; empty: what is stored now.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checked_by",
                                to="gaps.run",
                            ),
                        ),
                        ("moment", models.TextField(blank=True)),
                        (
                            "proof_checked",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Need-steps whose share was checked against the certificate.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["audience", "status", "-id"],
                                name="gaps_run_audienc_cb637a_idx",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", [0, 1, 3])),
                                name="run_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tlp__lte", models.F("audience"))),
                                name="run_within_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "done"), _negated=True),
                                    models.Q(("fingerprint", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="run_done_has_fingerprint",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
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
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ]
                            ),
                        ),
                        ("demand", models.PositiveBigIntegerField(help_text="Slots asked for.")),
                        (
                            "optimistic",
                            models.PositiveBigIntegerField(help_text="Slots reachable alone."),
                        ),
                        ("allocated_numerator", models.BigIntegerField()),
                        ("allocated_denominator", models.BigIntegerField()),
                        (
                            "weighted_gap",
                            models.FloatField(
                                help_text="Missing slots × urgency, rounded for ordering."
                            ),
                        ),
                        (
                            "gap_class",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ]
                            ),
                        ),
                        ("digest", models.BigIntegerField(help_text="Equal for equal results.")),
                        (
                            "step",
                            models.PositiveSmallIntegerField(
                                help_text="The level that the step starts from."
                            ),
                        ),
                        ("urgency", models.PositiveSmallIntegerField()),
                        ("indicative", models.BooleanField(default=False)),
                        (
                            "providers",
                            models.PositiveSmallIntegerField(
                                help_text="Usable ones: 0, 1, or 2 for more."
                            ),
                        ),
                        (
                            "served_by",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                help_text="The first usable resources; 0 for none.",
                                size=3,
                            ),
                        ),
                        (
                            "fix_resource",
                            models.BigIntegerField(
                                help_text="The nearest miss of a gap; 0 for none."
                            ),
                        ),
                        (
                            "fix_failed",
                            models.PositiveSmallIntegerField(
                                help_text="What it fails on: bit i for constraint i in their fixed order."
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "since",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                        (
                            "until",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-weighted_gap", "gap_class", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("until", None)),
                                fields=["audience", "-weighted_gap", "gap_class", "id"],
                                name="finding_worst_first",
                            ),
                            models.Index(fields=["audience", "area"], name="finding_by_area"),
                            models.Index(fields=["audience", "country"], name="finding_by_country"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)),
                                fields=("audience", "need", "step"),
                                name="finding_one_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gap_class__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
                                ),
                                name="finding_class_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cell",
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
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ]
                            ),
                        ),
                        ("demand", models.PositiveBigIntegerField(help_text="Slots asked for.")),
                        (
                            "optimistic",
                            models.PositiveBigIntegerField(help_text="Slots reachable alone."),
                        ),
                        ("allocated_numerator", models.BigIntegerField()),
                        ("allocated_denominator", models.BigIntegerField()),
                        (
                            "weighted_gap",
                            models.FloatField(
                                help_text="Missing slots × urgency, rounded for ordering."
                            ),
                        ),
                        (
                            "gap_class",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ]
                            ),
                        ),
                        ("digest", models.BigIntegerField(help_text="Equal for equal results.")),
                        (
                            "indicative",
                            models.BooleanField(
                                default=False, help_text="All its needs are indicative."
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="capabilities.country",
                            ),
                        ),
                        (
                            "since",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                        (
                            "until",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-weighted_gap", "gap_class", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("until", None)),
                                fields=["audience", "-weighted_gap", "gap_class", "id"],
                                name="cell_worst_first",
                            ),
                            models.Index(fields=["audience", "country"], name="cell_by_country"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gap_class__in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
                                ),
                                name="cell_class_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)),
                                fields=("audience", "area", "country"),
                                name="cell_one_current",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaState",
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
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ]
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("needs", models.PositiveIntegerField()),
                        ("offers", models.PositiveIntegerField()),
                        (
                            "area",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="capabilities.capabilityarea",
                            ),
                        ),
                        (
                            "since",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                        (
                            "until",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["audience", "area"], name="area_state_by_area")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)),
                                fields=("audience", "area"),
                                name="area_state_one_current",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shard",
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
                        ("attempt", models.PositiveSmallIntegerField()),
                        (
                            "areas",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), size=None
                            ),
                        ),
                        ("done", models.BooleanField(default=False)),
                        ("snapshot", models.CharField(max_length=40)),
                        ("needs", models.PositiveIntegerField(default=0)),
                        (
                            "offers",
                            models.JSONField(default=list, help_text="Ids of the resources read."),
                        ),
                        (
                            "label",
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
                        ("changed", models.PositiveIntegerField(default=0)),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shards",
                                to="gaps.run",
                            ),
                        ),
                        ("proof_checked", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Study",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("comparison", "What changed between two runs"),
                                    ("what_if", "What if"),
                                    ("plan", "Next best steps"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("changes", models.JSONField(blank=True, default=dict)),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Steps that a plan asks for."
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Being put together"),
                                    ("queued", "Waiting"),
                                    ("running", "Being worked out"),
                                    ("done", "Done"),
                                    ("failed", "Could not be worked out"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("asked", models.DateTimeField(blank=True, null=True)),
                        ("finished", models.DateTimeField(blank=True, null=True)),
                        ("error", models.TextField(blank=True)),
                        ("outcome", models.JSONField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="studies",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "studies",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("earlier__isnull", False), ("kind", "comparison")),
                                    models.Q(
                                        models.Q(("kind", "comparison"), _negated=True),
                                        ("earlier", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="study_earlier_iff_comparison",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "done"), _negated=True),
                                    ("outcome__isnull", False),
                                    _connector="OR",
                                ),
                                name="study_done_has_outcome",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "comparison")),
                                fields=("run", "earlier"),
                                name="study_one_comparison",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "plan")),
                                fields=("run", "number"),
                                name="study_one_plan",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outlook",
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
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ],
                                unique=True,
                            ),
                        ),
                        ("made", models.DateTimeField(auto_now_add=True)),
                        ("error", models.TextField(blank=True)),
                        (
                            "providers_left",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Those that were not tried, since they carry least.",
                            ),
                        ),
                        (
                            "left_bound",
                            gaps.models.outlook.ExactField(
                                default=0, help_text="None of those opens more."
                            ),
                        ),
                        (
                            "run",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outlook",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Fragility",
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
                            "opens",
                            gaps.models.outlook.ExactField(
                                help_text="The weighted gap that opens."
                            ),
                        ),
                        ("weight", models.FloatField(help_text="The same, rounded for ordering.")),
                        (
                            "opened",
                            models.PositiveIntegerField(help_text="Cells that become a gap."),
                        ),
                        ("worsened", models.PositiveIntegerField(help_text="Gaps that grow.")),
                        ("countries", models.PositiveIntegerField()),
                        (
                            "cells",
                            models.JSONField(
                                help_text="The worst of those cells: country, area, class before and after, growth."
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
                            "outlook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fragilities",
                                to="gaps.outlook",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "fragilities",
                        "ordering": ["-weight", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("outlook", "provider"), name="fragility_one_per_provider"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ForecastMonth",
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
                        ("demand", models.PositiveBigIntegerField(help_text="Slots asked for.")),
                        ("allocated", gaps.models.outlook.ExactField()),
                        ("weighted_gap", gaps.models.outlook.ExactField()),
                        ("cells", models.PositiveIntegerField()),
                        ("gaps", models.PositiveIntegerField(help_text="Cells that are gaps.")),
                        (
                            "classes",
                            models.JSONField(help_text="Cells by the name of their class."),
                        ),
                        ("resources_ended", models.PositiveIntegerField(default=0)),
                        ("resources_aged", models.PositiveIntegerField(default=0)),
                        ("needs_ended", models.PositiveIntegerField(default=0)),
                        (
                            "opened",
                            models.PositiveIntegerField(
                                default=0, help_text="Cells that become a gap."
                            ),
                        ),
                        (
                            "lapses",
                            models.JSONField(
                                default=list,
                                help_text="The first of those resources: key, and `ended` or `aged`.",
                            ),
                        ),
                        (
                            "opened_cells",
                            models.JSONField(
                                default=list,
                                help_text="The worst of those cells: country, area, class, weighted gap.",
                            ),
                        ),
                        (
                            "outlook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="months",
                                to="gaps.outlook",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["day"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("outlook", "day"), name="forecast_one_per_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StudyVersion",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("comparison", "What changed between two runs"),
                                    ("what_if", "What if"),
                                    ("plan", "Next best steps"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("changes", models.JSONField(blank=True, default=dict)),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="Steps that a plan asks for."
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Being put together"),
                                    ("queued", "Waiting"),
                                    ("running", "Being worked out"),
                                    ("done", "Done"),
                                    ("failed", "Could not be worked out"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("asked", models.DateTimeField(blank=True, null=True)),
                        ("finished", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.run",
                            ),
                        ),
                        (
                            "organisation",
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
                                to="gaps.study",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
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
                        ("step", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="capabilities.need",
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="comment_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="gaps_comment_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="gaps_comment_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="gaps_comment_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommentVersion",
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
                        ("step", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
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
                                to="gaps.comment",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DueDiligence",
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
                        ("text", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="diligence",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "due diligence",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DueDiligenceVersion",
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
                        ("text", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
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
                                to="gaps.duediligence",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                        ("text", models.TextField()),
                        ("asked", models.DateTimeField(auto_now_add=True)),
                        ("answer", models.TextField(blank=True)),
                        ("answered", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
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
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="gaps.review",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered", None), ("answered_by", None)
                                    ),
                                    models.Q(
                                        ("answered__isnull", False),
                                        ("answered_by__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="question_answered_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("step", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("undecided", "Undecided"),
                                    ("accepted", "Finding accepted"),
                                    ("disputed", "Disputed"),
                                    ("in_hand", "Already in hand"),
                                    ("gap_accepted", "Gap accepted"),
                                ],
                                default="undecided",
                                max_length=12,
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("verify_need", "Verify the need"),
                                    ("confirm_offer", "Confirm an offer"),
                                    ("broker", "Broker a match"),
                                    ("extend", "Extend who may use an offer"),
                                    ("fund", "Fund places"),
                                    ("translate", "Translate an offer"),
                                    ("commission", "Commission a new offer"),
                                    ("sequence", "See to a prerequisite first"),
                                    ("pool", "Pool with neighbours"),
                                    ("refer", "Refer elsewhere"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="recommended action",
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True)),
                        (
                            "in_hand_by",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="in whose hands"
                            ),
                        ),
                        ("in_hand_until", models.DateField(blank=True, null=True)),
                        (
                            "override",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ],
                                help_text="Stands beside the computed class.",
                                null=True,
                            ),
                        ),
                        ("override_reason", models.TextField(blank=True)),
                        (
                            "seen_class",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ],
                                null=True,
                            ),
                        ),
                        ("seen_gap", models.FloatField(blank=True, null=True)),
                        ("decided", models.DateTimeField(blank=True, null=True)),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="capabilities.need",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                fields=["assigned_to", "due"], name="gaps_review_assigne_4bd449_idx"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("need", "step"), name="review_one_of_a_finding"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("override", None),
                                    models.Q(("override_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_override_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "in_hand"), _negated=True),
                                    models.Q(("in_hand_by", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_in_hand_says_whose",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionVersion",
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
                        ("text", models.TextField()),
                        ("asked", models.DateTimeField(auto_now_add=True)),
                        ("answer", models.TextField(blank=True)),
                        ("answered", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="gaps.question",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="capabilities.resource",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.review",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                                    ("undecided", "Undecided"),
                                    ("accepted", "Finding accepted"),
                                    ("disputed", "Disputed"),
                                    ("in_hand", "Already in hand"),
                                    ("gap_accepted", "Gap accepted"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "new",
                            models.CharField(
                                choices=[
                                    ("undecided", "Undecided"),
                                    ("accepted", "Finding accepted"),
                                    ("disputed", "Disputed"),
                                    ("in_hand", "Already in hand"),
                                    ("gap_accepted", "Gap accepted"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("verify_need", "Verify the need"),
                                    ("confirm_offer", "Confirm an offer"),
                                    ("broker", "Broker a match"),
                                    ("extend", "Extend who may use an offer"),
                                    ("fund", "Fund places"),
                                    ("translate", "Translate an offer"),
                                    ("commission", "Commission a new offer"),
                                    ("sequence", "See to a prerequisite first"),
                                    ("pool", "Pool with neighbours"),
                                    ("refer", "Refer elsewhere"),
                                ],
                                default="",
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "gap_class",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ]
                            ),
                        ),
                        ("weighted_gap", models.FloatField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="gaps.review",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewVersion",
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
                        ("step", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("undecided", "Undecided"),
                                    ("accepted", "Finding accepted"),
                                    ("disputed", "Disputed"),
                                    ("in_hand", "Already in hand"),
                                    ("gap_accepted", "Gap accepted"),
                                ],
                                default="undecided",
                                max_length=12,
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("verify_need", "Verify the need"),
                                    ("confirm_offer", "Confirm an offer"),
                                    ("broker", "Broker a match"),
                                    ("extend", "Extend who may use an offer"),
                                    ("fund", "Fund places"),
                                    ("translate", "Translate an offer"),
                                    ("commission", "Commission a new offer"),
                                    ("sequence", "See to a prerequisite first"),
                                    ("pool", "Pool with neighbours"),
                                    ("refer", "Refer elsewhere"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="recommended action",
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True)),
                        (
                            "in_hand_by",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="in whose hands"
                            ),
                        ),
                        ("in_hand_until", models.DateField(blank=True, null=True)),
                        (
                            "override",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ],
                                help_text="Stands beside the computed class.",
                                null=True,
                            ),
                        ),
                        ("override_reason", models.TextField(blank=True)),
                        (
                            "seen_class",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (0, "Nothing offered"),
                                    (1, "Several obstacles"),
                                    (2, "Wrong kind of help"),
                                    (3, "Wrong level"),
                                    (4, "Not open to the country"),
                                    (5, "Wrong language"),
                                    (6, "Wrong way of delivery"),
                                    (7, "Wrong time"),
                                    (8, "Not confirmed lately"),
                                    (9, "Too few places"),
                                    (10, "Places taken by others"),
                                    (11, "One provider only"),
                                    (12, "Covered"),
                                ],
                                null=True,
                            ),
                        ),
                        ("seen_gap", models.FloatField(blank=True, null=True)),
                        ("decided", models.DateTimeField(blank=True, null=True)),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
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
                                to="gaps.review",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CountryPage",
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
                            "revision",
                            models.PositiveIntegerField(help_text="What the report said then."),
                        ),
                        ("page", models.JSONField(default=dict)),
                        (
                            "label",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ]
                            ),
                        ),
                        ("asked", models.DateTimeField()),
                        ("until", models.DateTimeField(help_text="Until when a comment is taken.")),
                        ("comment", models.TextField(blank=True)),
                        ("commented", models.DateTimeField(blank=True, null=True)),
                        (
                            "commented_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capabilities.country",
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
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="country_pages",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["country__sort_key", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "revision", "country", "organisation"),
                                name="countrypage_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("comment", ""), ("commented", None), ("commented_by", None)
                                    ),
                                    models.Q(
                                        ("commented__isnull", False),
                                        ("commented_by__isnull", False),
                                        models.Q(("comment", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="countrypage_commented_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("world", "The world"),
                                    ("region", "A region"),
                                    ("group", "A group of countries"),
                                    ("country", "A country"),
                                    ("area", "Capability areas"),
                                ],
                                default="world",
                                max_length=10,
                                verbose_name="about",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Code of the region, group, country or area.",
                                max_length=80,
                            ),
                        ),
                        (
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ],
                                default=0,
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, help_text="As written, with placeholders for figures."
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("superseded", "Superseded"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("published", models.DateTimeField(blank=True, null=True)),
                        ("document", models.TextField(blank=True)),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        (
                            "ahead",
                            models.TextField(
                                blank=True,
                                verbose_name="published before all countries had answered, because",
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
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="gaps.report",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-published", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="report_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="gaps_report_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="gaps_report_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="gaps_report_only_red_names_persons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("scope__in", ["world", "region", "group", "country", "area"])
                                ),
                                name="report_scope_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place", ""), ("scope", "world")),
                                    models.Q(
                                        models.Q(("scope", "world"), _negated=True),
                                        models.Q(("place", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_place_unless_world",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", [0, 1, 3])),
                                name="report_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tlp__gte", models.F("audience"))),
                                name="report_within_its_audience",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", frozenset(["published", "superseded"])),
                                    ("tlp__gte", 3),
                                    _connector="OR",
                                ),
                                name="report_unpublished_is_for_reviewers",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published__isnull", False),
                                        ("status__in", frozenset(["published", "superseded"])),
                                        models.Q(("fingerprint", ""), _negated=True),
                                        models.Q(("document", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", frozenset(["published", "superseded"])),
                                            _negated=True,
                                        ),
                                        ("document", ""),
                                        ("fingerprint", ""),
                                        ("published", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_is_out_with_its_document",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountryPageVersion",
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
                            "revision",
                            models.PositiveIntegerField(help_text="What the report said then."),
                        ),
                        (
                            "label",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "TLP:CLEAR"),
                                    (1, "TLP:GREEN"),
                                    (2, "TLP:AMBER"),
                                    (3, "TLP:AMBER+STRICT"),
                                    (4, "TLP:RED"),
                                ]
                            ),
                        ),
                        ("asked", models.DateTimeField()),
                        ("until", models.DateTimeField(help_text="Until when a comment is taken.")),
                        ("comment", models.TextField(blank=True)),
                        ("commented", models.DateTimeField(blank=True, null=True)),
                        (
                            "commented_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="gaps.countrypage",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportChoice",
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
                        ("revision", models.PositiveIntegerField()),
                        ("step", models.PositiveSmallIntegerField()),
                        ("included", models.BooleanField()),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capabilities.need",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="choices",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="reportchoice_has_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportComment",
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
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "country",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capabilities.country",
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["country__sort_key", "pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)),
                                fields=["id"],
                                name="reportcomment_red",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="gaps_reportcomment_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="gaps_reportcomment_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="gaps_reportcomment_only_red_names_persons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportCommentVersion",
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
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
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
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="portal.organisation",
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
                                to="gaps.reportcomment",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportMove",
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
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("superseded", "Superseded"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "new",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("superseded", "Superseded"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(help_text="What it said then.")),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="reportmove_has_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportMoveVersion",
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
                            "old",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("superseded", "Superseded"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "new",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                    ("superseded", "Superseded"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(help_text="What it said then.")),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
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
                                to="gaps.reportmove",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReportText",
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
                        ("revision", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-revision"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "revision"), name="reporttext_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportVersion",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("world", "The world"),
                                    ("region", "A region"),
                                    ("group", "A group of countries"),
                                    ("country", "A country"),
                                    ("area", "Capability areas"),
                                ],
                                default="world",
                                max_length=10,
                                verbose_name="about",
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                help_text="Code of the region, group, country or area.",
                                max_length=80,
                            ),
                        ),
                        (
                            "audience",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Everyone (TLP:CLEAR)"),
                                    (1, "Members (up to TLP:GREEN)"),
                                    (3, "Reviewers (up to TLP:AMBER+STRICT)"),
                                ],
                                default=0,
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, help_text="As written, with placeholders for figures."
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("published", models.DateTimeField(blank=True, null=True)),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        (
                            "ahead",
                            models.TextField(
                                blank=True,
                                verbose_name="published before all countries had answered, because",
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
                                to="gaps.report",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="gaps.run",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Release",
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
                            "to_label",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "TLP:CLEAR"), (1, "TLP:GREEN")]
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("released", "Released"),
                                    ("refused", "Not released"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("as_of", models.DateField()),
                        ("rows", models.JSONField(help_text="Names of regions.")),
                        ("columns", models.JSONField(help_text="Names of groups of areas.")),
                        (
                            "figures",
                            models.JSONField(
                                help_text="By region and group; null where one is left out."
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("proposed", models.DateTimeField(auto_now_add=True)),
                        ("check_reason", models.TextField(blank=True)),
                        ("released", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="gaps.report",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-released", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("tlp", 4)), fields=["id"], name="release_red"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tlp__in", [0, 1, 2, 3, 4])),
                                name="gaps_release_tlp_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 2), ("shared_with", []), _connector="OR"
                                ),
                                name="gaps_release_only_amber_is_shared",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tlp", 4), ("named_persons", []), _connector="OR"
                                ),
                                name="gaps_release_only_red_names_persons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="release_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by", None),
                                    models.Q(("checked_by", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="release_by_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("checked_by__isnull", False),
                                        ("released__isnull", False),
                                        ("status", "released"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "released"), _negated=True),
                                        ("tlp__gte", 3),
                                    ),
                                    _connector="OR",
                                ),
                                name="release_unreleased_is_for_reviewers",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleaseVersion",
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
                            "to_label",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "TLP:CLEAR"), (1, "TLP:GREEN")]
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("released", "Released"),
                                    ("refused", "Not released"),
                                ],
                                default="proposed",
                                max_length=10,
                            ),
                        ),
                        ("as_of", models.DateField()),
                        ("rows", models.JSONField(help_text="Names of regions.")),
                        ("columns", models.JSONField(help_text="Names of groups of areas.")),
                        (
                            "figures",
                            models.JSONField(
                                help_text="By region and group; null where one is left out."
                            ),
                        ),
                        ("proposed", models.DateTimeField(auto_now_add=True)),
                        ("released", models.DateTimeField(blank=True, null=True)),
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
                                to="gaps.release",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="study",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_studyversion" ("asked", "asked_by_id", "changes", "created", "earlier_id", "finished", "id", "kind", "name", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "run_id", "status") SELECT new_values."asked", new_values."asked_by_id", new_values."changes", new_values."created", new_values."earlier_id", new_values."finished", new_values."id", new_values."kind", new_values."name", new_values."number", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."run_id", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="10b1ab27dcd6b40d58350a6ef1a5d88f7296243f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2b7f7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_study",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="study",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_studyversion" ("asked", "asked_by_id", "changes", "created", "earlier_id", "finished", "id", "kind", "name", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "run_id", "status") SELECT new_values."asked", new_values."asked_by_id", new_values."changes", new_values."created", new_values."earlier_id", new_values."finished", new_values."id", new_values."kind", new_values."name", new_values."number", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."run_id", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."asked" IS DISTINCT FROM (new_values."asked") OR old_values."asked_by_id" IS DISTINCT FROM (new_values."asked_by_id") OR old_values."changes" IS DISTINCT FROM (new_values."changes") OR old_values."created" IS DISTINCT FROM (new_values."created") OR old_values."earlier_id" IS DISTINCT FROM (new_values."earlier_id") OR old_values."finished" IS DISTINCT FROM (new_values."finished") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."run_id" IS DISTINCT FROM (new_values."run_id") OR old_values."status" IS DISTINCT FROM (new_values."status")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6f0fdb3effab7493b2e2863cb0bdcf25fd7153e3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c1199",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_study",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="study",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_studyversion" ("asked", "asked_by_id", "changes", "created", "earlier_id", "finished", "id", "kind", "name", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "run_id", "status") SELECT old_values."asked", old_values."asked_by_id", old_values."changes", old_values."created", old_values."earlier_id", old_values."finished", old_values."id", old_values."kind", old_values."name", old_values."number", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."run_id", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="863ed321262bc747c3b3cf52cf9becfcc72c5057",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6abef",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_study",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="studyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="70338368cd9297a98afd6aab4972d9d5d314fa61",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_24d2b",
                            table="gaps_studyversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="studyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.study', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="776619810fe820f6c45c8bf5e3594039815bc7f9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_4cb9c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_studyversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="studyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dcae12d051b774456281de0bc97d0d601d23d02e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e8822",
                            table="gaps_studyversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="comment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_commentversion" ("at", "by_id", "id", "named_persons", "need_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shared_with", "step", "text", "tlp") SELECT new_values."at", new_values."by_id", new_values."id", new_values."named_persons", new_values."need_id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."shared_with", new_values."step", new_values."text", new_values."tlp" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="288f4b0df8864e36c4c7e522c95b7908c2a73c89",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_86455",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_comment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="comment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_commentversion" ("at", "by_id", "id", "named_persons", "need_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shared_with", "step", "text", "tlp") SELECT new_values."at", new_values."by_id", new_values."id", new_values."named_persons", new_values."need_id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."shared_with", new_values."step", new_values."text", new_values."tlp" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6ed053114857d5547d7e0a597c1958e26686ee1c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_97b0c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_comment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="comment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_commentversion" ("at", "by_id", "id", "named_persons", "need_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shared_with", "step", "text", "tlp") SELECT old_values."at", old_values."by_id", old_values."id", old_values."named_persons", old_values."need_id", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."shared_with", old_values."step", old_values."text", old_values."tlp" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4f02e50d780d3da7c46566ec4e01e7123c250b11",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b4dbe",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_comment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="commentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="f74031687a6744167d0bb11d6539256056fe7999",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_6dadd",
                            table="gaps_commentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="commentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.comment', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="55e221715e8da2d2f7c49c9a8289c7e993109d52",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_a5844",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_commentversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="commentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="13a870ef167d94278efcfefd1280ac214e70c0ac",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_136cc",
                            table="gaps_commentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duediligence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_duediligenceversion" ("at", "by_id", "id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."at", new_values."by_id", new_values."id", new_values."need_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7b73a0d37d957e7e3a6d8a815d0a274791ae9954",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1b810",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_duediligence",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duediligence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_duediligenceversion" ("at", "by_id", "id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."at", new_values."by_id", new_values."id", new_values."need_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b7198eaf9449d19d78505f97e0f5ea2485341b3a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cb268",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_duediligence",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duediligence",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_duediligenceversion" ("at", "by_id", "id", "need_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT old_values."at", old_values."by_id", old_values."id", old_values."need_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b6aa0cb2e27616f9e1d9e8e907f16744c5b7958e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b8a5e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_duediligence",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duediligenceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="43cacb64f70491acc6566345687d3937d6f598fc",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_e8c54",
                            table="gaps_duediligenceversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duediligenceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.duediligence', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="36bf4ed966a09f9b4ca8c910c3703cbdc72cf96b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_b33e9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_duediligenceversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="duediligenceversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="18e36d57cb987410a8e8783484d89f07cbf6ee63",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6694f",
                            table="gaps_duediligenceversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="question",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_questionversion" ("answer", "answered", "answered_by_id", "asked", "asked_by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "resource_id", "review_id", "text") SELECT new_values."answer", new_values."answered", new_values."answered_by_id", new_values."asked", new_values."asked_by_id", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."resource_id", new_values."review_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fe589952c6385089c9080034c01a0f33d9c10e01",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d98b0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_question",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="question",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_questionversion" ("answer", "answered", "answered_by_id", "asked", "asked_by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "resource_id", "review_id", "text") SELECT new_values."answer", new_values."answered", new_values."answered_by_id", new_values."asked", new_values."asked_by_id", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."resource_id", new_values."review_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="77bb37931b677107ba40471ab077fb44d3414e4c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4fef0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_question",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="question",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_questionversion" ("answer", "answered", "answered_by_id", "asked", "asked_by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "resource_id", "review_id", "text") SELECT old_values."answer", old_values."answered", old_values."answered_by_id", old_values."asked", old_values."asked_by_id", old_values."id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."resource_id", old_values."review_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="854a144fd48ca7b0c0210329fe93872dbe880787",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_16dbf",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_question",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reviewversion" ("action", "assigned_to_id", "decided", "due", "id", "in_hand_by", "in_hand_until", "need_id", "override", "override_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_class", "seen_gap", "status", "step") SELECT new_values."action", new_values."assigned_to_id", new_values."decided", new_values."due", new_values."id", new_values."in_hand_by", new_values."in_hand_until", new_values."need_id", new_values."override", new_values."override_reason", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."seen_class", new_values."seen_gap", new_values."status", new_values."step" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5d7828c1b47b7b74a6b36ddef8254859d404a1d5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_dbf71",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_review",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reviewversion" ("action", "assigned_to_id", "decided", "due", "id", "in_hand_by", "in_hand_until", "need_id", "override", "override_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_class", "seen_gap", "status", "step") SELECT new_values."action", new_values."assigned_to_id", new_values."decided", new_values."due", new_values."id", new_values."in_hand_by", new_values."in_hand_until", new_values."need_id", new_values."override", new_values."override_reason", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."seen_class", new_values."seen_gap", new_values."status", new_values."step" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="46796bd1e298e2960bcb13e6d14a3181d1d6e437",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ecaa3",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_review",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reviewversion" ("action", "assigned_to_id", "decided", "due", "id", "in_hand_by", "in_hand_until", "need_id", "override", "override_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_class", "seen_gap", "status", "step") SELECT old_values."action", old_values."assigned_to_id", old_values."decided", old_values."due", old_values."id", old_values."in_hand_by", old_values."in_hand_until", old_values."need_id", old_values."override", old_values."override_reason", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."seen_class", old_values."seen_gap", old_values."status", old_values."step" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="e232fe2fe83c1a3f342516ba9f9a216ce5a27afb",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5325f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_review",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="questionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="d30cbd7f5d1045ec2e1767bcf79c858ffa32d43b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_3a20f",
                            table="gaps_questionversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="questionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.question', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="beb28c22e8f7a2a1824b74a1231dc015f62a7491",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_904b9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_questionversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="questionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7a8c53ecd0e39b6f78181f3d25b25abf6d293a0c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2a67c",
                            table="gaps_questionversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="decision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="decided_for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="f7e73eae4676a772212c512682ce731749059a4a",
                            operation="UPDATE",
                            pgid="pgtrigger_decided_for_good_c437f",
                            table="gaps_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="e5b37e0330e720869210f12d928942ac957b3855",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_b2f07",
                            table="gaps_reviewversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.review', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="3296953841d15c281fc052172a06334d0ffbf31d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_58f1e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_reviewversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reviewversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="27185fa0c5e22077113beb2f3c2a475687202f06",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_063b2",
                            table="gaps_reviewversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrypage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_countrypageversion" ("asked", "comment", "commented", "commented_by_id", "country_id", "id", "label", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report_id", "revision", "until") SELECT new_values."asked", new_values."comment", new_values."commented", new_values."commented_by_id", new_values."country_id", new_values."id", new_values."label", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."report_id", new_values."revision", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1414d47785d895bb954b928d4258b7a2f47ed5ea",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e14fd",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_countrypage",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrypage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_countrypageversion" ("asked", "comment", "commented", "commented_by_id", "country_id", "id", "label", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report_id", "revision", "until") SELECT new_values."asked", new_values."comment", new_values."commented", new_values."commented_by_id", new_values."country_id", new_values."id", new_values."label", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."report_id", new_values."revision", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."asked" IS DISTINCT FROM (new_values."asked") OR old_values."comment" IS DISTINCT FROM (new_values."comment") OR old_values."commented" IS DISTINCT FROM (new_values."commented") OR old_values."commented_by_id" IS DISTINCT FROM (new_values."commented_by_id") OR old_values."country_id" IS DISTINCT FROM (new_values."country_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."label" IS DISTINCT FROM (new_values."label") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."report_id" IS DISTINCT FROM (new_values."report_id") OR old_values."revision" IS DISTINCT FROM (new_values."revision") OR old_values."until" IS DISTINCT FROM (new_values."until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3baf4823df9ed775e3f1018d150c2facb17ef72d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c5268",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_countrypage",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrypage",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_countrypageversion" ("asked", "comment", "commented", "commented_by_id", "country_id", "id", "label", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report_id", "revision", "until") SELECT old_values."asked", old_values."comment", old_values."commented", old_values."commented_by_id", old_values."country_id", old_values."id", old_values."label", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."report_id", old_values."revision", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="64b4279bc2068847d5f8678d57556639c3c44e4a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d16dc",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_countrypage",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" IN ('published', 'superseded'))",
                            func="\nIF TG_OP = 'DELETE'\n    OR (to_jsonb(NEW) - ARRAY['tlp', 'shared_with', 'named_persons', 'status']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['tlp', 'shared_with', 'named_persons', 'status'])\n    OR (NEW.status <> OLD.status AND (OLD.status, NEW.status) <> ('published', 'superseded'))\nTHEN\n    RAISE EXCEPTION 'Report % is published: it cannot be changed or removed', OLD.public_id;\nEND IF;\nRETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n",
                            hash="4c3d6f95eced6d9e0c3f08b756db74bb55ff1da9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_published_for_good_50958",
                            table="gaps_report",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="7010ebdeb249de6df612ac8700b1e196707fd7d3",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_d0460",
                            table="gaps_report",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportversion" ("ahead", "audience", "created", "fingerprint", "id", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "published", "run_id", "scope", "shared_with", "text", "title", "tlp", "version") SELECT new_values."ahead", new_values."audience", new_values."created", new_values."fingerprint", new_values."id", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."public_id", new_values."published", new_values."run_id", new_values."scope", new_values."shared_with", new_values."text", new_values."title", new_values."tlp", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b699dadfb43245a8359a905fe62d85935441d2a7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_36f7b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportversion" ("ahead", "audience", "created", "fingerprint", "id", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "published", "run_id", "scope", "shared_with", "text", "title", "tlp", "version") SELECT new_values."ahead", new_values."audience", new_values."created", new_values."fingerprint", new_values."id", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."public_id", new_values."published", new_values."run_id", new_values."scope", new_values."shared_with", new_values."text", new_values."title", new_values."tlp", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."ahead" IS DISTINCT FROM (new_values."ahead") OR old_values."audience" IS DISTINCT FROM (new_values."audience") OR old_values."created" IS DISTINCT FROM (new_values."created") OR old_values."fingerprint" IS DISTINCT FROM (new_values."fingerprint") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."named_persons" IS DISTINCT FROM (new_values."named_persons") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."run_id" IS DISTINCT FROM (new_values."run_id") OR old_values."scope" IS DISTINCT FROM (new_values."scope") OR old_values."shared_with" IS DISTINCT FROM (new_values."shared_with") OR old_values."text" IS DISTINCT FROM (new_values."text") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."tlp" IS DISTINCT FROM (new_values."tlp") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f2b4d15cad7503419be7e58beacbd974ad6d0dff",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_44ad9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="report",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportversion" ("ahead", "audience", "created", "fingerprint", "id", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_id", "published", "run_id", "scope", "shared_with", "text", "title", "tlp", "version") SELECT old_values."ahead", old_values."audience", old_values."created", old_values."fingerprint", old_values."id", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."public_id", old_values."published", old_values."run_id", old_values."scope", old_values."shared_with", old_values."text", old_values."title", old_values."tlp", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0506ce1d2709df5c4af561e5c06da0c0715ae24b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b9a55",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_report",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrypageversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="995d246aa20bd61cbb4ef034054c0099c189809b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_04b81",
                            table="gaps_countrypageversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrypageversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.countrypage', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="18d43064ecd414d72ea53425321c17646b84bd4d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_ffe4c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_countrypageversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="countrypageversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="8e32b9eae99b692e1c77f95065de8177ea4c81e6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_85912",
                            table="gaps_countrypageversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportchoice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="848e3b55a881b4bc8f373e8081572b139831c1b9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_for_good_1f143",
                            table="gaps_reportchoice",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportcomment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportcommentversion" ("at", "country_id", "id", "named_persons", "organisation_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report_id", "shared_with", "text", "tlp") SELECT new_values."at", new_values."country_id", new_values."id", new_values."named_persons", new_values."organisation_id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."report_id", new_values."shared_with", new_values."text", new_values."tlp" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="feeaeb2ef2c40342c5c3699390b9e52149d8cc93",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c797a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_reportcomment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportcomment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportcommentversion" ("at", "country_id", "id", "named_persons", "organisation_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report_id", "shared_with", "text", "tlp") SELECT new_values."at", new_values."country_id", new_values."id", new_values."named_persons", new_values."organisation_id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."report_id", new_values."shared_with", new_values."text", new_values."tlp" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e81ea88537a109df9916d06d89fb811c63b91205",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9e6a2",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_reportcomment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportcomment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportcommentversion" ("at", "country_id", "id", "named_persons", "organisation_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report_id", "shared_with", "text", "tlp") SELECT old_values."at", old_values."country_id", old_values."id", old_values."named_persons", old_values."organisation_id", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."report_id", old_values."shared_with", old_values."text", old_values."tlp" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="49f91c6c77263e1d722c0cf13ca217f2b665c7db",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d3fcb",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_reportcomment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportcommentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="7c703e5e06477695ac72316ef71ffae6c4f1c91e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_10b88",
                            table="gaps_reportcommentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportcommentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.reportcomment', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="d7a4090967ce4d642b2b26328e7fd3d4640282a0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_9f130",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_reportcommentversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportcommentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="48c184d5e2f9f81080a9af3a9dfaeb6ccefa752d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_693ba",
                            table="gaps_reportcommentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmove",
                    trigger=pgtrigger.compiler.Trigger(
                        name="for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3848c1d376998e09cb371bcdb0561adf8c2c889c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_for_good_f3de0",
                            table="gaps_reportmove",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmove",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportmoveversion" ("at", "by_id", "id", "new", "old", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report_id", "revision") SELECT new_values."at", new_values."by_id", new_values."id", new_values."new", new_values."old", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."report_id", new_values."revision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d149fb7b36cf0ad196c1df7c59e7efcd328eb9e1",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_33fc7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_reportmove",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmove",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportmoveversion" ("at", "by_id", "id", "new", "old", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report_id", "revision") SELECT new_values."at", new_values."by_id", new_values."id", new_values."new", new_values."old", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."report_id", new_values."revision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5c1af4434e171b411f8afe6ffe769c6ade7674d6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0b761",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_reportmove",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmove",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_reportmoveversion" ("at", "by_id", "id", "new", "old", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "report_id", "revision") SELECT old_values."at", old_values."by_id", old_values."id", old_values."new", old_values."old", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."report_id", old_values."revision" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="5f0dd1da8426271c1449a4e8a4a4d08668bb61b7",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_56b50",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_reportmove",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmoveversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="6e3e8c9ed737a79f16705f84be1d8a3da9af4036",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_3111c",
                            table="gaps_reportmoveversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmoveversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.reportmove', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="486f435aaf2bd3e6a82ca80ae5d13779142a73da",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_126f7",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_reportmoveversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportmoveversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="649169382b25ba2929c0b20068d61c464a9a3d26",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_181d0",
                            table="gaps_reportmoveversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reporttext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6dbdc4150f3a7291bcaadad34fc350599d72eab9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_for_good_57003",
                            table="gaps_reporttext",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="b7e9757f77b50074a81e75712ca5cc2ebceaa7cf",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_36a12",
                            table="gaps_reportversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.report', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="58dc0b80eee7da8cb8c9fd342d2706d411c1af74",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_92810",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_reportversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="83bf3561766072cc08e2af66b4f63d1ecdf7d69a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_279c9",
                            table="gaps_reportversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="release",
                    trigger=pgtrigger.compiler.Trigger(
                        name="released_for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'released')",
                            func="\nIF TG_OP = 'DELETE'\n    OR (to_jsonb(NEW) - ARRAY['tlp', 'shared_with', 'named_persons'])\n        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['tlp', 'shared_with', 'named_persons'])\nTHEN\n    RAISE EXCEPTION 'Release % is out: it cannot be changed or removed', OLD.public_id;\nEND IF;\nRETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n",
                            hash="4bf50bb1f2305c39c186aff9740854f5433a7940",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_released_for_good_e51c1",
                            table="gaps_release",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="release",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_releaseversion" ("as_of", "columns", "figures", "id", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "public_id", "released", "rows", "shared_with", "status", "tlp", "to_label") SELECT new_values."as_of", new_values."columns", new_values."figures", new_values."id", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed", new_values."public_id", new_values."released", new_values."rows", new_values."shared_with", new_values."status", new_values."tlp", new_values."to_label" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0de0ec22f2b9305c8d011df66e36f8820acf50b6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8186f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_release",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="release",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_releaseversion" ("as_of", "columns", "figures", "id", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "public_id", "released", "rows", "shared_with", "status", "tlp", "to_label") SELECT new_values."as_of", new_values."columns", new_values."figures", new_values."id", new_values."named_persons", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed", new_values."public_id", new_values."released", new_values."rows", new_values."shared_with", new_values."status", new_values."tlp", new_values."to_label" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."as_of" IS DISTINCT FROM (new_values."as_of") OR old_values."columns" IS DISTINCT FROM (new_values."columns") OR old_values."figures" IS DISTINCT FROM (new_values."figures") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."named_persons" IS DISTINCT FROM (new_values."named_persons") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."proposed" IS DISTINCT FROM (new_values."proposed") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."released" IS DISTINCT FROM (new_values."released") OR old_values."rows" IS DISTINCT FROM (new_values."rows") OR old_values."shared_with" IS DISTINCT FROM (new_values."shared_with") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."tlp" IS DISTINCT FROM (new_values."tlp") OR old_values."to_label" IS DISTINCT FROM (new_values."to_label")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f2c7913923dfb299aa59f3e4f57bf10e1c158c65",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_921e3",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="gaps_release",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="release",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "gaps_releaseversion" ("as_of", "columns", "figures", "id", "named_persons", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "public_id", "released", "rows", "shared_with", "status", "tlp", "to_label") SELECT old_values."as_of", old_values."columns", old_values."figures", old_values."id", old_values."named_persons", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed", old_values."public_id", old_values."released", old_values."rows", old_values."shared_with", old_values."status", old_values."tlp", old_values."to_label" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8becd1386c41a4f98e7c2eab3bf09e1d844358d9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2d16f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="gaps_release",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="releaseversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="c8585d560510456dc58b72afa0343e9553cf65dc",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_2c4f4",
                            table="gaps_releaseversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="releaseversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('gaps.release', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="51c94515c23b9ff129e32674d938f78eb32f3720",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_88118",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="gaps_releaseversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="releaseversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3bcc7e474757a23c0623f3e0b90f0ee4394a986a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e7e78",
                            table="gaps_releaseversion",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        )
    ]
