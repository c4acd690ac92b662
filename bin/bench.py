"""Measures pages in this process, through the middleware of an installation. Run through bin/bench.

Every page is asked for in turn with its floor just before it, and the ratio is the median of theirs: what disturbs a
busy machine disturbs both. Memory is the peak of what Python allocates while a page is made (tracemalloc), which is
measured by itself, since it makes everything slower. The time of a PDF's floor is the bare render by WeasyPrint.
"""

import argparse
import gc
import io
import os
import re
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from types import ModuleType
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEBUG": "0",
    "DEMO": "0",
    "HTTPS": "0",
    "SECRET_KEY": "only-for-measuring-" * 3,
    "OPERATOR_NAME": "Bench",
    "OPERATOR_EMAIL": "bench@example.org",
    "ALLOWED_HOSTS": "bench",
}
WARM_UPS = 3
FLOOR = '{% extends "base.html" %}{% block title %}Empty{% endblock %}{% block content %}<h1>Empty</h1>{% endblock %}'
ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|woff2|svg))"')


@dataclass
class Page:
    """Something that is asked for: how (a function that is timed), what it must answer, and what it cost.

    ``floor`` is the function it is compared with, ``before`` what has to be done first without being timed.
    """

    name: str
    ask: Callable[[], tuple[int, bytes]]
    floor: Callable[[], object]
    status: int = 200
    before: Callable[[], object] = lambda: None
    seconds: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    queries: int = 0
    peak: int = 0
    weight: int = 0

    @property
    def ratio(self) -> float:
        return median(page / floor for page, floor in zip(self.seconds, self.floors, strict=True))


def main() -> None:
    options = parsed()
    set_up()
    from django.db import connection

    engine = connection.vendor
    print(f"\n## {engine}, rounds of {options.organisations} organisations\n", flush=True)
    history: dict[str, list[Page]] = {}
    made, learning_round = 0, None
    for rounds in options.rounds:
        started = perf_counter()
        learning_round = add_rounds(rounds - made, options.organisations) or learning_round
        made = rounds
        say(f"{engine}: {rounds} rounds made ({perf_counter() - started:.0f} s)")
        pages = pages_of(learning_round)
        for page in pages:
            page.queries, page.peak, page.weight = counted(page), peak_of(page), weight_of(page)
        timed(pages, options.runs, process_time if options.cpu else perf_counter)
        print_table(rounds, pages)
        for page in pages:
            history.setdefault(page.name, []).append(page)
        say(f"{engine}: {rounds} rounds measured ({perf_counter() - started:.0f} s)")
    print_growth(options.rounds, history)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--rounds", default="", help="how many rounds, for instance 1,10,100")
    parser.add_argument("--organisations", type=int, default=40, help="how many in each round")
    parser.add_argument("--runs", type=int, default=0, help="how often each page is asked for")
    parser.add_argument("--cpu", action="store_true", help="processor time: no disk, no database server, no neighbours")
    parser.add_argument("--quick", action="store_true", help="few rounds and few runs")
    options = parser.parse_args()
    options.rounds = sorted(
        {int(number) for number in (options.rounds or ("1,3" if options.quick else "1,10,100")).split(",")}
    )
    options.runs = options.runs or (5 if options.quick else 40)
    return options


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# --- The application -------------------------------------------------------------------------------------------------


def set_up() -> None:
    """Start Django with the settings of an installation, plain static files, and one page more: the floor."""
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT = tempfile.mkdtemp(prefix="jamsteg-bench-static-")
    settings.ROOT_URLCONF = "bench_urls"
    django.setup()
    from django.core.management import call_command
    from django.http import HttpResponse
    from django.template import engines
    from django.urls import path

    import config.urls
    from config.access import RULES, Audience

    empty = engines["django"].from_string(FLOOR)
    urls = ModuleType("bench_urls")
    floor = path("golv/", lambda request: HttpResponse(empty.render({}, request)), name="floor")
    RULES["floor"] = Audience.LOGGED_IN
    urls.urlpatterns = [floor, *config.urls.urlpatterns]
    for name in ("handler400", "handler403", "handler404", "handler429", "handler500"):
        if hasattr(config.urls, name):
            setattr(urls, name, getattr(config.urls, name))
    sys.modules["bench_urls"] = urls
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0, stdout=io.StringIO())


def add_rounds(count: int, organisations: int):
    """More rounds; the last of them."""
    from bench_data import make_round
    from django.db import connection, transaction

    from checklists.models import Checklist

    checklist, made = Checklist.objects.get(key="skr", version="2020"), None
    for number in range(count):
        with transaction.atomic():
            made = make_round(checklist, organisations)
        if number % 10 == 9:
            say(f"  {number + 1} of {count} rounds")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what PostgreSQL does by itself within minutes
    return made


class Browser:
    """Somebody who is logged in: requests go straight to the WSGI application, as from a server."""

    def __init__(self, user):
        from django.core.wsgi import get_wsgi_application
        from django.test import Client

        from tests.logins import log_in

        client = Client()
        log_in(client, user)
        self.token = "a" * 32
        self.cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={self.token}"
        self.application = get_wsgi_application()

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, b"")

    def post(self, path: str, data: dict, **headers) -> tuple[int, bytes]:
        body = urlencode(data | {"csrfmiddlewaretoken": self.token}).encode()
        return self._ask("POST", path, body, **headers)

    def _ask(self, method: str, path: str, body: bytes, **headers) -> tuple[int, bytes]:
        address, _question, query = path.partition("?")
        answered: list[str] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "bench",
            "SERVER_PORT": "80",
            "HTTP_HOST": "bench",
            "HTTP_COOKIE": self.cookies,
            "HTTP_ACCEPT_LANGUAGE": "sv",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }
        response = self.application(environ | headers, lambda status, _headers: answered.append(status))
        content = b"".join(response)
        response.close()
        return int(answered[0].split()[0]), content


# --- What is measured ------------------------------------------------------------------------------------------------


def pages_of(learning_round) -> list[Page]:
    """The pages that people wait for, of the last round that was made; the floor is asked for by the same person."""
    from accounts.models import User

    participation = learning_round.participations.participants().select_related("organisation").order_by("pk").first()
    strategist = Browser(User.objects.get(memberships__organisation=participation.organisation))
    coordinator = Browser(User.objects.get(memberships__organisation=learning_round.owner))
    place = f"/omgangar/{learning_round.slug}/{participation.organisation.code}/"
    step = f"{place}traffar/3/moment/4/"
    by_strategist, by_coordinator = (lambda: strategist.get("/golv/")), (lambda: coordinator.get("/golv/"))
    pages = [
        Page("empty page (the floor)", by_strategist, by_strategist),
        Page("step page", lambda: strategist.get(step), by_strategist),
        saved_draft("draft save, form", strategist, participation, step, by_strategist, status=302),
        saved_draft(
            "draft save by itself", strategist, participation, step, by_strategist, status=200, HTTP_HX_REQUEST="true"
        ),
        Page("organisation dashboard", lambda: strategist.get(place), by_strategist),
        Page("cohort dashboard", lambda: coordinator.get(f"/omgangar/{learning_round.slug}/"), by_coordinator),
        Page("Explore", lambda: strategist.get(f"{place}utforska/?diagram=jamforelse"), by_strategist),
    ]
    for name, path in DOCUMENTS.items():
        pages += document(name, strategist, place + path)
    return pages


DOCUMENTS = {"one-page PDF": "traffar/2/sammanfattning.pdf", "result report PDF": "resultatrapport.pdf"}


def saved_draft(name: str, browser: Browser, participation, path: str, floor, *, status: int, **headers) -> Page:
    """Saving a step with a text that is new each time, from the version that a page would have shown."""
    from assessments.models import StepScore

    data = {"level": "2", "reason": "", "evidence": "", "next_action": "", "responsible": "", "due_on": ""}
    data |= {"then": "next", "opened_with": "2"}
    score = StepScore.objects.filter(assessment__participation=participation, assessment__meeting__number=3)

    def newer() -> None:
        data["version"] = str(score.get(step__number=4).version)
        data["reason"] = f"Ett skäl, nu för gång {data['version']}. " * 3

    return Page(name, lambda: browser.post(path, data, **headers), floor, status, newer)


def document(name: str, browser: Browser, path: str) -> list[Page]:
    """A PDF and, as its floor, the bare render of the HTML that was laid out last; [] where there is none."""
    from reports import pdf
    from reports.pdf_layout import VARIANT, engine_for
    from reports.workers.tasks import pdf_assets

    laid_out: list[str] = []
    ordinary = pdf._to_html

    def noted(*arguments):
        laid_out.append(ordinary(*arguments))
        return laid_out[-1]

    pdf._to_html = noted
    try:
        status, _content = browser.get(path)
    finally:
        pdf._to_html = ordinary
    if status != 200:
        say(f"  {name}: {path} answers {status}, left out")
        return []
    assets = pdf_assets()
    engine, html = engine_for(tuple(assets["style_sheets"]), assets["fonts"]), laid_out[-1]
    if len(laid_out) > 1:
        name = f"{name} ({len(laid_out)} tries to fit)"

    def bare() -> bytes:
        return engine.laid_out(html).write_pdf(pdf_variant=VARIANT)

    return [Page(name, lambda: browser.get(path), bare)]


# --- Measuring -------------------------------------------------------------------------------------------------------


def asked(page: Page) -> bytes:
    """The page's answer, which has to be the one that is meant."""
    page.before()
    status, content = page.ask()
    if status != page.status:
        raise SystemExit(f"bench: {page.name} answers {status} instead of {page.status}")
    return content


def timed(pages: list[Page], runs: int, clock: Callable[[], float]) -> None:
    """Every page and its floor in turn, again and again; documents a quarter as often, since they take longer."""
    for run in range(-min(WARM_UPS, runs), runs):
        for page in pages:
            if "PDF" in page.name and run % 4:
                continue
            page.before()
            begun = clock()
            page.floor()
            between = clock()
            status, _content = page.ask()
            ended = clock()
            if status != page.status:
                raise SystemExit(f"bench: {page.name} answers {status} instead of {page.status}")
            if run >= 0:
                page.floors.append(between - begun)
                page.seconds.append(ended - between)


def counted(page: Page) -> int:
    from django.db import connection

    counter = [0]

    def count(execute, *arguments):
        counter[0] += 1
        return execute(*arguments)

    asked(page)
    page.before()
    with connection.execute_wrapper(count):
        page.ask()
    return counter[0]


def peak_of(page: Page) -> int:
    """Bytes that Python holds at most while the page is made, beyond what it held before."""
    page.before()
    gc.collect()
    tracemalloc.start()
    held, _peak = tracemalloc.get_traced_memory()
    page.ask()
    _held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - held


def weight_of(page: Page) -> int:
    """Bytes of a first visit: the page as gzip packs it, its style sheets, scripts and fonts as brotli does."""
    import gzip

    import brotli
    from django.contrib.staticfiles.finders import find

    content = asked(page)
    if not content.startswith(b"<!DOCTYPE html>"):
        return len(content)
    total = len(gzip.compress(content))
    for name in set(ASSET.findall(content.decode())):
        raw = Path(find(name)).read_bytes()
        total += len(raw if name.endswith("woff2") else brotli.compress(raw))
    return total


# --- Tables ----------------------------------------------------------------------------------------------------------


def print_table(rounds: int, pages: list[Page]) -> None:
    print(f"### {rounds} round{'s' if rounds > 1 else ''}\n")
    print("| page | queries | median ms | its floor, ms | ratio | peak kB | first visit kB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for page in pages:
        figures = f"{1000 * median(page.seconds):.1f} | {1000 * median(page.floors):.1f} | {page.ratio:.2f}"
        print(f"| {page.name} | {page.queries} | {figures} | {page.peak // 1024} | {page.weight / 1000:.0f} |")
    print(flush=True)


def print_growth(rounds: list[int], history: dict[str, list[Page]]) -> None:
    """The ratios side by side: what grows with the database stands out."""
    print(f"### Ratio to the floor with {', '.join(map(str, rounds))} rounds\n")
    print(f"| page | {' | '.join(map(str, rounds))} | last / first, ms |")
    print(f"| --- |{' ---: |' * (len(rounds) + 1)}")
    for name, pages in history.items():
        growth = median(pages[-1].seconds) / median(pages[0].seconds)
        print(f"| {name} | {' | '.join(f'{page.ratio:.2f}' for page in pages)} | {growth:.2f} |")
    print(flush=True)


if __name__ == "__main__":
    main()
