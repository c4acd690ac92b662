"""Everything that a person of the world can fetch: every address, and every link on every page."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import resolve

from reports.exports.places import every_table
from reports.models import Share
from tests.addresses import Address, by_name
from tests.world import ELSEWHERE, LEFT, OPEN, OTHER_GROUP, OTHER_ROUND, OWN, PEER, RENEWED, ROUND

PDFS = {"summary-pdf", "report-pdf", "round-report"}
TABLES = {"round-table", "organisation-table"}
OF_SUBMISSIONS = {"submission-detail", "assessment-done", "summary-detail", "summary-pdf"}


def codes_for(own: str) -> list[str]:
    """One's own organisation, and others: of the same group, of another, of another round, and one that left."""
    return list(dict.fromkeys([own, OWN, PEER, LEFT, OTHER_GROUP, ELSEWHERE]))


def place_of(code: str) -> dict[str, str]:
    return {"slug": OTHER_ROUND if code == ELSEWHERE else ROUND, "code": code}


def paths_of(address: Address, own: str) -> list[str]:
    """An address with every organisation there is; one's own for the submitted and the open meeting."""
    found = []
    for code in codes_for(own) if "code" in address.parameters else [own]:
        about = [RENEWED if address.name in OF_SUBMISSIONS else OPEN]
        meetings = [RENEWED, OPEN] if code == own and address.name not in PDFS else about
        found += [address.path(**place_of(code), meeting=meeting) for meeting in meetings]
    return list(dict.fromkeys(found))


def tables_of(own: str) -> list[str]:
    """Every file of every table: those of both rounds, of one's own organisation and, in CSV, of all others."""
    found, addresses = [], by_name()
    for name, table, format in every_table():
        for code in codes_for(own) if format == "csv" else [own]:
            found.append(addresses[name].path(**place_of(code), table=table, format=format))
    return list(dict.fromkeys(found))


def first_paths(own: str) -> list[str]:
    """Where the crawl begins."""
    named = [address for name, address in by_name().items() if name not in TABLES]
    found = [path for address in named for path in paths_of(address, own)]
    return [*found, f"/omgangar/{ROUND}/", f"/omgangar/{OTHER_ROUND}/", *tables_of(own), *every_share()]


def every_share() -> list[str]:
    """The pages of all shares, also of those that were taken back."""
    shares = Share.objects.select_related("participation__round", "participation__organisation")
    return [share.get_absolute_url() for share in shares]


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src", "hx-get") and value]


def shape(path: str) -> tuple:
    """What makes a page another one: its path, and of its query the names."""
    parts = urlsplit(path)
    return parts.path, tuple(sorted(part.split("=")[0] for part in parts.query.split("&")))


def leads_on(path: str) -> bool:
    """Is it a page of ours? Documents and tables are fetched one by one, whoever leads to them."""
    if not path.startswith("/") or path.startswith(("//", "/static/")):
        return False
    return resolve(urlsplit(path).path).url_name not in PDFS | TABLES


def crawl(client, own: str = OWN):
    """The answers to a person, each with its path."""
    waiting, seen = first_paths(own), set()
    while waiting:
        path = waiting.pop()
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        response = client.get(path)
        yield path, response
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            links = [urldefrag(urljoin(path, link))[0] for link in Links(response.content.decode()).found]
            waiting += [link for link in links if leads_on(link)]
