"""What the API says and takes about applications."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from applications.intake.models import Application, ApplicationEvent, Attachment, Submission
from applications.intake.reading import unfinished_for
from applications.intake.rules import available
from applications.intake.timeline import who
from applications.intake.workflow import Owner, Status
from portal.accounts.capacities import acting_as
from portal.api.fields import Sparse
from programs.forms.validator import public

TEXT_MOST, CHOICES_MOST = 20_000, 200
SCALARS = {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}
ANSWERS_SCHEMA = {
    "type": "object",
    "description": "By question key, as the round's published form says.",
    "additionalProperties": {
        "nullable": True,
        "oneOf": [*SCALARS["oneOf"], {"type": "array", "items": {"type": "string"}}],
    },
}


@extend_schema_field(ANSWERS_SCHEMA)
class AnswersField(serializers.Field):
    """Answers by question key: texts, numbers, yes or no, lists of texts, or null to take one away."""

    def to_representation(self, value: Any) -> Any:
        return value

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The shape only; what the answers lack is told by the check."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(_("Send an object: question key to answer."))
        wrong = {key: [_("Send a text, a number, true, false, null or a list of texts.")]
                 for key, value in data.items() if not _plain(value)}  # fmt: skip
        if wrong:
            raise serializers.ValidationError(wrong)
        return dict(data)


def _plain(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= CHOICES_MOST and all(isinstance(item, str) and _plain(item) for item in value)
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


class ApplicationSerializer(Sparse, serializers.ModelSerializer):
    """An application as the reader may see it."""

    round = serializers.IntegerField(source="round_id", read_only=True)
    program = serializers.CharField(source="round.program.slug", read_only=True)
    applicant = ApplicantSerializer(source="*", read_only=True)
    public_status = serializers.CharField(source="state.public_label", read_only=True)
    owner = serializers.ChoiceField(
        choices=[(o.value, o.value) for o in Owner], source="state.owner", read_only=True
    )
    answers = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    receipt = serializers.CharField(read_only=True, allow_null=True, help_text="See /receipts/{code}/.")

    class Meta:
        model = Application
        fields = [
            "id", "number", "round", "program", "applicant", "status", "public_status", "owner", "answers",
            "revision", "amount_asked", "amount_approved", "due_at", "actions", "submitted_at", "receipt",
            "created_at", "changed_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(ANSWERS_SCHEMA)
    def get_answers(self, application: Any) -> dict[str, Any]:
        """Those handed in last, where somebody else is still at work on them."""
        hidden = unfinished_for(application, acting_as(self.context["request"]))
        answers: dict[str, Any] = application.handed_in if hidden else application.answers
        return public(application.form_version, answers)

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, application: Application) -> list[dict[str, Any]]:
        """What makes sense for the reader now, allowed or with the reason why not."""
        request = self.context["request"]
        return [
            {"name": t.action, "label": str(t.label), "allowed": refusal is None, "refusal": refusal}
            for t, refusal in available(application, acting_as(request), request.received_at)
        ]


class ApplicationRowSerializer(ApplicationSerializer):
    """An application in an export: without the actions, which are for this moment."""

    actions = None  # type: ignore[assignment]  # takes the field away

    class Meta(ApplicationSerializer.Meta):
        fields = [name for name in ApplicationSerializer.Meta.fields if name != "actions"]
        read_only_fields = fields


class StartSerializer(serializers.Serializer):
    """Which round, and for whom: an organization, or oneself where none is named."""

    round = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    organization = serializers.CharField(max_length=60, required=False, help_text="Its credit code.")
    team_name = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)


class ChangeSerializer(serializers.Serializer):
    """Answers to change; those not named stay."""

    answers = AnswersField()


class ActionInputSerializer(serializers.Serializer):
    """What an action asks for: a reason, points to correct, an amount in yuan, a last day."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    items = serializers.ListField(
        child=serializers.CharField(max_length=1000), required=False, default=list, max_length=50
    )
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, default=None
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class AttachmentSerializer(Sparse, serializers.ModelSerializer):
    """A file answering a file question."""

    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    media_type = serializers.CharField(source="file.media_type", read_only=True)

    class Meta:
        model = Attachment
        fields = ["id", "question", "name", "size", "sha256", "media_type", "added_at"]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer):
    """A file and the question it answers."""

    question = serializers.CharField(max_length=40)
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


class EventSerializer(Sparse, serializers.ModelSerializer):
    """One thing that happened."""

    actor = serializers.SerializerMethodField()
    from_status = serializers.ChoiceField(choices=[("", ""), *Status.choices], read_only=True)
    to_status = serializers.ChoiceField(choices=[("", ""), *Status.choices], read_only=True)
    note = serializers.SerializerMethodField()

    class Meta:
        model = ApplicationEvent
        fields = ["at", "actor", "kind", "from_status", "to_status", "note", "hash"]
        read_only_fields = fields

    def get_actor(self, event: ApplicationEvent) -> str:
        """Who acted."""
        return who(event)

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
        fields = ["number", "round", "content_hash", "received_at"]
        read_only_fields = fields
