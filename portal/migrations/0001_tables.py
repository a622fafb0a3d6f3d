"""The tables of accounts, of the outbox and of the trail."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
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

# What triggers on the tables of versions call: up to twenty rows of a statement are told one by one,
# more as one entry with their number. A change of the label is told as such, with both labels.
TELL_CHANGE = r"""
CREATE FUNCTION portal_tell_change(model text, versions regclass, label text, ids int[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    told jsonb := coalesce(nullif(current_setting('pghistory.context_metadata', true), ''), '{}');
    told_id uuid := nullif(current_setting('pghistory.context_id', true), '');
    many boolean := cardinality(ids) > 20;
    version int;
    former int;
    fresh jsonb;
    stale jsonb;
    changed text[];
BEGIN
    FOREACH version IN ARRAY CASE WHEN many THEN ids[1:1] ELSE ids END LOOP
        changed := '{}';
        EXECUTE format('SELECT to_jsonb(v) FROM %s v WHERE pgh_id = $1', versions)
            INTO fresh USING version;
        IF label = 'update' AND NOT many THEN
            EXECUTE format('SELECT max(pgh_id) FROM %s WHERE pgh_obj_id = $1 AND pgh_id < $2',
                versions) INTO former USING (fresh->>'pgh_obj_id')::bigint, version;
            EXECUTE format('SELECT to_jsonb(v) FROM %s v WHERE pgh_id = $1', versions)
                INTO stale USING former;
            SELECT coalesce(array_agg(key ORDER BY key), '{}') INTO changed FROM jsonb_each(fresh)
                WHERE value IS DISTINCT FROM stale->key
                AND key <> 'written_by' AND key NOT LIKE 'pgh\_%' AND key NOT LIKE '%\_mask';
        END IF;
        INSERT INTO portal_entry
            (kind, user_id, address, act, circumstances, why, model, record, rows, fields, details)
        VALUES (
            CASE WHEN 'tlp' = ANY(changed) THEN 'label' ELSE label END,
            (told->>'user')::bigint, (told->>'address')::inet, coalesce(told->>'act', ''), told_id,
            coalesce(told->>'why', ''), model,
            CASE WHEN NOT many THEN (fresh->>'pgh_obj_id')::bigint END, cardinality(ids), changed,
            CASE WHEN 'tlp' = ANY(changed)
                THEN jsonb_build_object('from', stale->'tlp', 'to', fresh->'tlp')
                ELSE '{}' END
        );
    END LOOP;
END $$;
"""
FORGET = "DROP FUNCTION portal_tell_change(text, regclass, text, int[])"


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0001_initial"),
        ("portal", "0002_outbox"),
        ("portal", "0004_audit"),
        ("portal", "0005_first_versions"),
        ("portal", "0006_accounts"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(TELL_CHANGE, FORGET),
        Together(
            [
                migrations.CreateModel(
                    name="Organisation",
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
                        ("name", models.CharField(max_length=200, unique=True)),
                        ("verified", models.BooleanField(default=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("law-enforcement", "Law enforcement"),
                                    ("provider", "Provider of expertise, company"),
                                    ("research", "Research, civil society"),
                                    ("office", "Office that runs the portal"),
                                ],
                                default="research",
                                max_length=20,
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                editable=False,
                                unique=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["law-enforcement", "provider", "research", "office"],
                                    )
                                ),
                                name="organisation_kind_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                max_length=254, unique=True, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("analyst", "Analyst"),
                                    ("officer", "Law-enforcement officer"),
                                    ("partner", "Partner"),
                                    ("reviewer", "Reviewer"),
                                    ("administrator", "Administrator"),
                                ],
                                default="analyst",
                                max_length=20,
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "manages_organisation",
                            models.BooleanField(
                                default=False,
                                help_text="Invites people into the own organisation and looks after them.",
                                verbose_name="administrator of the organisation",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        (
                            "public_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                editable=False,
                                unique=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["email"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "analyst",
                                            "officer",
                                            "partner",
                                            "reviewer",
                                            "administrator",
                                        ],
                                    )
                                ),
                                name="user_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("manages_organisation", False),
                                    ("organisation__isnull", False),
                                    _connector="OR",
                                ),
                                name="user_manages_what_there_is",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutboxEntry",
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
                                help_text="Which part of the portal fulfils it.", max_length=40
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="What makes it one promise.", max_length=200, unique=True
                            ),
                        ),
                        ("payload", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("dead", "Given up"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("due", models.DateTimeField(help_text="When it is tried next.")),
                        (
                            "error",
                            models.CharField(
                                blank=True,
                                help_text="The name of what went wrong last, never its text.",
                                max_length=100,
                            ),
                        ),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        ("finished", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "promise",
                        "verbose_name_plural": "promises (outbox)",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["due", "id"],
                                name="outbox_due",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                        ("act", models.CharField(max_length=40)),
                        ("key", models.CharField(help_text="Digest of the key.", max_length=64)),
                        (
                            "request",
                            models.CharField(help_text="Digest of what was asked.", max_length=64),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True, help_text="Public id of what was made.", max_length=12
                            ),
                        ),
                        ("created", models.DateTimeField(auto_now_add=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("by", "act", "key"), name="receipt_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("insert", "Record added"),
                                    ("update", "Record changed"),
                                    ("delete", "Record removed"),
                                    ("label", "Label changed"),
                                    ("sign-in", "Signed in"),
                                    ("sign-in-failed", "Sign-in failed"),
                                    ("sign-out", "Signed out"),
                                    ("second-factor", "Second factor set or removed"),
                                    ("password", "Password changed"),
                                    ("export", "Exported or downloaded"),
                                    ("token", "API client used its token"),
                                    ("token-fetched", "API client fetched a token"),
                                    ("refused", "Refused"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("address", models.GenericIPAddressField(null=True)),
                        (
                            "act",
                            models.CharField(
                                blank=True,
                                help_text="Method and route, or command.",
                                max_length=120,
                            ),
                        ),
                        (
                            "circumstances",
                            models.UUIDField(
                                help_text="The same for all that was done at once.", null=True
                            ),
                        ),
                        ("why", models.TextField(blank=True)),
                        ("model", models.CharField(blank=True, max_length=80)),
                        ("record", models.BigIntegerField(null=True)),
                        ("rows", models.PositiveIntegerField(default=1)),
                        (
                            "fields",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), default=list, size=None
                            ),
                        ),
                        ("details", models.JSONField(default=dict)),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "indexes": [
                            models.Index(fields=["at", "id"], name="entry_by_time"),
                            models.Index(fields=["user", "at", "id"], name="entry_by_user"),
                            models.Index(fields=["kind", "at", "id"], name="entry_by_kind"),
                            models.Index(fields=["address", "at", "id"], name="entry_by_address"),
                            models.Index(
                                fields=["model", "record", "at", "id"], name="entry_by_record"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationVersion",
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
                        ("name", models.CharField(max_length=200)),
                        ("verified", models.BooleanField(default=False)),
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
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("law-enforcement", "Law enforcement"),
                                    ("provider", "Provider of expertise, company"),
                                    ("research", "Research, civil society"),
                                    ("office", "Office that runs the portal"),
                                ],
                                default="research",
                                max_length=20,
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                editable=False,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="UserVersion",
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
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("analyst", "Analyst"),
                                    ("officer", "Law-enforcement officer"),
                                    ("partner", "Partner"),
                                    ("reviewer", "Reviewer"),
                                    ("administrator", "Administrator"),
                                ],
                                default="analyst",
                                max_length=20,
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
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "manages_organisation",
                            models.BooleanField(
                                default=False,
                                help_text="Invites people into the own organisation and looks after them.",
                                verbose_name="administrator of the organisation",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        (
                            "public_id",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                editable=False,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Circumstances",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("pghistory.context",),
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("analyst", "Analyst"),
                                    ("officer", "Law-enforcement officer"),
                                    ("partner", "Partner"),
                                    ("reviewer", "Reviewer"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("manages_organisation", models.BooleanField(default=False)),
                        ("invited_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "token",
                            models.CharField(editable=False, max_length=64, null=True, unique=True),
                        ),
                        (
                            "mails",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="How often one was asked for."
                            ),
                        ),
                        ("mailed_at", models.DateTimeField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitation",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invited_by",
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
                                related_name="invitations",
                                to="portal.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-invited_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "analyst",
                                            "officer",
                                            "partner",
                                            "reviewer",
                                            "administrator",
                                        ],
                                    )
                                ),
                                name="invitation_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_at", None), ("revoked_at", None), _connector="OR"
                                ),
                                name="invitation_ends_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at", None), ("account", None)),
                                    models.Q(
                                        ("accepted_at__isnull", False), ("account__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_makes_an_account",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationVersion",
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
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("analyst", "Analyst"),
                                    ("officer", "Law-enforcement officer"),
                                    ("partner", "Partner"),
                                    ("reviewer", "Reviewer"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("manages_organisation", models.BooleanField(default=False)),
                        ("invited_at", models.DateTimeField(auto_now_add=True)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "mails",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="How often one was asked for."
                            ),
                        ),
                        ("mailed_at", models.DateTimeField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invited_by",
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
                                to="portal.invitation",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="VerificationDecision",
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
                        ("verified", models.BooleanField()),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="portal.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="VerificationDecisionVersion",
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
                        ("verified", models.BooleanField()),
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
                                to="portal.verificationdecision",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_organisationversion" ("id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "verified") SELECT new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."verified" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6c93299b65c0febea8226c5cf89b8a3cb7324847",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8634e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_organisationversion" ("id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "verified") SELECT new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."verified" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="be8c9989bf6660821ca3071f1a5adfe36b22ca82",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3746c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="portal_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_organisationversion" ("id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "verified") SELECT old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."verified" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d185c3eb01a8e3c616a7a929117c1ed0da5b9fad",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6d55a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="portal_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_userversion" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "manages_organisation", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role") SELECT new_values."date_joined", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."manages_organisation", new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4a86c6fc46276831489a362d2a938eedf5791fe7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e5b90",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_userversion" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "manages_organisation", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role") SELECT new_values."date_joined", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."manages_organisation", new_values."name", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."manages_organisation" IS DISTINCT FROM (new_values."manages_organisation") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."role" IS DISTINCT FROM (new_values."role")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c8530d1d334a9c4d293d3ab9123d598a5fdb9938",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1fedc",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="portal_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_userversion" ("date_joined", "email", "id", "is_active", "is_staff", "is_superuser", "manages_organisation", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role") SELECT old_values."date_joined", old_values."email", old_values."id", old_values."is_active", old_values."is_staff", old_values."is_superuser", old_values."manages_organisation", old_values."name", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1410022a7ec45a6cf64452f60f8a3302843bf7b1",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_62b66",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="portal_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="abac248f3673b4338ae388eec269a17fe69ece75",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ad916",
                            table="portal_entry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="a7d86235795b79669709f663f7d4a9ef45b15ca6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_5ab49",
                            table="portal_entry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisationversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="cab981a87629190f9ddd55dfa5483147d6d48326",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_66850",
                            table="portal_organisationversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisationversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('portal.organisation', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="ed3927b52ea887e8ea817ddf29b230bbaefd4d3d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_da84e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_organisationversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="organisationversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2976e294a59f7a92259b7c6c645a0f08d7f04354",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_833a8",
                            table="portal_organisationversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="1507eb42a0d51135a833750db919763aa26de0cc",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_2c739",
                            table="portal_userversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('portal.user', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="76413250d9c3819cd11833aa2de880e2a51ee39f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_9f7c5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_userversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1e58e9efc190b2c6d3243d9a78bb8327ac65b29f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_bd937",
                            table="portal_userversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="circumstances",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="f53d84ee0e0627601f26e2fbfbb29baac67dde19",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_c221b",
                            table="pghistory_context",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="circumstances",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="48fedf4cfd370621f31000ed45cc62cf00d29a1b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_67b19",
                            table="pghistory_context",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="circumstances",
                    trigger=pgtrigger.compiler.Trigger(
                        name="only_gains",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at\n                        OR NOT jsonb_strip_nulls(NEW.metadata) @> jsonb_strip_nulls(OLD.metadata)\n                    THEN RAISE EXCEPTION 'Circumstances of a change are append-only';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="f4ffaf2c71cfbb0a337f9346950d6efe2746ad7d",
                            operation="UPDATE",
                            pgid="pgtrigger_only_gains_9cb8b",
                            table="pghistory_context",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_invitationversion" ("accepted_at", "account_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "mailed_at", "mails", "manages_organisation", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "role") SELECT new_values."accepted_at", new_values."account_id", new_values."email", new_values."expires_at", new_values."id", new_values."invited_at", new_values."invited_by_id", new_values."mailed_at", new_values."mails", new_values."manages_organisation", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."revoked_at", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4fbe25a454fd234fa04835adce74467558868ed8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_74519",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_invitation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_invitationversion" ("accepted_at", "account_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "mailed_at", "mails", "manages_organisation", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "role") SELECT new_values."accepted_at", new_values."account_id", new_values."email", new_values."expires_at", new_values."id", new_values."invited_at", new_values."invited_by_id", new_values."mailed_at", new_values."mails", new_values."manages_organisation", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."revoked_at", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."account_id" IS DISTINCT FROM (new_values."account_id") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."invited_at" IS DISTINCT FROM (new_values."invited_at") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."mailed_at" IS DISTINCT FROM (new_values."mailed_at") OR old_values."mails" IS DISTINCT FROM (new_values."mails") OR old_values."manages_organisation" IS DISTINCT FROM (new_values."manages_organisation") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."role" IS DISTINCT FROM (new_values."role")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="426b1a637818b385ec0cfa93010ad6af384fc840",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a7c4d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="portal_invitation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_invitationversion" ("accepted_at", "account_id", "email", "expires_at", "id", "invited_at", "invited_by_id", "mailed_at", "mails", "manages_organisation", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "revoked_at", "role") SELECT old_values."accepted_at", old_values."account_id", old_values."email", old_values."expires_at", old_values."id", old_values."invited_at", old_values."invited_by_id", old_values."mailed_at", old_values."mails", old_values."manages_organisation", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."revoked_at", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8d3e382c2da86757e6e25975b72960a9cd9e9482",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9971d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="portal_invitation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitationversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="6bad4c0d14b2ced3b326ce7424cc05afc3c095e2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_c53fe",
                            table="portal_invitationversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitationversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('portal.invitation', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="e9dcf7531521567de682db471cbac66d9e0c2aaf",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_f74f4",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_invitationversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="invitationversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="26143f85f14e0c85eb9da90ba488b41e44090ad7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_49b38",
                            table="portal_invitationversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="verificationdecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_verificationdecisionversion" ("at", "by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "verified") SELECT new_values."at", new_values."by_id", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."verified" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="162797224fb28db84d86ebe010e9661169f0217a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a3385",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_verificationdecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="verificationdecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_verificationdecisionversion" ("at", "by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "verified") SELECT new_values."at", new_values."by_id", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."verified" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2a52e2e59567643f5c9a746dfabb4c642f1775e8",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_efcd0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="portal_verificationdecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="verificationdecision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_verificationdecisionversion" ("at", "by_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "verified") SELECT old_values."at", old_values."by_id", old_values."id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."verified" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="6e70661920616dc3c7d14c1972c2b2440c209e7d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e2ad6",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="portal_verificationdecision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="verificationdecisionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="d56a67c10dda582e9c0732ee3da377bb267e39c4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_0d098",
                            table="portal_verificationdecisionversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="verificationdecisionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('portal.verificationdecision', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="a0c66d8785b84e800976be4685f8c61676e654f0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_11822",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_verificationdecisionversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="verificationdecisionversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="463d4b8d8634ba32c5e1f4ce3dd2563f0037587d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4a445",
                            table="portal_verificationdecisionversion",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
