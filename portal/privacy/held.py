"""Everything rows say about a person: each model that names people is read, new ones by themselves."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, ForeignKey, Model, Q
from django.utils.translation import gettext_lazy as _

from portal.access.models import Entry
from portal.accounts.models import User
from portal.history.models import ChainedEvent
from portal.privacy import registry

MOST_ROWS = 5_000  # of one kind, the newest
# Whoever has these could act as the person, or they say nothing to people.
SECRET = {
    "account_number",
    "claimed_until",
    "content",
    "data",
    "digest",
    "hash",
    "hash_key",
    "key_hash",
    "message_id",
    "password",
    "previous_hash",
    "salt",
    "secret",
    "session_data",
    "session_key",
    "token",
}
# Read by a section of its own, or about what somebody did and not about them.
ELSEWHERE = {"accounts.user", "access.entry", "admin.logentry", "mfa.authenticator"}
covered: set[str] = set(ELSEWHERE)


def account(user: User) -> Iterator[registry.Facts]:
    """The person's own row."""
    yield {
        _("E-mail"): user.email,
        _("Name"): user.name,
        _("Telephone"): user.phone,
        _("Language"): dict(settings.LANGUAGES).get(user.language, user.language),
        _("Joined"): user.date_joined,
        _("Last sign-in"): user.last_login,
    }


def looked_at(user: User) -> Iterator[registry.Facts]:
    """Who in office looked at the person's data: department and post, as they may know it."""
    rows = Entry.objects.about(Entry.Subject.PERSON, user.pk).order_by("-at", "-id")[:MOST_ROWS]
    for entry in rows:
        yield {
            _("At"): entry.at,
            _("Office"): entry.office,
            _("What was done"): entry.get_verb_display(),
            _("Of what"): entry.what,
        }


def second_factors(user: User) -> Iterator[registry.Facts]:
    """Which second factors there are; never their secrets."""
    authenticators = apps.get_model("mfa", "Authenticator")
    for row in authenticators._default_manager.filter(user=user):
        yield {
            _("Kind"): row.get_type_display(),
            _("Since"): row.created_at,
            _("Last used"): row.last_used_at,
        }


def models_of_people() -> list[tuple[type[Model], list[str]]]:
    """Every model with the fields by which it names people, but for those read elsewhere."""
    found = []
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if f.related_model is User]
        if names and model._meta.label_lower not in covered:
            found.append((model, names))
    return found


def rows_of(model: type[Model], names: Iterable[str], user: User) -> Iterator[registry.Facts]:
    """The rows of a model that name the person, newest first."""
    named = Q()
    for name in names:
        named |= Q(**{name: user})
    for row in model._base_manager.filter(named).order_by("-pk")[:MOST_ROWS]:
        yield {str(field.verbose_name): _plain(row, field, user) for field in _told(model)}


def _told(model: type[Model]) -> "list[Field[Any, Any]]":
    hidden = SECRET | ({"payload"} if issubclass(model, ChainedEvent) else set())
    return [
        f
        for f in model._meta.concrete_fields
        if f.name not in hidden and not f.primary_key and f.get_internal_type() != "BinaryField"
    ]


def _plain(row: Model, field: "Field[Any, Any]", user: User) -> Any:
    """As JSON; the person by their address, others by a number that says nothing about them."""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.attname)
    if field.related_model is User:
        return user.email if value == user.pk else value
    if isinstance(field, ForeignKey):
        related = getattr(row, field.name)
        return None if related is None else str(related)
    return (
        value
        if value is None or isinstance(value, bool | int | str | list | dict)
        else field.value_to_string(row)
    )


def sections() -> list[registry.Held]:
    """The account, the log, what apps tell themselves, and every other model that names people."""
    own = [
        registry.Held("account", _("Account"), account),
        registry.Held("second_factors", _("Second steps of signing in"), second_factors),
        registry.Held("access", _("Who looked at my data"), looked_at),
    ]
    return [*own, *registry.exports.values(), *(_section(*found) for found in models_of_people())]


def _section(model: type[Model], names: list[str]) -> registry.Held:
    label = model._meta.verbose_name_plural or model._meta.label
    return registry.Held(model._meta.label_lower, label, lambda user: rows_of(model, names, user))
