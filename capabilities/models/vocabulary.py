"""The closed word lists that needs and resources are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """A kind of help."""

    TRAINING = "training", _("Training")
    ADVISORY = "advisory", _("Advice")
    MENTORING = "mentoring", _("Mentoring")
    SECONDMENT = "secondment", _("Secondment")
    OPERATIONAL_SUPPORT = "operational_support", _("Operational support")
    EQUIPMENT = "equipment", _("Equipment")
    SOFTWARE = "software", _("Software")
    TOOLKIT = "toolkit", _("Published toolkit")
    FUNDING = "funding", _("Funding")
    LEGAL_DRAFTING = "legal_drafting", _("Legal drafting")
    RESEARCH = "research", _("Research")
    DATA_ACCESS = "data_access", _("Access to data")
    CERTIFICATION = "certification", _("Certification")
    NETWORK_MEMBERSHIP = "network_membership", _("Membership of a network")


class Mode(models.TextChoices):
    """A way of delivering help."""

    IN_PERSON = "in_person", _("In person")
    REMOTE = "remote", _("Remote, with people")
    SELF_PACED = "self_paced", _("Self-paced or self-service")


class Level(models.IntegerChoices):
    """A level of capability; names follow the stages of the Capacity Maturity Model (Oxford)."""

    START_UP = 1, _("Start-up")
    FORMATIVE = 2, _("Formative")
    ESTABLISHED = 3, _("Established")
    STRATEGIC = 4, _("Strategic")
    DYNAMIC = 5, _("Dynamic")


class Urgency(models.IntegerChoices):
    """How soon a need must be met."""

    LOW = 1, _("1 – when possible")
    MODERATE = 2, _("2 – within two years")
    RAISED = 3, _("3 – within a year")
    HIGH = 4, _("4 – within six months")
    CRITICAL = 5, _("5 – at once")
