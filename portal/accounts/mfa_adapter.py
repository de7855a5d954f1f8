"""Second steps the portal's way: secrets encrypted, names plain, nobody in office without one."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import MultiFernet
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.sealing import cipher

ISSUER = "科创通 Kechuang"


def _cipher() -> MultiFernet:
    return cipher("portal.accounts.mfa")


class MfaAdapter(DefaultMFAAdapter):
    """Seeds of codes lie encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code does not fit, or it was used before. Wait for the next one."
        ),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
        "cannot_delete_authenticator": gettext_lazy("This cannot be removed just now."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return ISSUER

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": ISSUER}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}
