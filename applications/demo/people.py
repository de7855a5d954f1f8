"""The people of the demonstration and the accounts a newcomer may use."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from applications.demo.firms import Firm
from portal.accounts.models import Department, Post, Role, User
from portal.accounts.services import appoint, give_role, set_editing

PASSWORD = "Kechuang-demo-2026"  # noqa: S105  # printed on purpose: the demonstration's accounts are public
AUDIT = timedelta(days=365)  # how long the auditor reads
SINCE = timedelta(days=730)  # the officials have had their posts for two years

OFFICIALS = (
    ("city_official", "周怀瑾", "city@demo.example", "sh-stc", Post.Rank.HEAD),
    ("district_official", "顾清和", "district@demo.example", "sh-jd", Post.Rank.CLERK),
    ("station_official", "沈予安", "station@demo.example", "sh-jd-park", Post.Rank.CLERK),
)
HEAD = ("district_head", "叶以宁", "head@demo.example", "sh-jd", Post.Rank.HEAD)
EDITING = ("sh-jd",)  # whose official edits the programs of the district
SECURED = ("secured_official", "陆闻舟", "second-step@demo.example", "sh-jd", Post.Rank.CLERK)
ROLES = (
    ("expert", "沈书言", "expert@demo.example", Role.Kind.EXPERT),
    ("auditor", "韩景行", "auditor@demo.example", Role.Kind.AUDITOR),
)


class People:
    """Makes people who can sign in; the password is hashed once for all."""

    def __init__(self) -> None:
        self.password = make_password(PASSWORD)
        self.accounts: list[dict[str, Any]] = []

    def person(self, email: str, name: str, **fields: Any) -> User:
        """A person with a verified address."""
        user = User.objects.create(email=email, name=name, password=self.password, **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    def admin(self) -> User:
        user = self.person("admin@demo.example", "管理员", is_staff=True, is_superuser=True)
        self.tell("admin", user)
        return user

    def officials(self) -> dict[str, User]:
        """The officials by the code of their department."""
        found = {}
        for role, name, email, code, rank in OFFICIALS:
            post = self.appointed(role, name, email, code, rank)
            found[code] = post.user
            if code in EDITING:
                set_editing(post.pk, True, by=None)
        return found

    def appointed(self, role: str, name: str, email: str, code: str, rank: str) -> Post:
        """An official in office for two years."""
        department, user = Department.objects.get(code=code), self.person(email, name)
        post = appoint(user, department, rank, starts_on=timezone.localdate() - SINCE, by=None)
        self.tell(role, user, department=department.name)
        return post

    def head(self) -> User:
        """Who releases and approves what the district's official prepares."""
        return self.appointed(*HEAD).user

    def secured(self) -> None:
        """An official with a second step at sign-in: its secret stands beside the password."""
        user, secret = self.appointed(*SECURED).user, generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        self.accounts[-1]["totp_secret"] = secret

    def experts(self) -> None:
        for role, name, email, kind in ROLES:
            user = self.person(email, name)
            last = timezone.localdate() + AUDIT if kind == Role.Kind.AUDITOR else None
            give_role(user.pk, kind, ends_on=last, by=None)
            self.tell(role, user)

    def tell(self, role: str, user: User, firm: Firm | None = None, department: str = "") -> None:
        """Add an account to those that are printed."""
        self.accounts.append(
            {
                "role": role,
                "name": user.name,
                "email": user.email,
                "password": PASSWORD,
                "organization": firm.name if firm else "",
                "department": department,
            }
        )
