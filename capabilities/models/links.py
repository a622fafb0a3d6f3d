"""Links between rows, named so that their history is kept as that of any other table."""

from capabilities.models.catalogue import CapabilityArea, Resource
from capabilities.models.projects import Project
from portal.history import audited, recorded


@recorded
class Prerequisite(CapabilityArea.prerequisites.through):  # type: ignore[name-defined]
    """That one capability area builds on another."""

    class Meta:
        proxy = True


@recorded
class ResourceArea(Resource.areas.through):  # type: ignore[name-defined]
    """An area that a resource helps in."""

    class Meta:
        proxy = True


@recorded
class EligibleCountry(Resource.eligible_countries.through):  # type: ignore[name-defined]
    """A country that a resource is open to."""

    class Meta:
        proxy = True


@recorded
class EligibleGroup(Resource.eligible_groups.through):  # type: ignore[name-defined]
    """A group of countries that a resource is open to."""

    class Meta:
        proxy = True


@recorded
class ExcludedCountry(Resource.excluded_countries.through):  # type: ignore[name-defined]
    """A country that a resource is not open to."""

    class Meta:
        proxy = True


@audited()
class ProjectCountry(Project.countries.through):  # type: ignore[name-defined]
    """A country that a project works in."""

    class Meta:
        proxy = True
