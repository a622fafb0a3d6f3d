"""The second wall around what runs found, what people make of it, and reports.

A policy that reads another walled table reads what the reader may see of it: a comment goes with
its need, a decision with its review. Released figures have a label of their own, which says who
reads them, not their report's.
"""

from django.db import migrations

from portal.access import TLP
from portal.policies import CLEARANCE, MEMBER_OF, of_audience, readable, wall

FOR_REVIEWERS = f"{CLEARANCE} >= {TLP.AMBER_STRICT.value}"
OF_NEED = "need_id IN (SELECT id FROM capabilities_need)"
OF_REPORT = "report_id IN (SELECT id FROM gaps_report)"
CONDITIONS = {
    "gaps_finding": of_audience("gaps_finding"),
    "gaps_cell": of_audience("gaps_cell"),
    "gaps_comment": f"{readable('gaps_comment')} AND {OF_NEED}",
    "gaps_commentversion": f"{readable('gaps_commentversion')} AND {OF_NEED}",
    "gaps_review": f"{FOR_REVIEWERS} AND {OF_NEED}",
    "gaps_duediligence": f"{FOR_REVIEWERS} AND {OF_NEED}",
    "gaps_decision": "review_id IN (SELECT id FROM gaps_review)",
    "gaps_question": f"{FOR_REVIEWERS} OR organisation_id = {MEMBER_OF}",
    "gaps_report": readable("gaps_report"),
    "gaps_reportversion": readable("gaps_reportversion"),
    "gaps_reporttext": f"{FOR_REVIEWERS} AND {OF_REPORT}",
    "gaps_reportchoice": f"{FOR_REVIEWERS} AND {OF_REPORT}",
    "gaps_reportmove": f"{FOR_REVIEWERS} AND {OF_REPORT}",
    "gaps_countrypage": f"{FOR_REVIEWERS} OR organisation_id = {MEMBER_OF}",
    "gaps_reportcomment": f"{readable('gaps_reportcomment')} AND {OF_REPORT}",
    "gaps_reportcommentversion": f"{readable('gaps_reportcommentversion')} AND {OF_REPORT}",
    "gaps_release": readable("gaps_release"),
    "gaps_releaseversion": readable("gaps_releaseversion"),
}


class Migration(migrations.Migration):
    replaces = [
        ("gaps", "0012_wall"),
        ("gaps", "0013_wall_reviews"),
        ("gaps", "0016_wall_reports"),
        ("gaps", "0018_wall_releases"),
    ]
    dependencies = [
        ("gaps", "0002_changes"),
        ("capabilities", "0003_walls"),
        ("portal", "0004_reader_role"),
    ]

    operations = [wall(table, condition) for table, condition in CONDITIONS.items()]
