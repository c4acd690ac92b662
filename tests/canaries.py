"""Texts of the world that exist nowhere else, and who may read them: the reviewed table tests/canaries.csv.

A canary is a pair: whose it is, and which kind of text. Most look like ``SEEDX001REASON``; names of organisations,
addresses of people and a domain are ones as they are. A row of the table is a kind, a column a person of
tests/world.py, a cell says whose texts of that kind they read. Nothing in it is computed.
"""

import csv
import re
from io import BytesIO
from pathlib import Path

from django.db import models
from pypdf import PdfReader

from reports.exports.writing import OFFICE
from tests.reports.exports.opened import parts
from tests.sweeps import own_models
from tests.world import CODES, ELSEWHERE, LEFT, MENTOR, OTHER_GROUP, OTHER_MENTOR, OWN, PEER, WRITERS

TABLE = Path(__file__).with_name("canaries.csv")
Canary = tuple[str, str]
CODE = r"X[0-9]{3}|XRIKS|XLAN|XADM|XNONE"
# In an address or a key for searching it is in lower case.
TOKEN = re.compile(rf"SEED({CODE})([A-Z]+)|seed({CODE.lower().replace('[a-z]', '[0-9]')})([a-z]+)")
NAME = re.compile(rf"kommun ({CODE})", re.IGNORECASE)
ADDRESS = re.compile(r"[a-z-]+@example\.org")
# Of which organisation the people are, and the kind of their address.
ADDRESSES = {f"{who.replace('_', '-')}@example.org": (code, "ADDRESS") for who, code in WRITERS.items()} | {
    "reader@example.org": (OWN, "READERADDRESS"),
    "ended@example.org": (OWN, "ENDEDADDRESS"),
    "outsider@example.org": ("XNONE", "ADDRESS"),
    "coordinator@example.org": ("XRIKS", "ADDRESS"),
    "other-coordinator@example.org": ("XLAN", "ADDRESS"),
    "administrator@example.org": ("XADM", "ADDRESS"),
}
DOMAIN = "kommun.example"

NORTH, SOUTH, ABROAD = {OWN, PEER, MENTOR}, {OTHER_GROUP, OTHER_MENTOR}, {ELSEWHERE}
FIRST, SECOND = {*NORTH, *SOUTH, LEFT, "XRIKS"}, {*ABROAD, "XLAN"}
EVERYBODY = {*CODES, "XRIKS", "XLAN", "XADM", "XNONE"}
# Whose texts the words of the table's cells mean, for each of its columns: own, the group's, the round's.
RINGS = {
    "anonymous": (set(), set(), set()),
    "outsider": ({"XNONE"}, set(), set()),
    "ended": ({OWN}, set(), set()),
    "reader": ({OWN}, NORTH, FIRST),
    "strategist": ({OWN}, NORTH, FIRST),
    "peer": ({PEER}, NORTH, FIRST),
    "mentor": ({MENTOR}, NORTH, FIRST),
    "left": ({LEFT}, set(), FIRST),
    "other_group": ({OTHER_GROUP}, SOUTH, FIRST),
    "other_round": ({ELSEWHERE}, ABROAD, SECOND),
    "coordinator": ({"XRIKS"}, set(), FIRST),
    "other_coordinator": ({"XLAN"}, set(), SECOND),
    "administrator": ({"XADM"}, set(), EVERYBODY),
    "other_mentor": ({OTHER_MENTOR}, SOUTH, FIRST),
    "unproven": ({"XADM"}, set(), set()),
}


def whose(who: str, cell: str) -> set[str]:
    """The organisations that a cell of the table means: "round -X004 X006" is those of the round but X004, and X006."""
    own, group, learning_round = RINGS[who]
    words = {"own": own, "group": group, "round": learning_round, "all": EVERYBODY}
    found = set()
    for word in cell.split():
        found = found - {word[1:]} if word.startswith("-") else found | words.get(word, {word})
    return found


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def allowed(who: str, there: set[Canary]) -> set[Canary]:
    """What the table lets a person read of the canaries that there are."""
    return {(code, row["kind"]) for row in table() for code in whose(who, row[who]) if (code, row["kind"]) in there}


def canaries_in(text: str) -> set[Canary]:
    found = {(upper or lower.upper(), (kind or small).upper()) for upper, kind, lower, small in TOKEN.findall(text)}
    found |= {(code.upper(), "NAME") for code in NAME.findall(text)}
    found |= {ADDRESSES[address] for address in ADDRESS.findall(text) if address in ADDRESSES}
    return found | ({(OWN, "DOMAIN")} if DOMAIN in text else set())


# --- what the world holds ----------------------------------------------------------------------------------------


TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)


def text_fields() -> list[models.Field]:
    """Every field in which a text can stand; choices are words of ours."""
    return [
        field
        for model in own_models()
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS) and not field.choices
    ]


def texts_in(field: models.Field) -> list[str]:
    values = field.model._base_manager.values_list(field.name, flat=True)
    return [str(value) for value in values if value not in ("", None, {})]


def everything() -> set[Canary]:
    """All canaries that stand anywhere in the database."""
    return {found for field in text_fields() for text in texts_in(field) for found in canaries_in(text)}


# --- what an answer holds ----------------------------------------------------------------------------------------


def text_of(response) -> str:
    """An answer as text: a page, the text of a PDF, the parts of a document, the lines of a file."""
    kind = response.headers.get("Content-Type", "")
    if kind == "application/pdf":
        reader = PdfReader(BytesIO(response.getvalue()))
        text = "\n".join(page.extract_text() for page in reader.pages)
        return f"{reader.metadata} " + re.sub("[-\u2010]\n", "", text)  # words that are hyphenated at the end of a line
    if kind.startswith(OFFICE):
        return parts(response.content)
    return response.getvalue().decode() if response.streaming else response.content.decode()


def canaries_of(response) -> set[Canary]:
    """All canaries in an answer, its headers included. In a PDF a line may end within one."""
    text = text_of(response)
    found = canaries_in(f"{text} {response.headers}")
    if response.headers.get("Content-Type") == "application/pdf":
        squeezed = re.sub(r"\s", "", text)
        known = {(code, row["kind"]) for row in table() for code in EVERYBODY}
        found |= {(code, kind) for code, kind in known if f"SEED{code}{kind}" in squeezed}
    return found


def foreign_to(found: set[Canary], mine: set[Canary]) -> set[Canary]:
    """What is in none of mine; a label that is too long for its place shows the beginning of one."""
    return {each for each in found if not any(each[0] == code and kind.startswith(each[1]) for code, kind in mine)}
