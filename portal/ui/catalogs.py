"""The message catalogs: one per app and language, updated, checked and compiled in Python.

zh_Hans is written by people. zh_Hant is converted from it, `overrides.yaml` beside it wins.
en repeats the source. Nothing here needs gettext tools, a database or loaded apps.
"""

import os
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.ui.extraction import extract_app
from portal.ui.placeholders import mismatch
from portal.ui.texts import traditional

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ("portal", "programs", "applications")
LANGUAGES = ("zh_Hans", "zh_Hant", "en")
PLURAL_FORMS = {
    "zh_Hans": "nplurals=1; plural=0;",
    "zh_Hant": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}
# Written by hand: Babel's own header carries dates, which would change with every run.
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Key = tuple[str, str | None]
Text = str | tuple[str, ...]


def app_folders(labels: Iterable[str] = ()) -> list[Path]:
    """Folders of the project's apps, all or those labeled; an unknown label is a ValueError."""
    folders = {path.parent.name: path.parent for f in FLOORS for path in sorted((ROOT / f).glob("*/apps.py"))}
    unknown = sorted(set(labels) - set(folders))
    if unknown:
        raise ValueError(f"No app labeled {', '.join(unknown)}. Known: {', '.join(folders)}.")
    return [folder for label, folder in folders.items() if not labels or label in labels]


def po_path(app: Path, language: str) -> Path:
    """Where the app's catalog of a language lies."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalog(path: Path, language: str) -> Catalog:
    """The catalog in a .po file; empty where there is none."""
    if not path.is_file():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language, ignore_obsolete=True, abort_invalid=True)


def read_overrides(app: Path) -> dict[str, str]:
    """Reviewed zh_Hant texts by source string: what the converter gets wrong."""
    path = app / "locale" / "zh_Hant" / "overrides.yaml"
    return (yaml.safe_load(path.read_text("utf-8")) or {}) if path.is_file() else {}


def key(message: Message) -> Key:
    """What identifies a message: its singular and its context."""
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def texts(message: Message) -> tuple[str, ...]:
    """The translation as a tuple of forms; empty strings where it is missing."""
    value = message.string
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def forms(message: Message) -> tuple[str, ...]:
    """The source as a tuple: singular, and plural where there is one."""
    return _as_tuple(message.id)


def entries(catalog: Catalog) -> list[Message]:
    """Every message but the header."""
    return [message for message in catalog if message.id]


def draft(app: Path, shared: dict[Key, Text]) -> dict[str, Catalog]:
    """The app's catalogs as they should be now, by language.

    `shared` holds translations of other apps: a string that moves keeps its text.
    """
    template = extract_app(app)
    written = read_catalog(po_path(app, "zh_Hans"), "zh_Hans")
    catalogs = {language: Catalog(locale=language, fuzzy=False) for language in LANGUAGES}
    overrides = read_overrides(app)
    for message in entries(template):
        old = written.get(key(message)[0], message.context)
        hans = texts(old) if old else ("",)
        if not any(hans):
            hans = _as_tuple(shared.get(key(message), ""))
        hant = tuple(overrides.get(key(message)[0]) or traditional(text) for text in hans)
        _add(catalogs["zh_Hans"], message, hans[:1], old)
        _add(catalogs["zh_Hant"], message, hant[:1])
        _add(catalogs["en"], message, forms(message))
    return catalogs


def _add(catalog: Catalog, source: Message, text: tuple[str, ...], old: Message | None = None) -> None:
    catalog.add(
        source.id,
        text if source.pluralizable else text[0],
        locations=source.locations,
        flags=old.flags & {"fuzzy"} if old else (),
        user_comments=old.user_comments if old else (),
        context=source.context,
    )


def _as_tuple(text: Text | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def as_po(catalog: Catalog, language: str) -> bytes:
    """The .po file: sorted, file names without lines, no dates, so that it changes only with its texts."""
    body = BytesIO()
    write_po(
        body, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    head = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    return head.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def shared_translations(apps: Iterable[Path]) -> dict[Key, Text]:
    """Every zh_Hans text of the apps by key; the first app that has it wins."""
    known: dict[Key, Text] = {}
    for app in apps:
        for message in entries(read_catalog(po_path(app, "zh_Hans"), "zh_Hans")):
            if any(texts(message)) and not message.fuzzy:
                known.setdefault(key(message), texts(message))
    return known


def update(apps: Iterable[Path]) -> dict[str, int]:
    """Rewrite the catalogs of the apps; answers how many texts each still misses, by label."""
    shared = shared_translations(app_folders())
    missing = {}
    for app in apps:
        for language, catalog in draft(app, shared).items():
            _replace(po_path(app, language), as_po(catalog, language))
            if language == "zh_Hans":
                missing[app.name] = sum(not all(texts(message)) for message in entries(catalog))
    return missing


def problems(apps: Iterable[Path]) -> list[str]:
    """One sentence for every missing, fuzzy, stale, contradicting or ill-formed entry."""
    apps = list(apps)
    found = [problem for app in apps for problem in _app_problems(app)]
    known = shared_translations(app_folders())
    for app in apps:
        for message in entries(read_catalog(po_path(app, "zh_Hans"), "zh_Hans")):
            ours, theirs = texts(message), known.get(key(message))
            if theirs and any(ours) and not message.fuzzy and ours != theirs:
                found.append(f"{app.name} zh_Hans: {key(message)[0]!r} is {ours} here and {theirs} elsewhere")
    return found


def _app_problems(app: Path) -> list[str]:
    found = []
    wanted = draft(app, {})
    for language, catalog in wanted.items():
        path = po_path(app, language)
        if not path.is_file() or path.read_bytes() != as_po(catalog, language):
            found.append(f"{app.name} {language}: stale, run `manage.py messages {app.name}`")
        for message in entries(catalog):
            fault = _fault(message)
            if fault:
                found.append(f"{app.name} {language}: {fault}: {key(message)[0]!r}")
    known = {key(message)[0] for message in entries(wanted["en"])}
    unused = sorted(set(read_overrides(app)) - known)
    return found + [f"{app.name} zh_Hant: override of a string that is gone: {text!r}" for text in unused]


def _fault(message: Message) -> str:
    if not all(texts(message)):
        return "missing"
    if message.fuzzy:
        return "fuzzy"
    return mismatch(forms(message), texts(message))


def compile_stale() -> list[Path]:
    """Write every .mo that is missing or older than its .po; answers those written."""
    written = []
    for app in app_folders():
        for po in sorted(app.glob("locale/*/LC_MESSAGES/django.po")):
            mo = po.with_suffix(".mo")
            if not mo.is_file() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
                compiled = BytesIO()
                write_mo(compiled, read_catalog(po, po.parent.parent.name))
                _replace(mo, compiled.getvalue())
                written.append(mo)
    return written


def _replace(path: Path, content: bytes) -> None:
    """Write a file at once: another process may be compiling or reading the same one."""
    if path.is_file() and path.read_bytes() == content and path.suffix == ".po":
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft_path = path.with_name(f".{path.name}.{os.getpid()}")
    draft_path.write_bytes(content)
    draft_path.replace(path)
