"""The second wall around what people make of findings.

A policy that reads another walled table reads what the reader may see of it: a comment goes with
its need, a decision with its review.
"""

from django.db import migrations

from portal.access import TLP
from portal.policies import CLEARANCE, MEMBER_OF, readable, wall

FOR_REVIEWERS = f"{CLEARANCE} >= {TLP.AMBER_STRICT.value}"
OF_NEED = "need_id IN (SELECT id FROM capabilities_need)"


class Migration(migrations.Migration):
    dependencies = [("gaps", "0012_wall"), ("capabilities", "0012_wall")]

    operations = [
        wall("gaps_comment", f"{readable('gaps_comment')} AND {OF_NEED}"),
        wall("gaps_commentversion", f"{readable('gaps_commentversion')} AND {OF_NEED}"),
        wall("gaps_review", f"{FOR_REVIEWERS} AND {OF_NEED}"),
        wall("gaps_duediligence", f"{FOR_REVIEWERS} AND {OF_NEED}"),
        wall("gaps_decision", "review_id IN (SELECT id FROM gaps_review)"),
        wall("gaps_question", f"{FOR_REVIEWERS} OR organisation_id = {MEMBER_OF}"),
    ]
