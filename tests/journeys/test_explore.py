"""The interactive chart in a real browser: what it loads, what it sends (nothing), its keys, and its pictures."""

import gzip
import json

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_every_page import faults_on

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the same pages as on SQLite"),
]

PAGE = "/omgangar/omgang/XUTF/utforska/"
PNG = b"\x89PNG\r\n\x1a\n"
BUDGET = 420_000
SEEN = "() => document.getElementById('chart').layout.xaxis.range.map((end) => Math.round(end * 100) / 100)"


@pytest.fixture
def strategist():
    """Of an organisation with two submissions, in a group with another one."""
    learning_round = factories.learning_round("omgang", open_meeting=2)
    group = factories.learning_group(learning_round)
    for code, second in (("XUTF", 6), ("XGRP", 5)):
        participation = factories.participation(learning_round, factories.organisation(code), group=group)
        factories.submitted(factories.assessment(participation, 0), 3)
        factories.submitted(factories.assessment(participation, 1), second)
    return factories.member(group.participations.get(organisation__code="XUTF").organisation)


@pytest.fixture
def explore(open_page, strategist):
    """``explore(query)``: the page with the chart open, and the addresses that were asked for since."""

    def opened(query: str = "", **options):
        page, asked = open_page(strategist, **options), []
        page.goto(PAGE + query)
        page.wait_for_load_state("networkidle")
        page.on("request", lambda request: asked.append(request.url))
        page.click("#open-chart button")
        expect(page.locator("#chart")).to_be_focused()
        return page, asked

    return opened


def outside(asked: list[str]) -> list[str]:
    """The addresses of requests that left the page: pictures made on it are none."""
    return [url for url in asked if not url.startswith(("data:", "blob:"))]


def test_the_bundle_is_all_that_is_asked_for(explore):
    page, asked = explore("?diagram=jamforelse")
    for action in ("in", "out", "reset"):
        page.click(f'[data-do="{action}"]')
    page.hover("#chart")
    with page.expect_download():
        page.click('[data-do="png"]')
    assert [url.rsplit("/", 1)[-1] for url in outside(asked)] == ["plotly-basic.min.js"]
    assert len(gzip.compress(settings.PLOTLY.read_bytes())) <= BUDGET


def test_nothing_of_plotly_is_loaded_before_it_is_asked_for(open_page, strategist):
    page, asked = open_page(strategist), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "plotly" in url] == []


@pytest.mark.parametrize("query", ["", "?diagram=jamforelse&moment=alla", "?diagram=fordelning"])
@pytest.mark.parametrize("width", [1280, 320])
def test_open_chart_is_accessible(explore, query, width):
    page, _asked = explore(query, width=width)
    assert faults_on(page) == []


def test_chart_is_used_by_keyboard_alone(explore):
    page, _asked = explore()
    first = page.evaluate(SEEN)
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SEEN) != first
    for name in ("in", "out", "reset"):
        tab_to(page, f'[data-do="{name}"]')
        page.keyboard.press("Enter")
    assert page.evaluate(SEEN) == first
    tab_to(page, "#series-0")
    page.keyboard.press("Space")
    assert page.evaluate("() => document.getElementById('chart').data.map((line) => line.visible ?? true)")[0] is False


def tab_to(page, selector: str) -> None:
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} can't be reached with Tab")


def test_closed_chart_gives_back_the_drawing_and_the_focus(explore):
    page, _asked = explore()
    page.click('[data-do="close"]')
    expect(page.locator("#drawing")).to_be_visible()
    expect(page.locator("#open-chart button")).to_be_focused()
    page.click("#open-chart button")
    expect(page.locator("#chart")).to_be_focused()


def test_pictures_have_the_message_and_its_source(explore):
    page, _asked = explore("?moment=1")
    pictures = {}
    for kind in ("png", "svg"):
        with page.expect_download() as download:
            page.click(f'[data-do="{kind}"]')
        assert download.value.suggested_filename == f"omgang-XUTF-utveckling.{kind}"
        pictures[kind] = download.value.path().read_bytes()
    assert pictures["png"].startswith(PNG)
    assert len(pictures["png"]) > 10_000
    assert "Politiskt beslut: från 1,5 till 3,0" in pictures["svg"].decode()
    assert "n = 1 organisation" in pictures["svg"].decode()


def test_numbers_in_the_chart_have_a_decimal_comma(explore):
    page, _asked = explore("?moment=1")
    assert (
        page.evaluate("() => document.getElementById('chart').data[0].text[0]") == "1. Politiskt beslut, Uppstart: 1,5"
    )


def test_without_the_bundle_the_page_says_so_and_stays_whole(open_page, strategist):
    page = open_page(strategist)
    page.watch.expected = {404}
    page.route("**/plotly-basic.min.js", lambda route: route.fulfill(status=404))
    page.goto(PAGE)
    page.click("#open-chart button")
    expect(page.locator("#chart-status")).to_contain_text("Det gick inte att hämta diagrammet")
    expect(page.locator("#drawing")).to_be_visible()


def test_page_without_javascript_has_the_drawing_and_the_table(open_page, strategist):
    page = open_page(strategist, javascript=False)
    page.goto(PAGE)
    page.check("#diagram-jamforelse")
    page.click("form.explore-form button >> nth=1")
    assert page.locator(".line-chart").count() == 10
    assert page.locator(".value-table tbody tr").count() == 10
    expect(page.locator("#open-chart")).to_be_hidden()


def test_planted_request_to_elsewhere_would_be_noticed(explore):
    """The policy refuses it and the watch reports it: the tests above can fail."""
    page, _asked = explore()
    page.evaluate("() => fetch('https://example.org/').catch(() => null)")
    page.wait_for_timeout(100)
    assert [fault for fault in page.watch.faults if "connect-src" in fault] != [], json.dumps(page.watch.faults)
    page.watch.faults.clear()
