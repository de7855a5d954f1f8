from rest_framework import serializers

from portal.api.fields import Sparse


class FormDocument(Sparse, serializers.Serializer):
    """The contract of a round's answers: what is asked, how it is shown, and which version it is."""

    version = serializers.IntegerField(help_text="Number of the published form version.")
    schema = serializers.DictField(help_text="JSON Schema 2020-12 of the answers, without file questions.")
    screen = serializers.DictField(
        help_text="Sections and questions in order, with labels, limits and choices."
    )
