"""The rounds of expert review that there can be, by name."""

from django.utils.translation import pgettext_lazy

PASSES = ((1, pgettext_lazy("review", "First")), (2, pgettext_lazy("review", "Second")))
