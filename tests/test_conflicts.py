"""Two people in the same form: the second gets both texts, who saved and when, and decides. Nothing is overwritten.

The forms are read from the pages, so that a new one with a version is tried as soon as it has an address.
"""

import html
import re
from datetime import date
from urllib.parse import urljoin

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership
from accounts.permissions import Role
from learning_rounds.models import LearningRound, Participation
from tests import factories
from tests.addresses import by_name
from tests.checksum import checksums
from tests.forms import forms_of
from tests.test_bad_input import any_text
from tests.world import OWN, make_world

pytestmark = pytest.mark.django_db

MINE, THEIRS, COLLEAGUE = "Min text", "Kollegans text", "Ebba Kollega"
# Every address with a form in which something is written that a colleague may have changed meanwhile.
EDITED = {
    *("step-edit", "sheet-edit", "measure-edit", "measure-drop", "brief-edit", "report-edit"),
    *("pilot-edit", "pilot-note-edit", "chain-entry-edit", "participation-edit", "group-meeting-edit"),
    *("participant-edit", "round-edit", "meeting-edit", "group-edit"),
}
# What a text may not be: other fields of the same forms say when, or must be told apart.
NOT_ANY_TEXT = {"time", "on", "pasted"}


def is_version(name: str) -> bool:
    return name == "version" or name.endswith("-version")


def edits(page: str) -> list:
    """The forms of a page that carry a version and have something to write in."""
    return [form for form in forms_of(page) if shows_saved(form) and texts_of(form)]


def shows_saved(form) -> bool:
    """Does it hold something that is saved already? What is new has version 0."""
    return any(is_version(name) and value != ["0"] for name, value in form.data.items())


def texts_of(form) -> set[str]:
    """The fields that take any text; on a page with many rows those of the first."""
    names = {name for name in any_text(form) if name not in NOT_ANY_TEXT}
    rows = {name for name in names if name.startswith("step-")}
    return {name for name in rows if name.startswith("step-1-")} if rows else names


def written(form, text: str) -> dict:
    return form.data | {name: [text] for name in texts_of(form)} | dict(form.submits[:1])


@pytest.fixture
def pairs(client_of):
    """Two people of each kind who write, in one world."""
    world = make_world()
    LearningRound.objects.update(starts_on=date(2027, 1, 11), ends_on=date(2028, 6, 1))
    own = Participation.objects.get(organisation__code=OWN).organisation
    places = {"strategist": (own, Role.STRATEGIST), "coordinator": (world.round.owner, Role.COORDINATOR)}
    found = []
    for who, (organisation, role) in places.items():
        colleague = factories.user(display_name=COLLEAGUE)
        factories.membership(colleague, organisation, role)
        found.append((client_of(world.people[who]), client_of(colleague)))
    assert Membership.objects.filter(user__display_name=COLLEAGUE).count() == 2
    return found


def opened(pairs, name: str):
    """The page of an address for the first pair that can write there: me, my colleague, the address, the form."""
    path = by_name()[name].path()
    for me, colleague in pairs:
        response = me.get(path)
        is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
        forms = edits(response.content.decode()) if is_page else []
        if forms:
            return me, colleague, path, forms[0]
    return None


def conflict(me, colleague, path: str, form):
    """My answer after a colleague has saved the same form."""
    action = urljoin(path, form.action)
    assert colleague.post(action, written(form, THEIRS)).status_code == 302
    return me.post(action, written(form, MINE))


def test_every_form_with_a_version_is_known(pairs):
    with_form = {name for name, address in by_name().items() if opened(pairs, name)}
    assert with_form == EDITED


@pytest.mark.parametrize("name", sorted(EDITED))
def test_second_of_two_sees_both_texts_and_who_saved_when(pairs, name):
    me, colleague, path, form = opened(pairs, name)
    assert colleague.post(urljoin(path, form.action), written(form, THEIRS)).status_code == 302
    before = checksums()
    response = me.post(urljoin(path, form.action), written(form, MINE))
    page = html.unescape(response.content.decode())
    when = date_format(timezone.localtime(), "DATE_FORMAT")
    assert (response.status_code, checksums() == before) == (409, True)
    assert [text in page for text in (MINE, THEIRS, COLLEAGUE, when)] == [True] * 4


@pytest.mark.parametrize("name", sorted(EDITED))
def test_saving_once_more_keeps_mine(pairs, name):
    me, colleague, path, form = opened(pairs, name)
    response = conflict(me, colleague, path, form)
    again = edits(response.content.decode())[0]
    assert {again.data[text][0] for text in texts_of(form)} == {MINE}
    assert me.post(urljoin(path, again.action), again.data | dict(again.submits[:1])).status_code == 302
    now = edits(me.get(path).content.decode()) if name != "measure-drop" else []
    assert {form.data[text][0] for form in now[:1] for text in texts_of(form)} == ({MINE} if now else set())


@pytest.mark.parametrize("name", sorted(EDITED - {"sheet-edit"}))
def test_link_keeps_theirs(pairs, name):
    me, colleague, path, form = opened(pairs, name)
    page = conflict(me, colleague, path, form).content.decode()
    (link,) = re.findall(r'<a class="btn btn-outline-primary" href="([^"]*)">Behåll det som är sparat', page)
    kept = edits(me.get(html.unescape(link)).content.decode())
    assert {kept[0].data[text][0] for text in texts_of(form)} == {THEIRS}


def test_button_keeps_theirs_in_one_row_of_the_sheet_and_mine_in_the_others(pairs):
    me, colleague, path, form = opened(pairs, "sheet-edit")
    colleague.post(path, written(form, THEIRS))
    mine = written(form, MINE) | {"step-2-reason": [MINE]}
    again = edits(me.post(path, mine).content.decode())[0]
    shown = edits(me.post(path, again.data | {"then": "keep-1"}).content.decode())[0]
    assert (shown.data["step-1-reason"], shown.data["step-2-reason"]) == ([THEIRS], [MINE])
    me.post(path, shown.data | {"then": "stay"})
    saved = edits(me.get(path).content.decode())[0]
    assert (saved.data["step-1-reason"], saved.data["step-2-reason"]) == ([THEIRS], [MINE])


def test_step_that_saves_itself_gets_both_texts_and_a_button_for_each(pairs):
    me, colleague, path, form = opened(pairs, "step-edit")
    colleague.post(path, written(form, THEIRS))
    response = me.post(path, written(form, MINE), headers={"HX-Request": "true"})
    line = html.unescape(response.content.decode())
    assert (response.status_code, "<html" in line) == (409, False)
    assert [text in line for text in (THEIRS, COLLEAGUE, "Spara mitt i stället", f'href="{path}"')] == [True] * 4
    (version,) = re.findall(r'name="version" value="(\d+)"', line)
    kept = written(form, MINE) | {"version": [*form.data["version"], version]}
    assert me.post(path, kept).status_code == 302
    assert edits(me.get(path).content.decode())[0].data["reason"] == [MINE]
