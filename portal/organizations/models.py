from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models.offers import ACCEPTED, Offer, OfferQuerySet
from portal.history.models import ChainedEvent
from portal.reference.models import region_prefix

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, capacity: "Capacity | None") -> "OrganizationQuerySet":
        """Members see their own; officials those of their region; the auditor and admin all."""
        if capacity is None:
            return self.none()
        if capacity.kind in ("auditor", "admin"):
            return self
        if capacity.department:
            return self.within_region(capacity.department.region_id)
        if capacity.kind in ("organization", "self"):
            mine = self.filter(memberships__user=capacity.user)
            return (
                mine.filter(pk=capacity.organization.pk) if capacity.alone and capacity.organization else mine
            )
        return self.none()

    def within_region(self, code: str) -> "OrganizationQuerySet":
        """Registered or taxed in the region or below."""
        prefix = region_prefix(code)
        return self.filter(
            Q(registered_region__code__startswith=prefix) | Q(tax_region__code__startswith=prefix)
        )


class Organization(models.Model):
    """A firm, institute, university, hospital, bank or carrier, known by its unified social credit code."""

    class Kind(models.TextChoices):
        FIRM = "firm", _("Firm")
        INSTITUTE = "institute", _("Research institute")
        UNIVERSITY = "university", _("University")
        HOSPITAL = "hospital", _("Hospital")
        BANK = "bank", _("Bank")
        CARRIER = "carrier", _("Incubator or park")
        OTHER = "other", _("Other")

    class Verification(models.TextChoices):
        UNVERIFIED = "unverified", _("Not verified")
        PENDING = "pending", _("Proof being checked")
        VERIFIED = "verified", _("Verified")

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FIRM)
    name = models.CharField(_("name"), max_length=120)
    registered_region = models.ForeignKey(
        "reference.Region", models.PROTECT, related_name="+", verbose_name=_("registered region")
    )
    tax_region = models.ForeignKey(
        "reference.Region", models.PROTECT, related_name="+", verbose_name=_("tax region")
    )
    industry = models.ForeignKey(
        "reference.Industry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("industry"),
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    address = models.CharField(pgettext_lazy("postal", "address"), max_length=200, blank=True)
    verification = models.CharField(
        _("verification"), max_length=12, choices=Verification, default=Verification.UNVERIFIED
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(uscc__regex=r"^[0-9A-HJ-NPQRTUW-Y]{18}$"),
                name="organization_uscc_alphabet",
                violation_error_message=_(
                    "A credit code has 18 digits or capital letters, without I, O, S, V and Z."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verification="verified", verified_at__isnull=False, verified_by__isnull=False)
                | (~Q(verification="verified") & Q(verified_at__isnull=True, verified_by__isnull=True)),
                name="organization_verified_who_and_when",
                violation_error_message=_("A verified organization needs who verified it and when."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["registered_region"],
                opclasses=["text_pattern_ops"],
                name="organization_registered_prefix",
            ),
            models.Index(
                fields=["tax_region"], opclasses=["text_pattern_ops"], name="organization_tax_prefix"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an organization."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")
        SIGNATORY = "signatory", _("Signatory")
        VIEWER = "viewer", _("Viewer")

    WRITERS = (Role.OWNER, Role.EDITOR)  # every other role reads

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="membership_once",
                violation_error_message=_("This person already belongs to the organization."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def pending(self) -> "AccessRequestQuerySet":
        return self.filter(status=AccessRequest.Status.PENDING)

    def visible_to(self, capacity: "Capacity | None") -> "AccessRequestQuerySet":
        """Owners see those for their organization, everybody their own."""
        if capacity is None or capacity.kind not in ("organization", "self"):
            return self.none()
        owned = Membership.objects.filter(user=capacity.user, role=Membership.Role.OWNER)
        if capacity.alone and capacity.organization:
            return self.filter(
                organization=capacity.organization, organization__in=owned.values("organization")
            )
        return self.filter(Q(user=capacity.user) | Q(organization__in=owned.values("organization")))


class AccessRequest(models.Model):
    """Somebody asks the owner to let them in."""

    class Status(models.TextChoices):
        PENDING = "pending", pgettext_lazy("proof", "Waiting")
        GRANTED = "granted", pgettext_lazy("access", "Granted")
        REFUSED = "refused", pgettext_lazy("access", "Refused")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="access_requests", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_requests", verbose_name=_("person")
    )
    role = models.CharField(
        _("role asked for"), max_length=10, choices=Membership.Role, default=Membership.Role.EDITOR
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(status="pending"),
                name="access_request_one_pending",
                violation_error_message=_("You have already asked. The owner has been told."),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="access_request_decided_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.organization}"


class MemberInvitationQuerySet(OfferQuerySet["MemberInvitation"]):
    def visible_to(self, capacity: "Capacity | None") -> "MemberInvitationQuerySet":
        """Owners see those into their organization."""
        if capacity is None or capacity.kind not in ("organization", "self"):
            return self.none()
        owned = Membership.objects.filter(user=capacity.user, role=Membership.Role.OWNER)
        found = self.filter(organization__in=owned.values("organization"))
        return found.filter(organization=capacity.organization) if capacity.alone else found


class MemberInvitation(Offer):
    """An owner offers a place in the organization."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role)

    objects = MemberInvitationQuerySet.as_manager()

    class Meta(Offer.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(accepted_at=None, revoked_at=None) & ~Q(email=""),
                name="member_invitation_one_waiting",
            ),
            models.CheckConstraint(condition=ACCEPTED, name="member_invitation_accepted_who_and_when"),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organization}"


class AuthorityProofQuerySet(models.QuerySet["AuthorityProof"]):
    def pending(self) -> "AuthorityProofQuerySet":
        return self.filter(status=AuthorityProof.Status.PENDING)

    def visible_to(self, capacity: "Capacity | None") -> "AuthorityProofQuerySet":
        """Officials see those of organizations in their region, auditor and admin all, people their own."""
        if capacity is None:
            return self.none()
        if capacity.kind in ("department", "auditor", "admin"):
            return self.filter(organization__in=Organization.objects.visible_to(capacity))
        mine = self.filter(user=capacity.user)
        return mine.filter(organization=capacity.organization) if capacity.alone else mine

    def with_owned(self) -> "AuthorityProofQuerySet":
        """Adds `has_owner`: somebody owns the organization's file already."""
        owners = Membership.objects.filter(
            organization=models.OuterRef("organization"), role=Membership.Role.OWNER
        )
        return self.annotate(has_owner=models.Exists(owners))


class AuthorityProof(models.Model):
    """A sealed letter showing that a person may act for the organization.

    Accepting it verifies the organization and makes the person its owner; when the person is not the
    owner yet (the owner has left), `replaces_owner` says so and accepting replaces the owner.
    """

    class Status(models.TextChoices):
        PENDING = "pending", pgettext_lazy("proof", "Waiting")
        ACCEPTED = "accepted", pgettext_lazy("proof", "Accepted")
        REFUSED = "refused", pgettext_lazy("proof", "Refused")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="authority_proofs", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="authority_proofs", verbose_name=_("person")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    file_name = models.CharField(_("file name"), max_length=150)
    replaces_owner = models.BooleanField(_("replaces the owner"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    note = models.CharField(_("note"), max_length=300, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day that the letter names.")
    )
    submitted_at = models.DateTimeField(_("handed in"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = AuthorityProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of authority")
        verbose_name_plural = _("proofs of authority")
        ordering = ["-submitted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="authority_proof_decided_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(status="pending"),
                name="authority_proof_one_pending",
                violation_error_message=_("You have already handed in a proof. It is being checked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.file_name}"


class OrganizationEvent(ChainedEvent):
    """History of an organization's file, its people and its verification."""

    subject = models.ForeignKey(
        Organization, models.PROTECT, related_name="events", verbose_name=_("organization")
    )

    class Meta(ChainedEvent.Meta):
        verbose_name = _("organization event")
        verbose_name_plural = _("organization events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="organization_event_seq")]
