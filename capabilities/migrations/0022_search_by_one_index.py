"""Words and filters in one index of each label, so that it finds what meets both at once."""

from django.db import migrations

LABELS = (0, 1, 2, 3)
COLUMNS = ("title", "words", "tokens")
TOGETHER = """
CREATE INDEX capabilities_searchrow_{label}_found_by ON capabilities_searchrow_{label}
    USING gin (title, words, tokens) WITH (fastupdate = off);
"""
APART = """
CREATE INDEX capabilities_searchrow_{label}_{column}_idx ON capabilities_searchrow_{label}
    USING gin ({column}) WITH (fastupdate = off);
"""


def _of_each_label(made: str, left: list[str]) -> str:
    return "".join(
        made.format(label=label)
        + "".join(f"DROP INDEX capabilities_searchrow_{label}_{name};\n" for name in left)
        for label in LABELS
    )


FORWARD = _of_each_label(TOGETHER, [f"{column}_idx" for column in COLUMNS])
BACKWARD = "".join(
    _of_each_label(APART.replace("{column}", column), ["found_by"] if not number else [])
    for number, column in enumerate(COLUMNS)
)


class Migration(migrations.Migration):
    dependencies = [
        ("capabilities", "0021_standings_little_known"),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
