"""What the API says and takes about applications."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from applications.intake.models import Application, ApplicationEvent, Attachment, Submission
from applications.intake.reading import unfinished_for
from applications.intake.rules import available, is_applicant
from applications.intake.services.correcting import PointInput
from applications.intake.services.reckoning import context_of
from applications.intake.states import as_told
from applications.intake.timeline import who
from applications.intake.workflow import STATES, Owner, Status
from portal.access.services import OFFICES
from portal.accounts.capacities import acting_as
from portal.api.fields import Sparse
from programs.forms.kinds.figures import plain
from programs.forms.logic import Logic, evaluate, export_columns
from programs.forms.screens import questions
from programs.forms.validator import public

TEXT_MOST, ROWS_MOST, DEEPEST = 20_000, 1000, 3
SCALARS = {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
BLOCK = {"type": "object", "additionalProperties": {}}
ANSWERS_SCHEMA = {
    "type": "object",
    "description": "By question key, as the round's published form says: questions with parts take an "
    "object, tables a list of objects.",
    "additionalProperties": {
        "nullable": True,
        "oneOf": [
            *SCALARS["oneOf"],
            {"type": "array", "items": {"oneOf": [{"type": "string"}, BLOCK]}},
            BLOCK,
        ],
    },
}


@extend_schema_field(ANSWERS_SCHEMA)
class AnswersField(serializers.Field):
    """Answers by question key: texts, numbers, yes or no, lists of texts, objects for questions with parts,
    lists of objects for tables, or null to take one away."""

    def to_representation(self, value: Any) -> Any:
        return value

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The shape only; what the answers lack is told by the check."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(_("Send an object: question key to answer."))
        sentence = _(
            "Send a text, a number, true, false, null, a list of texts, an object or a list of objects."
        )
        wrong = {key: [sentence] for key, value in data.items() if not _plain(value)}
        if wrong:
            raise serializers.ValidationError(wrong)
        return dict(data)


def _plain(value: Any, depth: int = 0) -> bool:
    if isinstance(value, list | dict):
        inside = list(value.values()) if isinstance(value, dict) else value
        return (
            depth < DEEPEST and len(inside) <= ROWS_MOST and all(_plain(item, depth + 1) for item in inside)
        )
    if isinstance(value, str):
        return len(value) <= TEXT_MOST
    return value is None or isinstance(value, bool | int | float)


class ApplicantSerializer(serializers.Serializer):
    """Who applies; `uscc` for organizations."""

    kind = serializers.ChoiceField(choices=Application.ApplicantKind.choices, source="applicant_kind")
    uscc = serializers.CharField(source="organization.uscc", required=False)
    name = serializers.CharField(source="applicant_name")


class ActionSerializer(serializers.Serializer):
    """An action of the workflow, for this reader, now."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not the field's own label
    allowed = serializers.BooleanField()
    refusal = serializers.CharField(allow_null=True)


class SubmissionSerializer(serializers.Serializer):
    """What was handed in last: its receipt, signed. `statement` is the signed text, `signature` Ed25519 in
    base64, `key` the id of a key of /receipt-keys/."""

    receipt = serializers.CharField()
    submission = serializers.IntegerField(help_text="1 for the first.")
    received_at = serializers.DateTimeField()
    content_hash = serializers.CharField(help_text="SHA-256 of the canonical JSON of what was handed in.")
    statement = serializers.CharField()
    signature = serializers.CharField()
    key = serializers.CharField()


def told_status(application: Application, context: Mapping[str, Any]) -> str:
    """The status as the reader may know it; a system that is told of its own application is an applicant."""
    request = context.get("request")
    officially = request is not None and not is_applicant(application, acting_as(request))
    return application.status if officially else application.told_status


class ApplicationSerializer(Sparse, serializers.ModelSerializer):
    """An application as the reader may see it."""

    round = serializers.IntegerField(source="round_id", read_only=True)
    program = serializers.CharField(source="round.program.slug", read_only=True)
    applicant = ApplicantSerializer(source="*", read_only=True)
    status = serializers.SerializerMethodField()
    public_status = serializers.CharField(source="state.public_label", read_only=True)
    owner = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    receipt = serializers.CharField(read_only=True, allow_null=True, help_text="See /receipts/{code}/.")
    submission = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields = [
            "id", "number", "round", "program", "applicant", "status", "public_status", "owner", "answers",
            "revision", "amount_asked", "amount_approved", "due_at", "actions", "submitted_at", "receipt",
            "submission", "created_at", "changed_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Status.choices))
    def get_status(self, application: Application) -> str:
        """To the applicant, what is told: some steps are the department's own affair."""
        return told_status(application, self.context)

    @extend_schema_field(serializers.ChoiceField(choices=[(o.value, o.value) for o in Owner]))
    def get_owner(self, application: Application) -> str:
        """Whose turn it is."""
        return STATES[Status(told_status(application, self.context))].owner

    @extend_schema_field(ANSWERS_SCHEMA)
    def get_answers(self, application: Any) -> dict[str, Any]:
        """Those handed in last, where somebody else is still at work on them; to others than the applicant
        without those that did not count."""
        capacity = acting_as(self.context["request"])
        answers: dict[str, Any] = application.answers
        if unfinished_for(application, capacity):
            answers = application.handed_in
        if application.form_version.logic and not is_applicant(application, capacity):
            answers = application.counted_in or answers
        return public(application.form_version, answers)

    @extend_schema_field(SubmissionSerializer(allow_null=True))
    def get_submission(self, application: Any) -> dict[str, Any] | None:
        """As the database has put it together."""
        found = application.submission
        return SubmissionSerializer(found).data if found else None

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, application: Application) -> list[dict[str, Any]]:
        """What makes sense for the reader now, allowed or with the reason why not. In a list, as far as
        status, time and post tell."""
        return self._actions(application, asks=False)

    def _actions(self, application: Application, *, asks: bool) -> list[dict[str, Any]]:
        request = self.context["request"]
        found = available(application, acting_as(request), request.received_at, asks=asks)
        return [
            {"name": t.action, "label": str(t.label), "allowed": refusal is None, "refusal": refusal}
            for t, refusal in found
        ]


class ApplicationDetailSerializer(ApplicationSerializer):
    """One application, with what follows from its answers."""

    visible = serializers.SerializerMethodField()
    computed = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields = [*ApplicationSerializer.Meta.fields, "visible", "computed"]
        read_only_fields = fields

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, application: Application) -> list[dict[str, Any]]:
        """What makes sense for the reader now, allowed or with the reason why not."""
        return self._actions(application, asks=True)

    def _logic(self, application: Any) -> Logic:
        hidden = unfinished_for(application, acting_as(self.context["request"]))
        answers = application.handed_in if hidden else application.answers
        return evaluate(application.form_version, answers, context_of(application))

    def get_visible(self, application: Any) -> list[str]:
        """Keys of the questions that are asked after these answers; the answers to others do not count."""
        shown = self._logic(application).visible
        return [question.key for question in questions(application.form_version) if question.key in shown]

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_computed(self, application: Any) -> dict[str, str]:
        """Figures that follow from the answers, as decimal strings, by question key or key.row.column."""
        return dict(self._logic(application).computed)


class ApplicationRowSerializer(ApplicationSerializer):
    """An application in an export: without the actions, which are for this moment."""

    actions = None  # type: ignore[assignment]  # takes the field away
    columns = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields = [*(name for name in ApplicationSerializer.Meta.fields if name != "actions"), "columns"]
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"nullable": True}})
    def get_columns(self, application: Any) -> dict[str, Any]:
        """What the form works out for exports, by heading: figures as decimal strings, days as YYYY-MM-DD,
        yes and no as true and false; null where it is unknown."""
        version = application.form_version
        found = export_columns(version, self.get_answers(application)) if version.exports else []
        return {heading: _cell(value) for heading, value in found}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return [_cell(item) for item in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


class StartSerializer(serializers.Serializer):
    """Which round, and for whom: an organization, or oneself where none is named."""

    round = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    organization = serializers.CharField(max_length=60, required=False, help_text="Its credit code.")
    team_name = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    reuse = serializers.BooleanField(
        default=False,
        help_text="Take over what fits of the program's round before: answers and files; see /reuse/.",
    )


class ChangeSerializer(serializers.Serializer):
    """Answers to change; those not named stay."""

    answers = AnswersField()


class PointSerializer(serializers.Serializer):
    """One thing to correct at a question: its key, or key.part."""

    question = serializers.CharField(max_length=120)
    sentence = serializers.CharField(max_length=1000)

    def to_internal_value(self, data: Any) -> PointInput:
        """As the service takes it."""
        return PointInput(**super().to_internal_value(data))


class ActionInputSerializer(serializers.Serializer):
    """What an action asks for: a reason, points to correct, an amount in yuan, a last day."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    items = serializers.ListField(
        child=serializers.CharField(max_length=1000), required=False, default=list, max_length=50
    )
    points = PointSerializer(many=True, required=False, default=list)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, default=None
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class AttachmentSerializer(Sparse, serializers.ModelSerializer):
    """A file answering a file question.

    `taken_from`: for the applicant, the number of the earlier application it was taken over from, or
    `application` where that has none; empty otherwise.
    """

    taken_from = serializers.SerializerMethodField()
    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    media_type = serializers.CharField(source="file.media_type", read_only=True)

    class Meta:
        model = Attachment
        fields = ["id", "question", "name", "size", "sha256", "media_type", "added_at", "taken_from"]
        read_only_fields = fields

    def get_taken_from(self, attachment: Attachment) -> str:
        """The applicant's own affair."""
        return attachment.source if self.context.get("mine") else ""


class UploadSerializer(serializers.Serializer):
    """A file and the question it answers."""

    question = serializers.CharField(max_length=81, help_text="Its key; key.item of a list of files.")
    file = serializers.FileField(allow_empty_file=True)


class FoundSerializer(serializers.Serializer):
    """One thing that would stop a submission; `field` is a JSON pointer."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class CheckSerializer(serializers.Serializer):
    """Everything that would stop a submission now: what the answers lack, and why else it is refused."""

    complete = serializers.BooleanField()
    errors = FoundSerializer(many=True)  # type: ignore[assignment]  # a field, not the serializer's own
    refusal = serializers.CharField(allow_null=True)
    content_hash = serializers.CharField(help_text="SHA-256 of what would be handed in now.")


class EventSerializer(Sparse, serializers.ModelSerializer):
    """One thing that happened."""

    actor = serializers.SerializerMethodField()
    from_status = serializers.SerializerMethodField()
    to_status = serializers.SerializerMethodField()
    note = serializers.SerializerMethodField()

    class Meta:
        model = ApplicationEvent
        fields = ["at", "actor", "kind", "from_status", "to_status", "note", "hash"]
        read_only_fields = fields

    def get_actor(self, event: ApplicationEvent) -> str:
        """Who acted."""
        return who(event)

    @extend_schema_field(serializers.ChoiceField(choices=[("", ""), *Status.choices]))
    def get_from_status(self, event: ApplicationEvent) -> str:
        """As the reader may know it."""
        return self._told(event.from_status)

    @extend_schema_field(serializers.ChoiceField(choices=[("", ""), *Status.choices]))
    def get_to_status(self, event: ApplicationEvent) -> str:
        """As the reader may know it."""
        return self._told(event.to_status)

    def _told(self, status: str) -> str:
        request = self.context.get("request")
        officially = request is not None and acting_as(request).kind in OFFICES
        return status if officially else as_told(status)

    def get_note(self, event: ApplicationEvent) -> str:
        """The reason and every point, a line each."""
        payload = event.payload or {}
        return "\n".join(filter(None, [payload.get("note", ""), *payload.get("items", [])]))


class EventRowSerializer(EventSerializer):
    """An event in an export, with its application."""

    application = serializers.UUIDField(source="subject_id", read_only=True)

    class Meta(EventSerializer.Meta):
        fields = ["application", "seq", *EventSerializer.Meta.fields]
        read_only_fields = fields


class ReceiptSerializer(Sparse, serializers.ModelSerializer):
    """What anybody may know of a receipt."""

    number = serializers.CharField(source="application.number", read_only=True)
    round = serializers.IntegerField(source="application.round_id", read_only=True)

    class Meta:
        model = Submission
        fields = ["number", "round", "content_hash", "received_at", "statement", "signature", "key_id"]
        read_only_fields = fields
