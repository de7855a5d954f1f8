"""What the API says about webhooks."""

from rest_framework import serializers

from portal.webhooks.models import Attempt, Dispatch, Endpoint
from portal.webhooks.targets import LONGEST


class EndpointSerializer(serializers.ModelSerializer[Endpoint]):
    """A webhook; `kinds` are events such as application.submitted."""

    url = serializers.CharField(max_length=LONGEST)
    kinds = serializers.ListField(child=serializers.CharField(max_length=60), min_length=1, max_length=100)

    class Meta:
        model = Endpoint
        fields = ["id", "url", "kinds", "created_at", "failing_since", "disabled_at"]
        read_only_fields = ["created_at", "failing_since", "disabled_at"]


class SecretSerializer(EndpointSerializer):
    """A webhook with its secret, shown this once."""

    class Meta(EndpointSerializer.Meta):
        fields = [*EndpointSerializer.Meta.fields, "secret"]
        read_only_fields = [*EndpointSerializer.Meta.read_only_fields, "secret"]


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One request: `status` null where no answer came; `answer` is how it begins."""

    class Meta:
        model = Attempt
        fields = ["at", "status", "seconds", "answer"]


class DispatchSerializer(serializers.ModelSerializer[Dispatch]):
    """An event on its way, with every attempt."""

    status = serializers.ChoiceField(choices=Dispatch.Status.choices, read_only=True)
    log = AttemptSerializer(many=True, read_only=True)

    class Meta:
        model = Dispatch
        fields = ["id", "event_id", "kind", "status", "created_at", "sent_at", "due_at", "log"]
