"""What tables are called in addresses, and the formats in which each can be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from learning_rounds.models import Participation

SPREADSHEETS = ("xlsx", "csv")
WITH_WORD = ("xlsx", "docx", "csv")
PROGRAMS = {"xlsx": "Excel", "docx": "Word", "csv": "CSV"}

TABLE_OF_ROLE = {Participation.Role.PARTICIPANT: "deltagare", Participation.Role.MENTOR: "mentorer"}
ROUND_TABLES = {
    "deltagare": WITH_WORD,
    "mentorer": WITH_WORD,
    "status": SPREADSHEETS,
    "nivaer": SPREADSHEETS,
    "svarast": SPREADSHEETS,
    "organisationer": SPREADSHEETS,
}
ORGANISATION_TABLES = {
    "nivaer": WITH_WORD,
    "nasta-steg": SPREADSHEETS,
    "pilotverksamheter": SPREADSHEETS,
    "resultatkedja": SPREADSHEETS,
}
# Levels only: what group peers and the coordinator also see.
SEEN_BY_OTHERS = frozenset({"nivaer"})


@dataclass(frozen=True)
class File:
    """A table as a file: the program that opens it, and the address."""

    program: str
    url: str


def round_files(slug: str, table: str, query: str = "") -> tuple[File, ...]:
    """The files of a table of a round; ``query`` is what follows the question mark, if anything."""
    end = f"?{query}" if query else ""
    return tuple(
        File(PROGRAMS[format], reverse("round-table", args=[slug, table, format]) + end)
        for format in ROUND_TABLES[table]
    )


def organisation_files(slug: str, code: str, table: str) -> tuple[File, ...]:
    """The files of a table of one organisation in a round."""
    return tuple(
        File(PROGRAMS[format], reverse("organisation-table", args=[slug, code, table, format]))
        for format in ORGANISATION_TABLES[table]
    )


def every_table() -> Iterator[tuple[str, str, str]]:
    """Every file there is: the name of its address, the table and the format."""
    for address, tables in (("round-table", ROUND_TABLES), ("organisation-table", ORGANISATION_TABLES)):
        for table, formats in tables.items():
            for format in formats:
                yield address, table, format
