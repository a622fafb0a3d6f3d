"""The directory's tables, one room a subject."""

from capabilities.models.actors import Agency, Provider
from capabilities.models.attachments import Attachment
from capabilities.models.catalogue import (
    CapabilityArea,
    FrameworkReference,
    Resource,
)
from capabilities.models.duplicates import Duplicate, Merge, Pairable
from capabilities.models.exposure import Exposure, Impression, Standing
from capabilities.models.links import (
    EligibleCountry,
    EligibleGroup,
    ExcludedCountry,
    Prerequisite,
    ProjectCountry,
    ResourceArea,
)
from capabilities.models.masks import Code
from capabilities.models.needs import Need
from capabilities.models.places import (
    Country,
    CountryGroup,
    MaturityRating,
    Membership,
    TreatyStatus,
)
from capabilities.models.projects import Project
from capabilities.models.proposals import Confirmation, Proposal, ProposalMove, Reminder
from capabilities.models.saved import SavedSearch
from capabilities.models.searching import (
    FacetBits,
    SearchDebut,
    SearchGap,
    SearchPlace,
    SearchRow,
    SearchWord,
)
from capabilities.models.submissions import (
    Desk,
    DeskCountry,
    DeskPerson,
    NeedDraft,
    NeedMove,
    NeedOutcome,
    Submission,
)
from capabilities.models.suggestions import Suggestion
from capabilities.models.uploads import Upload, UploadRow
from capabilities.models.vocabulary import Kind, Level, Mode, Urgency

__all__ = [
    "Agency",
    "Attachment",
    "CapabilityArea",
    "Code",
    "Confirmation",
    "Country",
    "CountryGroup",
    "Desk",
    "DeskCountry",
    "DeskPerson",
    "Duplicate",
    "EligibleCountry",
    "EligibleGroup",
    "ExcludedCountry",
    "Exposure",
    "FacetBits",
    "FrameworkReference",
    "Impression",
    "Kind",
    "Level",
    "MaturityRating",
    "Membership",
    "Merge",
    "Mode",
    "Need",
    "NeedDraft",
    "NeedMove",
    "NeedOutcome",
    "Pairable",
    "Prerequisite",
    "Project",
    "ProjectCountry",
    "Proposal",
    "ProposalMove",
    "Provider",
    "Reminder",
    "Resource",
    "ResourceArea",
    "SavedSearch",
    "SearchDebut",
    "SearchGap",
    "SearchPlace",
    "SearchRow",
    "SearchWord",
    "Standing",
    "Submission",
    "Suggestion",
    "TreatyStatus",
    "Upload",
    "UploadRow",
    "Urgency",
]
