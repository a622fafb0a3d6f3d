"""Give every row that was there before its history a first version."""

from django.db import migrations

RECORDED = {
    "portal_organisation": "portal_organisationversion",
    "portal_user": "portal_userversion",
}


def write_first_versions(apps, schema_editor):
    connection = schema_editor.connection
    described = connection.introspection.get_table_description
    with connection.cursor() as cursor:
        for table, versions in RECORDED.items():
            kept = {column.name for column in described(cursor, versions)}
            names = [column.name for column in described(cursor, table)]
            columns = ", ".join(f'"{name}"' for name in names if name in kept)
            cursor.execute(
                f"INSERT INTO {versions} ({columns}, pgh_label, pgh_obj_id)"  # nosec B608  # noqa: S608
                f" SELECT {columns}, 'insert', id FROM {table} ORDER BY id"
            )


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_audit")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
