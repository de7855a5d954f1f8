"""Who decides on posts; each refusal is the sentence the person reads."""

from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import Department, Post


def manage_refusal(capacity: Capacity, department: Department) -> str:
    """Why the capacity may not decide on the department's people; "" when it may.

    A deputy does the work of a head, but appoints nobody.
    """
    if capacity.kind == "admin":
        return ""
    heads = capacity.kind == "department" and capacity.role == Post.Rank.HEAD
    if heads and capacity.acting_for is None and capacity.department == department:
        return ""
    return _("Only the head of the department or an administrator decides on its people.")


def editing_refusal(capacity: Capacity, post: Post, yes: bool) -> str:
    """Why the capacity may not let the holder of a post edit programs, or end that; "" when it may."""
    if sentence := manage_refusal(capacity, post.department):
        return sentence
    if post.is_over():
        return _("This post has ended already.")
    if post.edits_programs == yes:
        return _("The post edits programs already.") if yes else _("The post does not edit programs.")
    return ""


def absence_refusal(capacity: Capacity, post: Post) -> str:
    """Why the capacity may not enter who stands in for the holder of the post; "" when it may."""
    own = capacity.kind == "department" and capacity.acting_for is None and capacity.user.pk == post.user_id
    if own and capacity.department == post.department:
        return ""
    return manage_refusal(capacity, post.department)


def admin_refusal(capacity: Capacity) -> str:
    """Why the capacity may not decide on accounts, roles and other departments; "" when it may."""
    return "" if capacity.kind == "admin" else _("Only an administrator does this.")
