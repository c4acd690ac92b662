"""A client that reads every page it gets: what no page of ours may hold, whatever it is about."""

from html.parser import HTMLParser

from django.test import Client

DATA_TYPES = ("application/json", "application/ld+json")


class PageFaults(HTMLParser):
    """Collects what is wrong with a page: inline code and style, template leftovers, missing title, h1 or lang."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.open_tags: list[str] = []
        self.headings, self.title, self.language = 0, "", ""
        self.ids: set[str] = set()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "h1":
            self.headings += 1
        if tag == "style" or (tag == "script" and not self._is_allowed(attributes)):
            self.found.append(f"inline <{tag}>")
        self._check(tag, attributes)
        self.open_tags.append(tag)

    def _is_allowed(self, attributes):
        return "src" in attributes or attributes.get("type") in DATA_TYPES

    def _check(self, tag, attributes):
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "action", "src", "formaction") and value.strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}=javascript:>")
        if tag == "img" and "alt" not in attributes:
            self.found.append("<img> without alt")
        if (identity := attributes.get("id")) is not None:
            if identity in self.ids:
                self.found.append(f"id {identity} twice")
            self.ids.add(identity)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in self.open_tags:
            while self.open_tags.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open_tags and self.open_tags[-1] == "title" and "svg" not in self.open_tags:
            self.title += data.strip()


def part_faults(part: str) -> list[str]:
    """What is wrong with a piece of HTML that becomes part of a page."""
    return _read(part)[1]


def _read(page: str) -> tuple[PageFaults, list[str]]:
    reader = PageFaults()
    reader.feed(page)
    return reader, reader.found + [f"{sign} in the page" for sign in ("{{", "{%") if sign in page]


def page_faults(page: str) -> list[str]:
    """What is wrong with a whole HTML page, one short text per fault; an empty list for a good one."""
    reader, faults = _read(page)
    if reader.headings != 1:
        faults.append(f"{reader.headings} <h1>")
    if not reader.title:
        faults.append("no <title>")
    if reader.language not in ("sv", "en"):
        faults.append(f"lang {reader.language!r}")
    return faults


class StrictClient(Client):
    """The test client, which fails on any HTML page with a fault."""

    def request(self, **request):
        response = super().request(**request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and response.content and "Location" not in response:
            faults_of = part_faults if "HTTP_HX_REQUEST" in request else page_faults
            faults = faults_of(response.content.decode())
            assert faults == [], (request.get("PATH_INFO"), response.status_code, faults)
        return response
