"""Every page in every state: no fault found by axe, nothing refused by the security policy, no sideways scrolling.

Both languages, at 1280 and at 320 pixels. The pages do not depend on the database, so this runs on SQLite only.
"""

import json

import pytest
from django.conf import settings

from accounts.audit import record
from accounts.permissions import Role
from accounts.recorded_values import Before
from assessments.models import StepScore
from tests import factories
from tests.addresses import walk
from tests.journeys.states import NO_PAGES, STATES, WAYS
from tests.journeys.watch import watched
from tests.logins import give_app, give_passkey
from tests.world import OWN, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="the same pages as on SQLite"),
]

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = "(rules) => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
WIDTHS = (1280, 320)


def faults_on(page) -> list[str]:
    """What axe finds on the page as it is, and whether the whole page scrolls sideways."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
    violations = page.evaluate(RUN, RULES)["violations"]
    found = [f"{each['id']}: {node['target']}" for each in violations for node in each["nodes"]]
    overflow = page.evaluate(OVERFLOW)
    return found + ([f"{overflow} px too wide"] if overflow > 0 else [])


def people_of(world) -> dict:
    """The people of the world, and two who have just begun: nothing is filled in, nobody takes part."""
    new_round = factories.learning_round("ny")
    newcomer = factories.participation(new_round, factories.organisation("X900", "Nyby"))
    unmanned = factories.participation(world.round, factories.organisation("X901", "Tomby"))
    factories.invitation(unmanned.organisation)
    empty = factories.learning_round("tom", meetings=0)
    for code, name in [("X902", "Storby norra"), ("X903", "Storby södra")]:
        factories.organisation(code, name)
    strategists = world.participations[OWN].organisation
    write_history(world)
    protected = factories.member(strategists, email="protected@example.org")
    give_app(protected)
    give_passkey(protected)
    return world.people | {
        "halfway": None,
        "at_the_mail": None,
        "coded": factories.user(password=None),
        "unproven": factories.member(strategists),
        "protected": protected,
        "newcomer": factories.member(newcomer.organisation),
        "new_coordinator": factories.member(empty.owner, Role.COORDINATOR),
    }


def write_history(world) -> None:
    """Something of every kind that the pages of what has been done can show, on more than one page."""
    participation = world.participations[OWN]
    by = world.people["strategist"]
    score = StepScore.objects.filter(assessment__participation=participation).first()
    fields = Before(half_steps=4, cannot_judge=True, reason="")
    for _number in range(51):
        record("save-score", score, by=by, organisation=participation.organisation, fields=fields)
    record(
        "withdraw", participation, by=None, organisation=participation.organisation, fields=Before(withdrawn_on=None)
    )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("who", sorted({state.who for state in STATES}))
def test_every_page_is_accessible(open_page, who, language):
    person, faults = people_of(make_world())[who], []
    page = open_page(person, language=language, with_factor=None if who != "unproven" else False)
    for state in [state for state in STATES if state.who == who]:
        reach(page, state)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{state.address} {state.path} {state.reach.__name__} {width}"
            faults += [f"{where}: {fault}" for fault in faults_on(page)]
    assert faults == [], json.dumps(faults, indent=1, ensure_ascii=False)


def reach(page, state) -> None:
    """Bring the page into the state, and make sure that it is the one that was meant."""
    page.watch.expected = {state.status}
    page.goto(state.path)
    state.reach(page)
    page.wait_for_load_state()
    assert page.watch.status == state.status, state
    if state.status in (200, 409, 422):
        assert page.title().startswith(("Fel:", "Error:")) == (state.reach not in WAYS), state


def test_no_page_is_forgotten():
    visited = {state.address for state in STATES}
    pages = {address.name for address in walk()} - NO_PAGES
    assert pages - visited == set()


def test_faults_are_noticed(open_page):
    """Planted: a picture without text, a page too wide, and a script that the policy refuses."""
    page = open_page()
    page.goto("/hjalp/")
    page.evaluate("""() => {
        document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='/static/img/mark.svg' width='2000'>");
    }""")
    found = faults_on(page)
    assert [fault.split(":")[0] for fault in found] == ["image-alt", f"{found[-1].split(' ')[0]} px too wide"]
    page.evaluate("() => { document.body.setAttribute('style', 'color: red') }")
    page.wait_for_timeout(100)
    assert [fault.split(" ")[:2] for fault in page.watch.faults if fault.startswith("console: policy")]
    page.watch.faults.clear()


def test_what_other_origins_may_not_show_is_noticed(browser, live_server):
    """Planted: a picture of our own under another name of this machine, without the policy for content before it."""
    context = browser.new_context(bypass_csp=True)
    page, watch = watched(context)
    page.goto(f"{live_server.url}/hjalp/")
    elsewhere = live_server.url.replace("localhost", "127.0.0.1")
    page.evaluate(
        "(url) => { document.body.append(Object.assign(new Image(), {src: url})) }", f"{elsewhere}/static/img/mark.svg"
    )
    page.wait_for_timeout(500)
    context.close()
    assert ["ERR_BLOCKED_BY_RESPONSE" in fault for fault in watch.faults] == [True]
