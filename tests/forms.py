"""Reads the forms of a page as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_TYPES = {"text", "email", "url", "search", "password", "textarea", "number", "date"}
BUTTON_TYPES = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """One form: where and how it is sent, what it would send untouched, what is typed in, what is offered."""

    action: str
    method: str
    data: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    submits: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, value: str, kind: str) -> None:
        self.data.setdefault(name, []).append(value)
        if kind in TEXT_TYPES:
            self.typed.add(name)


class FormReader(HTMLParser):
    """Collects the forms of the main part of a page; the header and footer are on every page."""

    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self.in_main = False
        self.form: Form | None = None
        self.text: tuple[str, list[str]] | None = None
        self.select = ""

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.in_main = True
        if tag == "form" and self.in_main:
            self.form = Form(attributes.get("action", ""), attributes.get("method", "get").lower())
            self.forms.append(self.form)
        name = attributes.get("name", "")
        if (self.form is not None and name not in ("", "csrfmiddlewaretoken")) or tag == "option":
            self._field(tag, name, attributes)

    def _field(self, tag, name, attributes):
        kind = attributes.get("type", "text")
        if tag == "button" or (tag == "input" and kind in BUTTON_TYPES):
            self.form.submits.append((name, attributes.get("value", "")))
        elif tag == "input":
            self._input(name, kind, attributes)
        elif tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select = name
            self.form.data.setdefault(name, [])
        elif tag == "option" and self.select:
            self.form.offered.setdefault(self.select, set()).add(attributes.get("value", ""))
            if "selected" in attributes:
                self.form.add(self.select, attributes.get("value", ""), "select")

    def _input(self, name, kind, attributes):
        if kind == "file":
            self.form.files.add(name)
        elif kind not in ("checkbox", "radio"):
            self.form.add(name, attributes.get("value", ""), kind)
        else:
            self._tickable(name, kind, attributes)

    def _tickable(self, name, kind, attributes):
        self.form.offered.setdefault(name, set()).add(attributes.get("value", "on"))
        if "checked" in attributes:
            self.form.add(name, attributes.get("value", "on"), kind)
        else:
            self.form.data.setdefault(name, [])

    def handle_data(self, data):
        if self.text is not None:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text is not None and self.form is not None:
            self.form.add(self.text[0], "".join(self.text[1]).removeprefix("\n"), "textarea")
            self.text = None
        if tag == "select":
            self.select = ""
        if tag == "form":
            self.form = None
        if tag == "main":
            self.in_main = False


def forms_of(page: str) -> list[Form]:
    """The forms in the main part of an HTML page."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms
