"""People, departments, posts and roles, keys for programs."""

from portal.accounts.models.departments import Department
from portal.accounts.models.people import Mobile, User
from portal.accounts.models.posts import AppointmentEvent, Deputy, Invitation, Post, Role
from portal.accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "AppointmentEvent",
    "Department",
    "Deputy",
    "Invitation",
    "Mobile",
    "Post",
    "Role",
    "User",
]
