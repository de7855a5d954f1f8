"""Documents, clauses, measures, rules and targets."""

import factory

from programs.policies import models


class DocumentFactory(factory.django.DjangoModelFactory[models.PolicyDocument]):
    """A policy; `notice=True` is a call notice of the demonstration."""

    class Meta:
        model = models.PolicyDocument

    class Params:
        notice = factory.Trait(kind="call_notice", provenance="demonstration", title="申报通知（演示）")

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
    name = "使用平台的补贴"
    name_en = "Subsidy for using the platform"


class RuleFactory(factory.django.DjangoModelFactory[models.Rule]):
    class Meta:
        model = models.Rule

    clause = factory.SubFactory(ClauseFactory)
    slug = factory.Sequence(lambda n: f"rule-{n}")
    kind = "eligibility"
    sentence = "在本市登记"
    sentence_en = "Registered in the city"
