import pytest
from django.db import IntegrityError, connection, transaction

from portal.api.problems import Refused
from portal.organizations.models import Organization
from portal.versions import services
from portal.versions.differences import changes, in_words
from portal.versions.models import Version
from programs.catalog.models import Condition, Program, Round
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.policies import ClauseFactory
from tests.portal.inbox.processes import in_parallel

pytestmark = pytest.mark.django_db


def changed(program, **values):
    for name, value in values.items():
        setattr(program, name, value)
    program.save()
    return services.record(program, by=administrator())


def read(version, before):
    return {
        change.label: (change.before, change.after)
        for change in changes(Program, before.content, version.content)
    }


@pytest.mark.parametrize(
    ("name", "value", "words"), [("budget", "1800000.00", "1,800,000"), ("amount_cap", "0.50", "0.5")]
)
def test_an_amount_has_no_more_places_than_it_needs(name, value, words):
    assert in_words(Round._meta.get_field(name), value) == words


def test_each_change_is_a_version_and_no_change_is_none():
    program = ProgramFactory(title="补贴")
    first = services.record(program, by=administrator())
    assert services.record(program, by=administrator()) is None
    second = changed(program, title="新补贴", kind="award")
    assert (first.number, second.number, second.by) == (1, 2, administrator())
    assert read(second, first) == {"标题": ("补贴", "新补贴"), "类型": ("补贴", "奖励表彰")}


def test_other_line_ends_are_no_change():
    program = ProgramFactory(description="一\n二")
    services.record(program, by=None)
    assert changed(program, description="一\r\n二") is None


def test_long_texts_are_compared_inside():
    program = ProgramFactory(
        description="使用仪器设备的费用补贴，按实际支付金额计算，一家企业每年最多二十万元，可分次申请，不限次数，由市、区共同负担。"
    )
    first = services.record(program, by=None)
    second = changed(program, description=program.description.replace("二十", "三十"))
    [change] = changes(Program, first.content, second.content)
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"] == [
        ("gone", "二"),
        ("new", "三"),
    ]


def test_what_a_program_rests_on_is_named():
    program = ProgramFactory()
    first = services.record(program, by=None)
    clause = ClauseFactory()
    program.clauses.set([clause])
    second = services.record(program, by=None)
    [change] = changes(Program, first.content, second.content)
    assert str(clause) in change.after


def test_a_version_comes_back_as_a_new_one_with_its_lines():
    round_ = RoundFactory(draft=True, conditions=["在本市登记注册", "是中小企业"])
    first = services.record(round_, by=None)
    round_.conditions.all().delete()
    Condition.objects.create(round=round_, sentence="别的条件", clause=ClauseFactory())
    round_.budget = 5
    round_.save()
    services.record(round_, by=administrator())
    made = services.restore(round_, 1, by=administrator())
    round_.refresh_from_db()
    assert (made.number, made.digest, round_.budget) == (3, first.digest, None)
    assert [line.sentence for line in round_.conditions.all()] == ["在本市登记注册", "是中小企业"]


@pytest.mark.parametrize("make", [RoundFactory, lambda: RoundFactory().program])
def test_what_applicants_rely_on_does_not_come_back(make):
    row = make()
    services.record(row, by=None)
    with pytest.raises(Refused, match=r"(?i)applicants|closed|申请|截止"):
        services.restore(row, 1, by=administrator())


def test_what_a_version_named_may_be_gone():
    round_ = RoundFactory(draft=True, conditions=[])
    clause = ClauseFactory()
    line = Condition.objects.create(round=round_, sentence="条件", clause=clause)
    services.record(round_, by=None)
    line.delete()
    clause.delete()
    with pytest.raises(Refused):
        services.restore(round_, 1, by=administrator())
    assert not round_.conditions.exists()
    assert Version.objects.of(round_).count() == 1


def test_a_version_is_never_changed():
    version = services.record(ProgramFactory(), by=None)
    for statement in ("UPDATE versions_version SET what = 'x'", "DELETE FROM versions_version"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Version.objects.filter(pk=version.pk, what="").exists()


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_get_two_numbers():
    program = ProgramFactory()

    def change(title):
        with transaction.atomic():
            row = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
            row.title = title
            row.save()
            return services.record(row, by=None).number

    assert sorted(in_parallel(*(lambda title=title: change(title) for title in "abcd"))) == [1, 2, 3, 4]
    assert Round.objects.count() == 0


def test_what_a_condition_tests_is_told_in_words():
    program = ProgramFactory()
    before = services.record(program, by=administrator())
    Condition.objects.create(
        program=program,
        position=1,
        sentence="不超过百人",
        clause=ClauseFactory(),
        test={"fact": "kind", "op": "equals", "value": "firm"},
    )
    version = services.record(program, by=administrator())
    told = read(version, before)
    words = " ".join(after for _before, after in told.values())
    assert str(Organization.Kind.FIRM.label) in words
    assert "equals" not in words
