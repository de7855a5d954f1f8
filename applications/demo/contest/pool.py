"""The experts of the demonstration, who applied for the pool and were listed; one has stated a tie."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from applications.demo.contest.acts import told
from applications.experts.models import Expert, Tie
from applications.experts.services import apply, decide, state_tie
from portal.accounts.capacities import Capacity, own_capacity
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.reference.models import Region

if TYPE_CHECKING:
    from applications.demo.people import People

LISTED_FOR = timedelta(days=700)
KINDS = Expert.Kind
# (name, title, employer, kind, fields); the first is the account that is printed.
EXPERTS = (
    ("沈书言", "研究员", "申港微纳研究所（虚构）", KINDS.TECHNICAL, ["T1", "39"]),
    ("许望舒", "教授", "东海理工大学（虚构）", KINDS.TECHNICAL, ["T4", "40"]),
    ("程维桢", "高级工程师", "长桥仪器研究院（虚构）", KINDS.TECHNICAL, ["T8", "35"]),
    ("苏嘉木", "教授级高工", "北岸新材料中心（虚构）", KINDS.TECHNICAL, ["T4", "26"]),
    ("潘承泽", "注册会计师", "望江会计师事务所（虚构）", KINDS.FINANCIAL, ["72"]),
    ("夏静姝", "高级会计师", "石桥投资咨询公司（虚构）", KINDS.FINANCIAL, ["72"]),
)
TIED = 3  # whom of them something ties


def listed(people: "People", official: Capacity, at: datetime) -> list[Expert]:
    """Everybody applies and is listed; who has no account yet gets one."""
    found = []
    for number, (name, title, employer, kind, fields) in enumerate(EXPERTS, 1):
        email = "expert@demo.example" if number == 1 else f"expert{number:02d}@demo.example"
        user = User.objects.filter(email=email).first() or people.person(email, name)
        facts = {"name": name, "title": title, "employer": employer, "kind": kind, "fields": fields}
        region = Region.objects.get(code="310000")
        expert = apply(facts | {"region": region}, by=own_capacity(user), at=at)
        until = timezone.localdate(at) + LISTED_FOR
        with told(at):
            found.append(decide(expert.pk, "list", until=until, by=official, at=at))
    return found


def tie(expert: Expert, firm: Organization, at: datetime) -> None:
    """The expert advises the firm, and says so."""
    assert expert.user is not None
    row = Tie(expert=expert, kind=Tie.Kind.ADVISOR, organization_name=firm.name)
    state_tie(row, by=own_capacity(expert.user), at=at)
