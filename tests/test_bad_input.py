"""Every form of every page with bad input in every field: an answer below 500 that keeps what was typed.

The forms are read from the pages, so that a new one is tried as soon as it has an address.
"""

import html
import re
from http.cookies import SimpleCookie
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.addresses import by_name
from tests.forms import forms_of
from tests.world import make_world

pytestmark = pytest.mark.django_db

TYPED = "Skrivet <av> “mig” & åäö"
VALUES = [
    "",
    "−1",
    "4,5",
    "2\u00a0,5",
    "9" * 400,
    "2026-13-45",
    "0001-01-01",
    "å" * 30_000,
    '"><script>alert(1)</script>&amp;',
    "=1+1",
    "javascript:alert(1)",
    "http://[",
    "٣",
    "a\nb;c\td",
    "😀\u202e",
]
# What no page takes from a form: answered before any view is asked.
BROKEN = [b"a\x00b", b"\xff\xfe"]
FILES = [b"", b"\x00" * 50, b"PK\x03\x04 not a zip", "Kod;Träff;Moment;Poäng\n\x00;å;9;9".encode(), b"\xff\xfeh"]
PEOPLE = ("strategist", "coordinator")
# Ends of the names of fields that take only days, times or addresses.
PARTICULAR = ("_on", "_at", "_url", "_until")
# Texts that are secret are not shown again, and searching keeps its text in the address.
NOT_SHOWN_AGAIN = {"oldpassword", "password", "password1", "password2"}


def pages_with_forms(client, name: str):
    """The page of an address and its forms; none for what is no page."""
    path = by_name()[name].path()
    response = client.get(path)
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [(urljoin(path, form.action), form) for form in forms_of(response.content.decode())]


def sent(client, path: str, form, data: dict):
    """The answer to a form; whatever it changed is undone."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = client.get(path, data) if form.method == "get" else client.post(path, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def filled(form) -> dict:
    """The form with a text in every field that takes any; days and addresses stay as they are."""
    return form.data | {name: [TYPED] for name in any_text(form)} | dict(form.submits[:1])


def any_text(form) -> set[str]:
    return {name for name in form.typed if not name.endswith(PARTICULAR)}


def one_of_each(fields) -> list[str]:
    """The fields, without those that differ from another only by a number: one row of a table stands for all."""
    return list({re.sub(r"\d+", "0", name): name for name in fields}.values())


def faults(client, path: str, form) -> list[str]:
    found = []
    for field in one_of_each(form.data):
        for value in [*VALUES, *BROKEN]:
            response = sent(client, path, form, filled(form) | {field: [value]})
            if fault := fault_of(response, form, {field: value}):
                found.append(f"{path} {field}={value[:20]!r}: {fault}")
    for field in form.files:
        for content in FILES:
            response = sent(client, path, form, filled(form) | {field: SimpleUploadedFile("fil.csv", content)})
            if response.status_code >= 500:
                found.append(f"{path} {field}={content[:20]!r}: {response.status_code}")
    return found


def fault_of(response, form, changed: dict) -> str:
    """What is wrong with an answer: too bad a status, or a page of the form that lost what was typed."""
    if response.status_code >= 500:
        return f"status {response.status_code}"
    if response.status_code not in (200, 409, 422) or form.method == "get":
        return ""
    again = {name for other in forms_of(response.content.decode()) for name in other.typed}
    page = html.unescape(response.content.decode())
    expected = dict.fromkeys(any_text(form) - set(changed), TYPED) | {
        name: value for name, value in changed.items() if name in form.typed and value not in BROKEN
    }
    lost = [
        name
        for name, value in expected.items()
        if name in again and name not in NOT_SHOWN_AGAIN and value.strip() not in page
    ]
    return f"lost what was typed in {', '.join(lost)}" if lost else ""


@pytest.mark.parametrize("name", sorted(by_name()))
def test_form_answers_bad_input_and_keeps_what_was_typed(client_of, name):
    people = make_world().people
    found = []
    for who in PEOPLE:
        client = client_of(people[who])
        for path, form in pages_with_forms(client, name):
            found += faults(client, path, form)
    assert found == []


def test_forms_are_read_as_a_browser_sends_them():
    page = """<form><input name="elsewhere"></form><main><form action="a/" method="post">
      <input name="csrfmiddlewaretoken" value="x"><input name="text" value="1"><input type="checkbox" name="tick">
      <input type="radio" name="one" value="a"><input type="radio" name="one" value="b" checked>
      <textarea name="long">\nx &amp; y</textarea>
      <select name="choice"><option value="1"><option value="2" selected></select>
      <input type="file" name="upload"><button name="then" value="next"></button></form></main>"""
    (form,) = forms_of(page)
    assert form.data == {"text": ["1"], "tick": [], "one": ["b"], "long": ["x & y"], "choice": ["2"]}
    assert (form.typed, form.files, form.submits) == ({"text", "long"}, {"upload"}, [("then", "next")])


def test_lost_text_is_noticed():
    class Lost:
        status_code, content = 200, b'<main><form method="post"><input name="text" value=""></form></main>'

    (form,) = forms_of(Lost.content.decode())
    assert fault_of(Lost, form, {}) == "lost what was typed in text"
