"""Extracts translatable texts and keeps locale/<language>/LC_MESSAGES/django.po in step. Run through bin/messages.

Needs no gettext programs. Catalogues are sorted and hold neither line numbers nor dates, so that a diff shows
what changed and two people's changes can be merged.
"""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po
from enmerkar.extract import extract_django

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "sv")
SOURCE_LANGUAGE = "en"
APPS = ("accounts", "checklists", "learning_rounds", "assessments", "reports", "config")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PERCENT_SIGN = re.compile(r"%(?!\([^()]+\)s)")
VOLATILE = (
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
)
VOLATILE_HEADERS = re.compile(rf'^"(?:{"|".join(VOLATILE)}):.*\n', re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Update or, with --check, compare both catalogues. Returns the exit code."""
    check = arguments == ["--check"]
    if arguments and not check:
        print("usage: bin/messages [--check]", file=sys.stderr)
        return 2
    template = extract()
    complaints = []
    for language in LANGUAGES:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        before = path.read_text("utf-8") if path.exists() else ""
        catalogue = updated(before, template, language)
        after = as_text(catalogue)
        complaints += [f"{path.relative_to(ROOT)}: {fault}" for fault in faults(catalogue)]
        if check and after != before:
            complaints.append(f"{path.relative_to(ROOT)}: not up to date; run bin/messages")
        elif after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, "utf-8")
    print(*complaints, sep="\n", end="\n" if complaints else "")
    if not check:
        compile_catalogues()
    return 1 if complaints and check else 0


def extract() -> Catalog:
    """All texts of the Python files and templates, as an empty catalogue."""
    catalogue = Catalog(charset="utf-8")
    places = [(ROOT / app, "python", "**.py") for app in APPS]
    places += [(ROOT / app, extract_template, "**/templates/**") for app in APPS]
    places += [(ROOT / "templates", extract_template, "**")]
    for directory, method, pattern in places:
        found = extract_from_dir(
            directory, [(pattern, method)], keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        )
        for _file, _line, message, comments, context in found:
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def extract_template(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """Extract like enmerkar (Babel's interface), with percent signs doubled as Django does when it looks texts up."""
    for line, function, message, comments in extract_django(file, keywords, comment_tags, options):
        yield line, function, doubled(message), comments


def doubled(message):
    """Double the percent signs of a text or a sequence of texts, except those of %(name)s."""
    if isinstance(message, str):
        return PERCENT_SIGN.sub("%%", message)
    return tuple(doubled(part) for part in message)


def updated(text: str, template: Catalog, language: str) -> Catalog:
    """The catalogue in ``text`` with exactly the messages of ``template``; the source language translates to itself."""
    catalogue = read_po(io.StringIO(text), locale=language, charset="utf-8")
    catalogue.update(deepcopy(template), no_fuzzy_matching=True)
    catalogue.project, catalogue.version = "Jämsteg", ""
    catalogue.header_comment = "# Kept up to date by bin/messages"
    catalogue.fuzzy = False
    if language == SOURCE_LANGUAGE:
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def as_text(catalogue: Catalog) -> str:
    """The catalogue as a .po file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    return VOLATILE_HEADERS.sub("", file.getvalue().decode("utf-8")).rstrip("\n") + "\n"


def faults(catalogue: Catalog) -> Iterator[str]:
    """One sentence for each message that is not translated, is marked fuzzy or breaks its placeholders."""
    for message in catalogue:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        if not is_translated(message):
            yield f"no translation of {text!r}"
        elif message.fuzzy:
            yield f"fuzzy translation of {text!r}"
        else:
            yield from (f"{error} in {text!r}" for error in message.check(catalogue))


def is_translated(message: Message) -> bool:
    """Whether every form of the message has a text."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return all(forms)


def compile_catalogues() -> None:
    """Write the .mo files that Django reads."""
    pybabel = ROOT / ".venv" / "bin" / "pybabel"
    subprocess.run([pybabel, "--quiet", "compile", "-D", "django", "-d", ROOT / "locale"], check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
