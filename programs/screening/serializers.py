"""Checks of programs as the API tells them. Reasons follow Accept-Language."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.catalog.models import Round
from programs.policies.serializers import ClauseReferenceSerializer
from programs.screening.judging import Group, Verdict
from programs.screening.showing import DECLARED, Check, Missing, Shown

OUTCOMES = ["pass", "fail", "unknown"]
PHASES = [*Round.Phase.values, "not_open"]


class MissingFactSerializer(serializers.Serializer[Missing]):
    """A fact that is not known; `url`: the place of the file where it is filled in, "" for readers only."""

    fact = serializers.CharField(source="key")
    year = serializers.IntegerField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    url = serializers.CharField()


class ConditionCheckSerializer(serializers.Serializer[Check]):
    """A condition. `outcome` unknown with `declared`: the applicant declares it when it applies.

    `change`: what would turn a condition that is not met. `missing_fact`: the first of `missing`.
    """

    label = serializers.CharField(source="condition.sentence")  # type: ignore[assignment]  # a field of that name
    label_en = serializers.CharField(source="condition.sentence_en")
    outcome = serializers.SerializerMethodField()
    declared = serializers.SerializerMethodField()
    reason = serializers.CharField(source="in_full")
    change = serializers.CharField()
    clause = ClauseReferenceSerializer(source="condition.clause", allow_null=True)
    missing_fact = serializers.SerializerMethodField()
    missing = MissingFactSerializer(many=True)

    @extend_schema_field(serializers.ChoiceField(choices=OUTCOMES))
    def get_outcome(self, check: Check) -> str:
        return "unknown" if check.outcome == DECLARED else check.outcome

    def get_declared(self, check: Check) -> bool:
        return check.outcome == DECLARED

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_missing_fact(self, check: Check) -> str | None:
        return check.missing[0].key if check.missing else None


class MatchSerializer(serializers.Serializer[Shown]):
    """A program, what its checks come to, and each of them.

    `group`: eligible, one_step (a fact is missing, or one condition that can be changed fails), not_now, or
    uncheckable (no condition can be checked against a file). `verdict`: unknown where nothing can be checked.
    """

    program = serializers.SlugField(source="program.slug")
    title = serializers.CharField(source="program.title")
    title_en = serializers.CharField(source="program.title_en")
    kind = serializers.CharField(source="program.kind")
    round = serializers.IntegerField(source="round.pk", default=None, allow_null=True)
    phase = serializers.SerializerMethodField()
    closes_at = serializers.DateTimeField(source="round.closes_at", default=None, allow_null=True)
    group = serializers.ChoiceField(source="judged.group", choices=Group.choices)
    verdict = serializers.ChoiceField(source="judged.verdict", choices=Verdict.choices)
    refusal = serializers.CharField(
        source="judged.refusal", help_text="why no organization can apply; empty where one can"
    )
    checks = ConditionCheckSerializer(many=True)

    @extend_schema_field(serializers.ChoiceField(choices=PHASES))
    def get_phase(self, shown: Any) -> str:
        return shown.phase.value if shown.phase else "not_open"
