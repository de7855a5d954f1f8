"""Program data that questions offer to choose from: departments, programs, the services of a voucher.

Upper apps register theirs from AppConfig.ready(). What belongs to one program is frozen into a form version
as "key:program".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from portal.accounts.models import Department
from portal.ui.texts import localized
from programs.catalog.models import Program
from programs.catalog.terms.base import Words
from programs.catalog.terms.vocabulary import SERVICES

Options = Callable[[str], Iterable[tuple[str, str]]]
LabelOf = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Source:
    """`options` answers value and words of everything on offer, `label_of` the words of one value or None.

    Both take the short name of the program, `label_of` before the value; "" where the source has no program.
    """

    key: str
    label: Words
    options: Options
    label_of: LabelOf
    of_program: bool = False


_sources: dict[str, Source] = {}


def register(
    key: str, label: Words, options: Options, label_of: LabelOf, *, of_program: bool = False
) -> None:
    """Offer something to choose from (called from an AppConfig.ready)."""
    _sources[key] = Source(key, label, options, label_of, of_program)


def choices() -> list[tuple[str, str]]:
    """Every source in words, for the admin."""
    return [(source.key, str(source.label)) for source in _sources.values()]


def frozen(named: str, program: str) -> str:
    """What a form version keeps of a question's source."""
    source = _sources.get(named)
    return f"{named}:{program}" if source and source.of_program else named


def options(named: str) -> list[tuple[str, str]]:
    """Value and words of everything on offer; nothing for a source that is not there."""
    key, _colon, program = named.partition(":")
    return list(_sources[key].options(program)) if key in _sources else []


def label_of(named: str, value: str) -> str | None:
    """The words of a value; None where it is not on offer."""
    key, _colon, program = named.partition(":")
    return _sources[key].label_of(program, value) if key in _sources else None


def departments(_program: str) -> list[tuple[str, str]]:
    """All departments, in the order of their house."""
    return [(row.code, localized(row, "name")) for row in Department.objects.order_by("path")]


def department_label(_program: str, value: str) -> str | None:
    row = Department.objects.filter(code=value).first()
    return localized(row, "name") if row else None


def programs(_program: str) -> list[tuple[str, str]]:
    """Every published program."""
    rows = Program.objects.filter(status=Program.Status.PUBLISHED).order_by("title", "pk")
    return [(row.slug, localized(row, "title")) for row in rows]


def program_label(_program: str, value: str) -> str | None:
    row = Program.objects.filter(status=Program.Status.PUBLISHED, slug=value).first()
    return localized(row, "title") if row else None


def services(program: str) -> list[tuple[str, str]]:
    """The services that the terms of a program support; every known one where they name none."""
    row = Program.objects.filter(slug=program).first()
    named = row.terms.get("services", {}).get("value") if row else None
    return [(code, str(SERVICES[code])) for code in named or SERVICES if code in SERVICES]


def service_label(program: str, value: str) -> str | None:
    return dict(services(program)).get(value)


def register_own() -> None:
    """Told from AppConfig.ready()."""
    register("departments", gettext_lazy("Departments"), departments, department_label)
    register("programs", gettext_lazy("Published programs"), programs, program_label)
    register(
        "services", gettext_lazy("Services that the program supports"), services, service_label,
        of_program=True,
    )  # fmt: skip
