"""Watches a page: what the policies for content and for other origins refused, errors of scripts, requests that failed
or left this machine."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watch:
    """Faults in the order they came, and the status of the last page.

    ``expected`` are statuses of pages that a journey asks for on purpose, ``others`` hosts that a page which isn't ours
    asks for something.
    """

    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    status: int = 0

    def note_console(self, message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def note_response(self, response):
        if response.request.is_navigation_request():
            self.status = response.status
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} {response.url}")

    def note_failed(self, request):
        if "BLOCKED" in (request.failure or ""):
            self.faults.append(f"{request.failure} {request.url}")

    def note_request(self, request):
        host = urlsplit(request.url).hostname
        if host not in {None, "localhost", "127.0.0.1"} | self.others:
            self.faults.append(f"request to {host}")


def watched(context) -> tuple:
    """A new page of the context, and its Watch."""
    watch = Watch()
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.on("console", watch.note_console)
    page.on("pageerror", lambda error: watch.faults.append(f"script: {error}"))
    page.on("response", watch.note_response)
    page.on("request", watch.note_request)
    page.on("requestfailed", watch.note_failed)
    return page, watch
