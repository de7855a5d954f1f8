"""`?fields=a,b`: an answer with only what was asked for, left out before it is computed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.serializers import BaseSerializer, Field, ListSerializer, Serializer

PARAMETER = "fields"
DESCRIPTION = "Names of fields, separated by commas: the objects of the answer have only these."


class Sparse(Serializer[Any]):
    """Mixin for the serializer of an answer, named first; nested objects stay whole."""

    def get_fields(self) -> dict[str, "Field[Any, Any, Any, Any]"]:
        """All fields, or those the request names; an unknown name is refused."""
        found = super().get_fields()
        wanted = self._wanted()
        if not wanted:
            return found
        unknown = [name for name in wanted if name not in found]
        if unknown:
            names = pgettext("between the items of a list", ", ").join(found)
            raise ValidationError({PARAMETER: [_("Choose from: %(names)s.") % {"names": names}]})
        return {name: field for name, field in found.items() if name in wanted}

    def _wanted(self) -> set[str]:
        parent = self.parent
        if parent is not None and not (isinstance(parent, ListSerializer) and parent.parent is None):
            return set()
        request = self.context.get("request")
        if request is None or request.method not in SAFE_METHODS or self.context.get("whole"):
            return set()
        text = request.GET.get(PARAMETER, "")
        return {name.strip() for name in text.split(",") if name.strip()}


def is_sparse(serializer: Any) -> bool:
    """Whether a view's answer (a serializer, its class, or a list of them) can be asked for in part."""
    if isinstance(serializer, ListSerializer):
        serializer = serializer.child
    kind = serializer if isinstance(serializer, type) else type(serializer)
    return issubclass(kind, BaseSerializer) and issubclass(kind, Sparse)
