from rest_framework import serializers

from portal.api.fields import Sparse


class FormDocument(Sparse, serializers.Serializer):
    """The contract of a round's answers: what is asked, how it is shown, what follows from them, and which
    version it is."""

    version = serializers.IntegerField(help_text="Number of the published form version.")
    schema = serializers.DictField(
        help_text="JSON Schema 2020-12 of the answers that count, without file questions."
    )
    screen = serializers.DictField(
        help_text="Sections and questions in order, with labels, limits and choices."
    )
    logic = serializers.DictField(
        help_text="Conditions that show questions, formulas and rules, as written (text) and as trees; empty "
        "where there are none. An answer to a hidden question does not count."
    )
