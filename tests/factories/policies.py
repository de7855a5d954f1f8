"""Documents, clauses, measures, rules and targets."""

from datetime import date

import factory

from programs.policies import models


class DocumentFactory(factory.django.DjangoModelFactory[models.PolicyDocument]):
    """A policy; `notice=True` is a call notice; `plan`, `model_text` and `lapsed` bind nobody."""

    class Meta:
        model = models.PolicyDocument

    class Params:
        notice = factory.Trait(kind="call_notice", provenance="demonstration", title="申报通知（演示）")
        plan = factory.Trait(kind="internal_plan", title="工作要点", short_title="工作要点")
        model_text = factory.Trait(provenance="model_text", title="规划范本", short_title="规划范本")
        lapsed = factory.Trait(valid_until=date(2020, 12, 31))

    slug = factory.Sequence(lambda n: f"document-{n}")
    kind = "policy"
    title = "若干措施"
    title_en = "Some measures"
    short_title = "措施"
    short_title_en = "Measures"
    issuer = "市科委"
    provenance = "repost"


class ClauseFactory(factory.django.DjangoModelFactory[models.Clause]):
    class Meta:
        model = models.Clause

    document = factory.SubFactory(DocumentFactory)
    position = factory.Sequence(lambda n: n % 30000)
    number = factory.LazyAttribute(lambda clause: str(clause.position))
    printed = factory.LazyAttribute(lambda clause: f"第{clause.number}项")
    printed_en = factory.LazyAttribute(lambda clause: f"Item {clause.number}")
    heading = "服务补贴"
    heading_en = "Service subsidies"
    summary = "给予补贴。"


class TargetFactory(factory.django.DjangoModelFactory[models.Target]):
    class Meta:
        model = models.Target

    clause = factory.SubFactory(ClauseFactory)
    slug = factory.Sequence(lambda n: f"target-{n}")
    name = "服务企业"
    name_en = "Firms served"
    comparison = "ge"
    number = 5000
    unit = "家"
    unit_en = "firms"


class MeasureFactory(factory.django.DjangoModelFactory[models.Measure]):
    class Meta:
        model = models.Measure

    clause = factory.SubFactory(ClauseFactory)
    slug = factory.Sequence(lambda n: f"measure-{n}")
    kind = "subsidy"
    name = "创新服务补贴"
    name_en = "Innovation service subsidy"
    beneficiary = "中小企业"
    beneficiary_en = "SMEs"
    beneficiary_basis = "stated"
    provider = "市科委"
    provider_en = "The commission"
    provider_basis = "inferred"


class FigureFactory(factory.django.DjangoModelFactory[models.MeasureFigure]):
    class Meta:
        model = models.MeasureFigure

    measure = factory.SubFactory(MeasureFactory)
    position = factory.Sequence(lambda n: n % 30000)
    role = "amount"
    what = "每家企业"
    what_en = "per firm"
    comparison = "le"
    number = 200_000
    unit = "元"
    unit_en = "yuan"


class RuleFactory(factory.django.DjangoModelFactory[models.Rule]):
    class Meta:
        model = models.Rule

    clause = factory.SubFactory(ClauseFactory)
    slug = factory.Sequence(lambda n: f"rule-{n}")
    kind = "eligibility"
    sentence = "在本市登记注册"
    sentence_en = "Registered in the city"
