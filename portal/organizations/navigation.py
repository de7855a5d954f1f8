"""Entries of the navigation, with what waits for the reader."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import acting
from portal.organizations.models import AuthorityProof
from portal.ui.navigation import NavItem, register


def proofs_waiting(request: HttpRequest) -> tuple[QuerySet[AuthorityProof]]:
    """Proofs of authority that wait for an official of the region."""
    return (AuthorityProof.objects.visible_to(acting(request)).pending(),)


def register_entries() -> None:
    """The organization's file for firms, the register and the verification for officials."""
    register("firm", NavItem("organization", _("Organization file"), "organizations", "building", 40))
    verify = _("Verification")
    register(
        "official",
        NavItem("verifications", verify, "verifications", "shield-check", 30, proofs_waiting, "work"),
    )
    for shell in ("official", "auditor", "admin"):
        item = NavItem(
            "organizations", _("Register of organizations"), "organizations", "building", 60, None, "manage"
        )
        register(shell, item)
