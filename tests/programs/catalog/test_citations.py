"""What cites a clause, for whoever edits a successor document."""

import pytest
from django.utils import translation

from programs.catalog.models import Program, RequiredDocument
from programs.sources.citations import citations_of
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.factories.policies import ClauseFactory, MeasureFactory, RuleFactory, TargetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    translation.activate("en")


def cited(clause):
    return [(str(found.kind), found.title) for found in citations_of([clause.pk]).get(clause.pk, [])]


def test_rules_measures_and_targets():
    clause = ClauseFactory()
    RuleFactory(clause=clause, sentence="登记满一年")
    MeasureFactory(clause=clause, name="检测补贴")
    TargetFactory(clause=clause, name="服务企业数")
    assert cited(clause) == [("Rule", "登记满一年"), ("Measure", "检测补贴"), ("Target", "服务企业数")]


def test_a_program_once_whatever_way_it_cites():
    clause = ClauseFactory()
    measure, target = MeasureFactory(clause=clause), TargetFactory(clause=clause)
    program = ProgramFactory(title="创新券", clauses=[clause], draft=True)
    program.measures.add(measure)
    program.targets.add(target)
    assert cited(clause).count(("Program", "创新券")) == 1


@pytest.mark.parametrize("way", ["clauses", "measures", "targets"])
def test_each_way_a_program_cites(way):
    clause = ClauseFactory()
    program = ProgramFactory(title="创新券", clauses=[])
    row = {"clauses": lambda: clause, "measures": lambda: MeasureFactory(clause=clause),
           "targets": lambda: TargetFactory(clause=clause)}[way]()  # fmt: skip
    getattr(program, way).add(row)
    assert ("Program", "创新券") in cited(clause)
    assert cited(ClauseFactory()) == []


def test_a_term_that_names_the_clause_as_its_source():
    clause = ClauseFactory()
    program = ProgramFactory(title="创新券", clauses=[])
    source = f"{clause.document.slug}#{clause.number}"
    Program.objects.filter(pk=program.pk).update(terms={"cap": {"value": "200000.00", "source": source}})
    assert cited(clause) == [("Program", "创新券")]


def test_conditions_by_their_clause_and_by_their_rule_and_documents_lead_to_the_round():
    clause, other = ClauseFactory(), ClauseFactory()
    rule = RuleFactory(clause=other)
    round_ = RoundFactory(
        program=ProgramFactory(title="创新券", clauses=[]), name="第一批", conditions=["登记满一年"]
    )
    round_.conditions.update(clause=clause, rule=rule)
    RequiredDocument.objects.create(round=round_, name="合同", how="上传", clause=clause)
    assert cited(clause) == [
        ("Condition of a round", "创新券 第一批: 登记满一年"),
        ("Required document", "创新券 第一批: 合同"),
    ]
    assert ("Condition of a round", "创新券 第一批: 登记满一年") in cited(other)
    address = citations_of([clause.pk])[clause.pk][0].url
    assert address == f"/admin/catalog/round/{round_.pk}/change/"


def test_more_citations_cost_no_more_queries(django_assert_num_queries):
    clauses = [ClauseFactory() for _n in range(3)]
    for clause in clauses:
        ProgramFactory(clauses=[clause])
        RuleFactory(clause=clause)
    with django_assert_num_queries(12):
        citations_of([clauses[0].pk])
    with django_assert_num_queries(12):
        citations_of([clause.pk for clause in clauses])
