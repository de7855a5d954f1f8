"""Yes or no, one of a list, several of a list."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.catalog.terms.base import Box, ValueType, Wrong
from programs.catalog.terms.vocabulary import Vocabulary


class YesNo(ValueType):
    """true or false."""

    code = "yes_no"

    def clean(self, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise Wrong(_("Say yes or no (true or false)."))
        return raw

    def words(self, value: Any) -> str:
        return _("Yes") if value else _("No")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def boxes(self) -> list[Box]:
        return [Box(options=(("", "—"), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))))]

    def typed(self, value: Any) -> dict[str, Any]:
        return {"": "yes" if value else "no"}

    def read(self, typed: dict[str, Any]) -> Any:
        return {"yes": True, "no": False}.get(typed.get("") or "")


class Choice(ValueType):
    """One code of a vocabulary."""

    code = "choice"

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def clean(self, raw: Any) -> str:
        if not isinstance(raw, str) or raw not in self.vocabulary:
            codes = ", ".join(self.vocabulary)
            raise Wrong(
                _("“%(code)s” is not known here. Use one of: %(codes)s.") % {"code": raw, "codes": codes}
            )
        return raw

    def words(self, value: Any) -> str:
        return str(self.vocabulary[value])

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.vocabulary)}

    def boxes(self) -> list[Box]:
        return [Box(options=(("", "—"), *self.vocabulary.items()))]


class Choices(Choice):
    """Several codes of a vocabulary, in its order, at least one."""

    code = "choices"

    def clean(self, raw: Any) -> Any:
        if not isinstance(raw, list) or not raw:
            raise Wrong(_("Give a list with at least one entry."))
        found = {super(Choices, self).clean(code) for code in raw}
        return [code for code in self.vocabulary if code in found]

    def words(self, value: Any) -> str:
        return _(", ").join(str(self.vocabulary[code]) for code in value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema(), "minItems": 1, "uniqueItems": True}

    def boxes(self) -> list[Box]:
        return [Box(options=tuple(self.vocabulary.items()), many=True)]
