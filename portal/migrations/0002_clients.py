"""The table of API clients, which comes after that of their credentials."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import portal.history
from portal.migrating import Together


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0007_api_client"),
    ]

    dependencies = [
        ("portal", "0001_tables"),
        ("allauth_idp_oidc", "0003_client_allow_uri_wildcards"),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="ApiClient",
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
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "expires",
                            models.DateField(blank=True, null=True, verbose_name="last day"),
                        ),
                        (
                            "renewed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                help_text="When its secret was set.",
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("last_used", models.DateTimeField(blank=True, null=True)),
                        ("last_address", models.GenericIPAddressField(blank=True, null=True)),
                        (
                            "credentials",
                            models.OneToOneField(
                                help_text="Its name and scopes, and its secret as a hash.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="api_client",
                                to="allauth_idp_oidc.client",
                            ),
                        ),
                        (
                            "made_by",
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
                                related_name="api_clients",
                                to="portal.organisation",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "API client",
                        "ordering": [
                            models.OrderBy(
                                models.F("revoked_at"), descending=True, nulls_first=True
                            ),
                            "-made_at",
                            "-pk",
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiClientVersion",
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
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "expires",
                            models.DateField(blank=True, null=True, verbose_name="last day"),
                        ),
                        (
                            "renewed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                help_text="When its secret was set.",
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "credentials",
                            models.ForeignKey(
                                db_constraint=False,
                                help_text="Its name and scopes, and its secret as a hash.",
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="allauth_idp_oidc.client",
                            ),
                        ),
                        (
                            "made_by",
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
                                to="portal.apiclient",
                            ),
                        ),
                        (
                            "revoked_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apiclient",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_apiclientversion" ("credentials_id", "expires", "id", "made_at", "made_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_at", "revoked_at", "revoked_by_id") SELECT new_values."credentials_id", new_values."expires", new_values."id", new_values."made_at", new_values."made_by_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."renewed_at", new_values."revoked_at", new_values."revoked_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2d29872ec316301c7a9e55f8c86498799c68645e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_aeffc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_apiclient",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apiclient",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_apiclientversion" ("credentials_id", "expires", "id", "made_at", "made_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_at", "revoked_at", "revoked_by_id") SELECT new_values."credentials_id", new_values."expires", new_values."id", new_values."made_at", new_values."made_by_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."renewed_at", new_values."revoked_at", new_values."revoked_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."credentials_id" IS DISTINCT FROM (new_values."credentials_id") OR old_values."expires" IS DISTINCT FROM (new_values."expires") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."renewed_at" IS DISTINCT FROM (new_values."renewed_at") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."revoked_by_id" IS DISTINCT FROM (new_values."revoked_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="29512dabb95ae2ccfb342ea552b40c9371594c51",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_37795",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="portal_apiclient",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apiclient",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "portal_apiclientversion" ("credentials_id", "expires", "id", "made_at", "made_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_at", "revoked_at", "revoked_by_id") SELECT old_values."credentials_id", old_values."expires", old_values."id", old_values."made_at", old_values."made_by_id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."renewed_at", old_values."revoked_at", old_values."revoked_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d94eb16be783983ca73067cc9da51126b54cc558",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3e108",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="portal_apiclient",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apiclientversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="never_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Table % is append-only: it cannot be emptied', TG_TABLE_NAME;",
                            hash="1d75277487f0664d2ad1b22c4b2eef7c0c19c4bd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_never_emptied_26518",
                            table="portal_apiclientversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apiclientversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="told_in_the_trail",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="PERFORM portal_tell_change('portal.apiclient', TG_RELID::regclass, v.pgh_label, array_agg(v.pgh_id ORDER BY v.pgh_id)) FROM new_values v GROUP BY v.pgh_label; RETURN NULL;",
                            hash="c864f2206c20dbbf38f73602c54bd32b0745b328",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_told_in_the_trail_58632",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="portal_apiclientversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apiclientversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7ad6e932f5bf69527a4cda117952d17c9056feb7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5eac8",
                            table="portal_apiclientversion",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        )
    ]
