"""Filters by a moment."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django_filters.fields import IsoDateTimeField
from django_filters.filters import IsoDateTimeFilter


class MomentField(IsoDateTimeField):
    """A moment in ISO 8601, kept in UTC: PostgreSQL refuses offsets of 16 hours and more, Python does not."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment or None; ValidationError where UTC has no such year."""
        moment: datetime | None = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentFilter(IsoDateTimeFilter):
    """A filter whose value is one moment."""

    field_class = MomentField
