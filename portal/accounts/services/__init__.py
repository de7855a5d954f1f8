"""Changes of people and departments that touch more than one row."""

from portal.accounts.services.addresses import confirm_email
from portal.accounts.services.departments import save_department

__all__ = ["confirm_email", "save_department"]
