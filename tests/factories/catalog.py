"""Programs and rounds in named situations: open, upcoming, closed, draft, open all year."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from portal.accounts.models import Department, User
from portal.reference.models import Region
from programs.catalog import models
from programs.catalog.services import refresh_search
from tests.factories.policies import ClauseFactory

LEVELS = ("bureau", "finance")  # departments that approve


def commission(code: str = "stc", region: str = "310000") -> Department:
    """The department with a code, made where it is missing."""
    place, _ = Region.objects.get_or_create(code=region, defaults={"name": "上海市", "level": "province"})
    defaults = {
        "name": "市科委",
        "name_en": "The commission",
        "level": "city",
        "region": place,
        "path": f"/{code}/",
    }
    return Department.objects.get_or_create(code=code, defaults=defaults)[0]


def administrator() -> User:
    """Who edits and publishes programs."""
    return User.objects.get_or_create(
        email="admin@city.example", defaults={"name": "管理员", "is_staff": True, "is_superuser": True}
    )[0]


class ProgramFactory(factory.django.DjangoModelFactory[models.Program]):
    """A published program resting on one clause; `draft=True` is not published."""

    class Meta:
        model = models.Program
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status="draft")

    slug = factory.Sequence(lambda n: f"program-{n}")
    kind = "subsidy"
    title = factory.Sequence(lambda n: f"服务补贴{n}")
    title_en = factory.Sequence(lambda n: f"Service subsidy {n}")
    summary = "使用仪器设备的费用补贴。"
    summary_en = "For the use of instruments."
    benefit = "最高20万元/家"
    description = "费用补贴。"
    department = factory.LazyFunction(commission)
    contact_name = "企业服务处"
    contact_phone = "021-0000 0000"
    status = "published"

    @factory.post_generation
    def clauses(program: models.Program, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The clauses given, or one."""
        program.clauses.set([ClauseFactory()] if extracted is None else extracted)
        refresh_search(program)


def _from_now(**offset: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.now() + timedelta(**offset))


class RoundFactory(factory.django.DjangoModelFactory[models.Round]):
    """A published round, open for ten more days, with one condition that has a source."""

    class Meta:
        model = models.Round
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status="draft", published_at=None, published_by=None)
        upcoming = factory.Trait(opens_at=_from_now(days=5), closes_at=_from_now(days=20))
        closed = factory.Trait(opens_at=_from_now(days=-30), closes_at=_from_now(days=-2))
        always = factory.Trait(closes_at=None)

    program = factory.SubFactory(ProgramFactory)
    department = factory.LazyAttribute(lambda round_: round_.program.department)
    code = "KC"
    name = factory.Sequence(lambda n: f"第{n}批")
    name_en = factory.Sequence(lambda n: f"Round {n}")
    opens_at = _from_now(days=-10)
    closes_at = _from_now(days=10)
    applicant_kinds = factory.LazyFunction(lambda: ["organization"])
    status = "published"
    published_at = _from_now(days=-11)
    published_by = factory.LazyFunction(administrator)

    @factory.post_generation
    def conditions(round_: models.Round, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The sentences given, or one; each with a clause of its own."""
        for sentence in ["在本市登记注册"] if extracted is None else extracted:
            models.Condition.objects.create(round=round_, sentence=sentence, clause=ClauseFactory())

    @factory.post_generation
    def stages(round_: models.Round, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The stages given, chosen while it was a draft; with levels of approval where that is on."""
        if not extracted:
            return
        rows = models.Round.objects.filter(pk=round_.pk)
        published = rows.values("status", "published_at", "published_by")[0]
        rows.update(status="draft", published_at=None, published_by=None)
        for stage in extracted:
            models.RoundStage.objects.create(round=round_, stage=stage, days=10)
        for position, code in enumerate(LEVELS if "approval" in extracted else (), 1):
            models.ApprovalLevel.objects.create(round=round_, position=position, department=commission(code))
        rows.update(**published)
        round_.refresh_from_db()


class RequiredDocumentFactory(factory.django.DjangoModelFactory[models.RequiredDocument]):
    class Meta:
        model = models.RequiredDocument

    round = factory.SubFactory(RoundFactory)
    name = "服务合同"
    how = "上传"
    clause = factory.SubFactory(ClauseFactory)
