"""The second wall around reports, what is written in them, and what countries are asked."""

from django.db import migrations

from portal.access import TLP
from portal.policies import CLEARANCE, MEMBER_OF, readable, wall

FOR_REVIEWERS = f"{CLEARANCE} >= {TLP.AMBER_STRICT.value}"
OF_REPORT = "report_id IN (SELECT id FROM gaps_report)"


class Migration(migrations.Migration):
    dependencies = [("gaps", "0015_reports"), ("portal", "0008_reader_role")]

    operations = [
        *(wall(table, readable(table)) for table in ("gaps_report", "gaps_reportversion")),
        *(
            wall(table, f"{FOR_REVIEWERS} AND {OF_REPORT}")
            for table in ("gaps_reporttext", "gaps_reportchoice", "gaps_reportmove")
        ),
        wall("gaps_countrypage", f"{FOR_REVIEWERS} OR organisation_id = {MEMBER_OF}"),
        *(
            wall(table, f"{readable(table)} AND {OF_REPORT}")
            for table in ("gaps_reportcomment", "gaps_reportcommentversion")
        ),
    ]
