"""What a list may touch."""

from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization
from portal.reference.models import region_prefix


def reaches(by: Capacity, organization: Organization) -> bool:
    """Whether the organization is registered or taxed where the person has a say."""
    if by.department is None:
        return True
    prefix = region_prefix(by.department.region_id)
    return any(
        code.startswith(prefix)
        for code in (organization.registered_region_id, organization.tax_region_id)
        if code
    )
