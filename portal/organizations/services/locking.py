"""One lock per organization: whoever changes it or its people waits for it."""

from portal.organizations.models import Organization


def locked(organization_id: int) -> Organization:
    """The organization under its row lock, until the transaction ends. Rows that refer to it may be added."""
    return Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization_id)
