"""Give every row that was there before its history a first version."""

from django.db import migrations

RECORDED = {
    "agency": "agencyversion",
    "capabilityarea": "capabilityareaversion",
    "country": "countryversion",
    "countrygroup": "countrygroupversion",
    "membership": "membershipversion",
    "need": "needversion",
    "provider": "providerversion",
    "resource": "resourceversion",
    "resource_areas": "resourceareaversion",
    "resource_eligible_countries": "eligiblecountryversion",
    "resource_eligible_groups": "eligiblegroupversion",
    "resource_excluded_countries": "excludedcountryversion",
    "capabilityarea_prerequisites": "prerequisiteversion",
}


def write_first_versions(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table, versions in RECORDED.items():
            described = schema_editor.connection.introspection.get_table_description(
                cursor, f"capabilities_{table}"
            )
            columns = ", ".join(f'"{column.name}"' for column in described)
            cursor.execute(
                f"INSERT INTO capabilities_{versions} ({columns}, pgh_label, pgh_obj_id)"  # nosec B608  # noqa: S608
                f" SELECT {columns}, 'insert', id FROM capabilities_{table} ORDER BY id"
            )


class Migration(migrations.Migration):
    dependencies = [
        ("capabilities", "0005_history"),
    ]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
