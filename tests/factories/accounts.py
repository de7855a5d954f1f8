"""People in their capacities. Every password is PASSWORD."""

from datetime import date
from typing import Any

import factory
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from portal.accounts import tokens
from portal.accounts.capacities import Capacity, capacities_of, held, own_capacity
from portal.accounts.models import ApiToken, Department, Post, Role, User
from portal.accounts.services import confirm_email
from portal.reference.models import Region

PASSWORD = "lantern-moss-4417"
LONG_AGO = date(2020, 1, 1)
NAMES = {
    "310000": ("上海市", "province"),
    "310106": ("静安区", "district"),
    "310114": ("嘉定区", "district"),
    "330106": ("西湖区", "district"),
}


def region(code: str = "310114") -> Region:
    """The region with a code, made where it is missing."""
    name, level = NAMES[code]
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": level})[0]


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address; `admin=True` may open the admin."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"林{n}")
    password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)  # quick to make and to check

    @factory.post_generation
    def confirmed(user: User, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The address is known to be theirs, unless `confirmed=False`."""
        if extracted is not False:
            confirm_email(user)


class DepartmentFactory(factory.django.DjangoModelFactory):
    """A district's commission; a parent gives the path."""

    class Meta:
        model = Department
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"department-{n}")
    name = "嘉定区科委"
    level = "district"
    region = factory.LazyFunction(region)


def official(code: str = "310114", rank: str = "clerk", **fields: Any) -> Capacity:
    """Somebody with a post in the department of a region, acting for it."""
    department = DepartmentFactory(code=f"of-{code}", region=region(code))
    user = UserFactory(**fields)
    Post.objects.create(user=user, department=department, rank=rank, starts_on=LONG_AGO)
    return capacity(user, f"department:{department.code}")


def expert() -> User:
    """An expert."""
    return Role.objects.create(user=UserFactory(), kind="expert").user


def auditor() -> User:
    """An auditor, for some more time."""
    return Role.objects.create(user=UserFactory(), kind="auditor", ends_on=date(2099, 12, 31)).user


def capacity(user: User, key: str) -> Capacity:
    """A capacity that the person holds."""
    found = held(capacities_of(user), key)
    assert found is not None, key
    return found


def oneself(user: User | None = None) -> Capacity:
    """Somebody acting for nobody but themselves."""
    return own_capacity(user or UserFactory())


def bearer(user: User, scope: str = ApiToken.Scope.WRITE) -> dict[str, str]:
    """Headers of a program that signed in as the person."""
    return {"Authorization": f"Bearer {tokens.create(user, 'test', scope)[1]}"}
