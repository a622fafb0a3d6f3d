"""What tests about needs say again and again."""

from django.core.exceptions import PermissionDenied

from capabilities import actions
from capabilities.answers import AnswersRefused
from capabilities.models import NeedDraft
from capabilities.workflow import Status
from tests.factories import TODAY, AgencyFactory, AreaFactory

ANSWERS = {
    "kinds": ["training"],
    "current_level": 2,
    "target_level": 3,
    "quantity": 12,
    "languages": ["fr"],
    "modes": ["any"],
    "starts": TODAY.isoformat(),
    "ends": TODAY.replace(year=TODAY.year + 1, day=1).isoformat(),
    "urgency": 4,
    "reason": "Phones of suspects wait a year.",
    "evidence": "",
    "tlp": "AMBER",
    "label_reason": "",
}


def written_draft(by, **answers):
    """A draft with every question answered."""
    agency = AgencyFactory(owner=by.organisation)
    area = AreaFactory(default_tlp=2)
    given = {"area": area.code, **ANSWERS, **answers}
    return NeedDraft.objects.create(agency=agency, by=by, answers=given)


def submitted_need(by, **answers):
    return actions.submit(draft=written_draft(by, **answers), by=by)


def submitted_for(country, officer):
    draft = written_draft(officer)
    draft.agency.country = country
    draft.agency.save()
    return actions.submit(draft=draft, by=officer)


def bring(need, to, by):
    """Try to bring a need to a status by whichever action does that."""
    if to == Status.SUBMITTED:
        actions.submit(draft=actions.revise(need=need, by=by), by=by)
    elif to == Status.MET:
        actions.finish(need=need, by=by, reason="Done.", helped="fully", helpers="A course")
    else:
        actions.move(need=need, to=to, by=by, reason="Because.")


def can_bring(need, to, by):
    """Whether it could be brought there."""
    try:
        bring(need, to, by)
    except (PermissionDenied, actions.MoveNotAllowed, AnswersRefused):
        return False
    return True
