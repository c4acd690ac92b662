"""Importing scores: what files say, what they would do, and that it happens as it was shown, or not at all."""

import csv
import html
import io
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from openpyxl import Workbook

from accounts.models import AuditEntry
from accounts.permissions import Role
from assessments.models import StepScore, Submission, SubmissionScore, SubmissionText
from learning_rounds.models import LearningRound
from reports.exports.as_csv import csv_bytes
from reports.exports.as_xlsx import xlsx_bytes
from reports.exports.round_tables import round_table
from reports.import_forms import sealed
from reports.score_import.cells import MAX_BYTES, MAX_ROWS
from reports.score_import.files import Unreadable, read_file
from reports.score_import.planning import plan_import
from reports.score_import.rows import Plan
from reports.score_import.saving import import_scores
from reports.score_import.template import score_template
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/omgangar/omgang/importera/"
HEAD = "Organisationskod;Träff;Moment;Nivå\n"


@pytest.fixture
def learning_round() -> LearningRound:
    """A round of two, Alunda and Beby, and one that has left; meetings 0 to 3, the last without self-assessment."""
    made = make.learning_round("omgang")
    for code, name in (("XALU", "Alunda"), ("XBEB", "Beby"), ("XCED", "Ceby")):
        make.participation(made, make.organisation(code, name))
    make.withdrawn(made.participations.get(organisation__code="XCED"))
    made.meetings.filter(number=3).update(assessment_due_on=None)
    return made


@pytest.fixture
def coordinator(learning_round):
    return make.member(learning_round.owner, Role.COORDINATOR)


def plan_of(learning_round, content: bytes | str, *, replace: bool = False) -> Plan:
    content = content.encode() if isinstance(content, str) else content
    return plan_import(learning_round, content, replace=replace)


def problems_of(learning_round, content: bytes | str) -> list[str]:
    return list(plan_of(learning_round, content).problems)


def imported(learning_round, content: bytes | str, *, replace: bool = False) -> None:
    plan = plan_of(learning_round, content, replace=replace)
    assert plan.problems == ()
    import_scores(learning_round=learning_round, sheets=plan.to_save, by=None)


def submitted() -> list[tuple]:
    """Code, meeting, number of the submission, step and half steps of everything that is submitted."""
    place = "submission__assessment__"
    fields = (f"{place}participation__organisation__code", f"{place}meeting__number", "submission__number")
    scores = SubmissionScore.objects.order_by("submission", "step__number")
    return list(scores.values_list(*fields, "step__number", "half_steps"))


def xlsx(*rows, sheets: int = 1) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(sheets - 1):
        book.create_sheet(f"Blad {number + 2}").append(["Annat"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# What can be read.


@pytest.mark.parametrize(
    "content",
    [
        "XALU;1;2;2,5\nXBEB;1;2;3",
        HEAD + "XALU;1;2;2,5\r\nXBEB;Träff 1;2. Kartläggning;3\r\n",
        "\ufeff" + HEAD + "\n\nXALU;träff 1;2;2.5\n;;;\nXBEB;1;2;3,0",
        "Kod\tTräff\tMoment\tPoäng\nXALU\t1\t2\t2,5\nXBEB\t1\t2\t3",
        'code,meeting,step,score\nXALU,1,2,"2,5"\nXBEB,1,2,3',
        "score,step,name,meeting,code\n2.5,2,Alunda,1,XALU\n3,2,Beby,1,XBEB",
        (HEAD + "XALU;Träff 1;2;2,5\nXBEB;Träff 1;2;3").encode("cp1252"),
        (HEAD + "XALU;Träff 1;2;2,5\nXBEB;Träff 1;2;3").encode("utf-16"),
        xlsx(["XALU", 1, 2, 2.5], ["XBEB", "Träff 1", "2", "3"]),
        xlsx(
            ["Kod", "Namn", "Träff", "Moment", "Nivå"], ["XALU", "A", 1.0, 2, "2,5"], ["XBEB", "B", 1, 2, 3], sheets=2
        ),
    ],
)
def test_file_is_read_however_it_is_written(learning_round, content):
    imported(learning_round, content)
    assert submitted() == [("XALU", 1, 1, 2, 5), ("XBEB", 1, 1, 2, 6)]


def test_code_that_a_spreadsheet_took_for_a_number_is_found(learning_round):
    make.participation(learning_round, make.organisation("0180", "Stockholm", is_fictive=False))
    imported(learning_round, xlsx([180, 1, 2, 2]))
    assert submitted() == [("0180", 1, 1, 2, 4)]


def test_empty_level_is_left_out_and_a_dash_is_cannot_judge(learning_round):
    imported(learning_round, HEAD + "XALU;1;1;\nXALU;1;2;–\nXALU;1;3;Kan inte bedöma\nXBEB;1;1;\n")
    assert submitted() == [("XALU", 1, 1, 2, None), ("XALU", 1, 1, 3, None)]


def test_every_wrong_line_is_told_at_once(learning_round):
    lines = ["9999;1;1;2", "XCED;1;1;2", "XALU;9;1;2", "XALU;3;1;2", "XALU;1;11;2", "XALU;1;1;2,3", "XALU;1;1;0"]
    lines += ["XALU;1;1;4,5", "XALU;1;1;två", "XALU;1;2;2", "XALU;1;2;3", "XALU;1", ";1;1;2"]
    assert problems_of(learning_round, HEAD + "\n".join(lines)) == [
        "Rad 2: organisationen ”9999” finns inte i omgången.",
        "Rad 3: Ceby har lämnat omgången.",
        "Rad 4: träffen ”9” finns inte i omgången.",
        "Rad 5: det finns ingen självskattning inför Träff 3.",
        "Rad 6: checklistan har inget moment ”11”.",
        "Rad 7: Ange bara hela och halva steg, till exempel 2 eller 2,5.",
        "Rad 8: Nivån ska vara mellan 1 och 4.",
        "Rad 9: Nivån ska vara mellan 1 och 4.",
        "Rad 10: Skriv nivån som ett tal, till exempel 2,5.",
        "Rad 12: samma organisation, träff och moment finns också på rad 11.",
        "Rad 14: organisationen ”” finns inte i omgången.",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Kod;Träff;Moment\nXALU;1;1", "Rad 1: kolumnen ”nivå” saknas."),
        ("Kod;Träff;Moment;Nivå;Poäng\nXALU;1;1;2;2", "Rad 1: kolumnen ”nivå” finns mer än en gång."),
        (HEAD, "Det finns ingen nivå i filen."),
        (xlsx(["XALU", 1, 1, date(2026, 5, 2)]), "Rad 1: en cell innehåller ett datum"),
        (xlsx(["XALU", 1, 1, "=1+1"]), "Rad 1: en cell innehåller ett datum"),
        (xlsx(["XALU", 1, True, 2]), "Rad 1: en cell innehåller ett datum"),
        (xlsx(["Något"], ["annat"]), "Det finns ingen nivå i filen."),
    ],
)
def test_table_that_is_no_table_of_scores_is_told(learning_round, content, problem):
    (found,) = problems_of(learning_round, content)
    assert found.startswith(problem)


def merged() -> bytes:
    book = Workbook()
    for row in (["XALU", 1, 1, 2], ["XALU", 1, 2, 2]):
        book.active.append(row)
    book.active.merge_cells("A1:A2")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_merged_cells_are_told(learning_round):
    assert problems_of(learning_round, merged()) == ["Rad 2: organisationen ”” finns inte i omgången."]


# What cannot be read.


def bomb() -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return file.getvalue()


def many_parts() -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}.xml", b"")
    return file.getvalue()


def added_part(name: str, content: bytes) -> bytes:
    """A workbook with one part more."""
    file = io.BytesIO(xlsx(["XALU", 1, 1, 2]))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def replaced_part(name: str, content: str) -> bytes:
    """A workbook with another content of one of its parts."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(xlsx(["XALU", 1, 1, 2]))) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


def empty_rows(count: int, *, written: int) -> bytes:
    """A sheet whose only cell is so many rows down, with some of the rows above it written and the others left out."""
    rows = "".join(f'<row r="{number}"/>' for number in range(1, written))
    row = f'<row r="{count}"><c r="A{count}" t="inlineStr"><is><t>XALU</t></is></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f'<worksheet xmlns="{space}"><sheetData>{rows}{row}</sheetData></worksheet>'
    return replaced_part("xl/worksheets/sheet1.xml", data)


def laughing(name: str) -> bytes:
    """A billion laughs in a part of the workbook."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return replaced_part(name, f'<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><a>&l9;</a>')


def lying_about_size() -> bytes:
    """A sheet of 300 MB in a file that says that it is small, in a few hundred kB."""
    content = bytearray(replaced_part("xl/worksheets/sheet1.xml", "<a>" + " " * 300_000_000))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46  # its entry in the central directory
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


XML_BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
UNREADABLE = {
    "empty": lambda: b"",
    "white": lambda: b" \r\n\t\n",
    "old Excel, or encrypted": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
    "NUL": lambda: b"XALU;1;1;\x00",
    "picture": lambda: b"\x89PNG\r\n\x1a\n\x00\x00",
    "broken UTF-16": lambda: b"\xff\xfeh",
    "no code page": lambda: b"XALU;\x81\x8d;1;1",
    "half a zip": lambda: xlsx(["XALU", 1, 1, 2])[:300],
    "another zip": lambda: b"PK\x03\x04" + b"\0" * 100,
    "zip without workbook": lambda: replaced_part("xl/workbook.xml", "<a/>"),
    "zip bomb": bomb,
    "thousand parts": many_parts,
    "300 MB in 289 kB": lambda: replaced_part("xl/worksheets/sheet1.xml", "<a>" + " " * 300_000_000),
    "40 MB in 40 kB": lambda: replaced_part("xl/worksheets/sheet1.xml", "<a>" + " " * 40_000_000),
    "300 MB that it says nothing of": lying_about_size,
    "macros": lambda: added_part("xl/vbaProject.bin", b"x"),
    "zip in the zip": lambda: added_part("xl/media/a.zip", bomb()),
    "workbook in the workbook": lambda: added_part("xl/embeddings/a.xlsx", xlsx([1])),
    "program": lambda: added_part("xl/media/a.exe", b"MZ"),
    "PDF before the zip": lambda: b"%PDF-1.7\n" + xlsx(["XALU", 1, 1, 2]),
    "laughs in the sheet": lambda: laughing("xl/worksheets/sheet1.xml"),
    "laughs in the workbook": lambda: laughing("xl/workbook.xml"),
    "laughs in the types": lambda: laughing("[Content_Types].xml"),
    "XML bomb": lambda: replaced_part("xl/worksheets/sheet1.xml", XML_BOMB),
    "broken sheet": lambda: replaced_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='x'>"),
    "million empty rows": lambda: empty_rows(1_000_000, written=1_000_000),
    "cell a million rows down": lambda: empty_rows(1_000_000, written=0),
    "hundred thousand empty rows": lambda: empty_rows(110_000, written=110_000),
    "10 MB": lambda: b"XALU;1;1;2\n" * 1_000_000,
    "too many rows": lambda: b"XALU;1;1;2\n" * (MAX_ROWS + 2),
    "endless cell": lambda: b'XALU;1;1;"' + b"x" * 200_000,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_broken_file_is_refused_with_a_sentence(name):
    with pytest.raises(Unreadable) as refused:
        read_file(UNREADABLE[name]())
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nivaer.xlsx", b"XALU;1;1;2"),
        ("nivaer.csv", xlsx(["XALU", 1, 1, 2])),
        ("nivaer.xlsm", xlsx(["XALU", 1, 1, 2])),
        ("nivaer.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("nivaer.pdf", b"XALU;1;1;2"),
        ("nivaer.csv.exe", b"XALU;1;1;2"),
        ("nivaer.html", b"XALU;1;1;2"),
        ("nivaer", b"XALU;1;1;2"),
    ],
)
def test_file_whose_name_and_content_do_not_agree_is_refused(name, content):
    with pytest.raises(Unreadable):
        read_file(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [("NIVÅER.XLSX", xlsx(["XALU"])), ("a.b.csv", b"XALU"), ("a.txt", b"XALU"), ("a.tsv", b"XALU"), ("", b"XALU")],
)
def test_file_that_is_what_it_is_called_is_read(name, content):
    assert [(number, cells[0]) for number, cells in read_file(content, name)] == [(1, "XALU")]


def test_file_that_takes_too_long_is_refused_with_a_sentence(settings):
    settings.WORKER_SECONDS = 0.001
    with pytest.raises(Unreadable, match="mycket mer"):
        read_file(b"XALU;1;1;2")


def test_where_many_read_files_the_form_says_to_wait(client_of, learning_round, coordinator, settings):
    settings.WORKER_QUEUE = 0
    response = look(client_of(coordinator), "XALU;1;1;2")
    assert response.status_code == 200
    assert "försök igen" in response.context["form"].errors["file"][0]


@pytest.mark.parametrize("name", UNREADABLE)
def test_page_shows_why_a_broken_file_is_refused(client_of, learning_round, coordinator, name):
    response = look(client_of(coordinator), UNREADABLE[name]()[: MAX_BYTES + 1])
    assert (response.status_code, Submission.objects.count()) == (200, 0)
    assert response.context["form"].errors["file"]


# What is there already.


def test_submitted_levels_are_not_replaced_unless_asked(learning_round):
    imported(learning_round, "XALU;1;1;2")
    assert problems_of(learning_round, HEAD + "XALU;1;1;3") == [
        "Rad 2: Alunda har redan skickat in andra nivåer för Träff 1."
    ]
    imported(learning_round, "XALU;1;1;3", replace=True)
    assert submitted() == [("XALU", 1, 1, 1, 4), ("XALU", 1, 2, 1, 6)]


def test_same_levels_are_nothing_to_import(learning_round):
    imported(learning_round, "XALU;1;1;2")
    plan = plan_of(learning_round, "XALU;1;1;2\nXBEB;1;1;2", replace=True)
    assert [(sheet.organisation, sheet.state) for sheet in plan.sheets] == [("Alunda", "same"), ("Beby", "new")]


def test_draft_stays_and_without_one_the_scores_become_it(learning_round):
    alunda = learning_round.participations.get(organisation__code="XALU")
    make.step_score(make.assessment(alunda, 1), 5, 7, reason="Eget")
    imported(learning_round, "XALU;1;1;2\nXBEB;1;1;–")
    drafts = StepScore.objects.order_by("pk")
    fields = ("assessment__participation__organisation__code", "step__number", "half_steps", "cannot_judge", "reason")
    assert list(drafts.values_list(*fields)) == [("XALU", 5, 7, False, "Eget"), ("XBEB", 1, None, True, "")]
    assert not SubmissionText.objects.exists()


def test_import_is_written_into_the_audit_log(learning_round, coordinator):
    plan = plan_of(learning_round, "XALU;1;1;2\nXALU;2;1;2")
    import_scores(learning_round=learning_round, sheets=plan.to_save, by=coordinator)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.fields) == ("import-scores", coordinator, "Träff 1, Träff 2")


# The page.


def look(client, content: bytes | str, **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile("nivaer.csv", content)} | more)


def confirm(client, looked):
    return client.post(PAGE, {"plan": looked.context["sealed"]})


def test_nothing_is_saved_until_it_is_confirmed(client_of, learning_round, coordinator):
    client = client_of(coordinator)
    looked = look(client, "XALU;1;1;2,5\nXBEB;2;1;–")
    assert Submission.objects.count() == 0
    page = html.unescape(looked.content.decode())
    assert "2 skattningar importeras. Inget är sparat ännu." in page
    assert confirm(client, looked).headers["Location"] == "/omgangar/omgang/"
    assert submitted() == [("XALU", 1, 1, 1, 5), ("XBEB", 2, 1, 1, None)]
    assert Submission.objects.first().by == coordinator


def test_confirming_twice_imports_once(client_of, learning_round, coordinator):
    client = client_of(coordinator)
    looked = look(client, "XALU;1;1;2")
    assert [confirm(client, looked).status_code for _time in range(2)] == [302, 409]
    assert len(submitted()) == 1


def test_what_was_submitted_after_looking_is_not_replaced(client_of, learning_round, coordinator):
    client = client_of(coordinator)
    imported(learning_round, "XALU;1;1;2")
    looked = look(client, "XALU;1;1;3", replace="on")
    imported(learning_round, "XALU;1;1;4", replace=True)
    assert confirm(client, looked).status_code == 409
    assert [row[-1] for row in submitted()] == [4, 8]


@pytest.mark.parametrize("change", ["somebody else", "another round", "too old", "forged"])
def test_only_what_this_person_looked_at_is_imported(client_of, learning_round, coordinator, change, monkeypatch):
    plan = plan_of(learning_round, "XALU;1;1;2")
    other = make.member(learning_round.owner, Role.COORDINATOR)
    text = sealed(
        plan,
        make.learning_round("annan") if change == "another round" else learning_round,
        other if change == "somebody else" else coordinator,
    )
    if change == "too old":
        monkeypatch.setattr("reports.import_forms.MAX_AGE", -1)
    response = client_of(coordinator).post(PAGE, {"plan": text + "x" * (change == "forged")})
    assert (response.status_code, Submission.objects.count()) == (409, 0)


def test_archived_round_takes_no_scores(client_of, learning_round, coordinator):
    client = client_of(coordinator)
    looked = look(client, "XALU;1;1;2")
    LearningRound.objects.filter(slug="omgang").update(state=LearningRound.State.ARCHIVED)
    assert confirm(client, looked).status_code == 409
    assert Submission.objects.count() == 0


def test_one_that_left_after_looking_is_not_imported(client_of, learning_round, coordinator):
    client = client_of(coordinator)
    looked = look(client, "XALU;1;1;2\nXBEB;1;1;2")
    make.withdrawn(learning_round.participations.get(organisation__code="XBEB"))
    assert confirm(client, looked).status_code == 409
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("change", ["removed organisation", "deleted meeting", "no last day", "another checklist"])
def test_round_that_was_set_up_otherwise_after_looking_takes_no_scores(client_of, learning_round, coordinator, change):
    client = client_of(coordinator)
    looked = look(client, "XALU;1;1;2\nXBEB;1;1;2")
    rounds, meetings = LearningRound.objects.filter(slug="omgang"), learning_round.meetings.filter(number=1)
    {
        "removed organisation": learning_round.participations.filter(organisation__code="XBEB").delete,
        "deleted meeting": meetings.delete,
        "no last day": lambda: meetings.update(assessment_due_on=None),
        "another checklist": lambda: rounds.update(checklist=make.checklist(steps=10)),
    }[change]()
    assert (confirm(client, looked).status_code, Submission.objects.count()) == (409, 0)


def test_page_lists_fifty_problems_and_counts_the_others(client_of, learning_round, coordinator):
    page = html.unescape(look(client_of(coordinator), "9;1;1;2\n" * 60).content.decode())
    assert (page.count("finns inte i omgången"), "Och 10 till." in page) == (50, True)


def test_file_has_to_be_chosen(client_of, learning_round, coordinator):
    assert "Välj en fil." in client_of(coordinator).post(PAGE, {}).content.decode()


# There and back again.


@pytest.mark.parametrize("written", [xlsx_bytes, csv_bytes])
def test_levels_go_out_and_in_again_unchanged(learning_round, written):
    for meeting, half_steps in enumerate((3, 5, None)):
        for participation in learning_round.participations.active():
            scores = dict.fromkeys(make.ALL_STEPS, half_steps) | {4: 8, 7: None}
            make.submitted(make.assessment(participation, meeting), scores)
    out = written(score_template(learning_round))
    before = csv_bytes(round_table(learning_round, "deltagare"))
    empty = make.learning_round("tom")
    empty.meetings.filter(number=3).update(assessment_due_on=None)
    for participation in learning_round.participations.active():
        make.participation(empty, participation.organisation)
    imported(empty, out)
    assert csv_bytes(round_table(empty, "deltagare")) == before
    assert [row[1:] for row in template_rows(empty)] == [row[1:] for row in template_rows(learning_round)]


def template_rows(learning_round) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(score_template(learning_round)).decode("utf-8-sig")), delimiter=";"))


def test_template_has_a_row_for_every_active_organisation_meeting_and_step(learning_round):
    rows = template_rows(learning_round)
    assert rows[0] == ["Organisationskod", "Namn", "Träff", "Moment", "Momentets namn", "Nivå"]
    assert (len(rows) - 1, rows[1][:4], rows[-1][:4]) == (
        2 * 3 * 10,
        ["XALU", "Alunda", "Uppstart", "1"],
        ["XBEB", "Beby", "Träff 2", "10"],
    )


# The command.


def test_command_imports_and_says_what(learning_round, run, tmp_path):
    (tmp_path / "in.csv").write_text("XALU;1;1;2\nXALU;1;2;3\nXBEB;1;1;2", encoding="utf-8")
    file = str(tmp_path / "in.csv")
    said = "2 assessments with 3 scores; 0 were submitted alike already.\n"
    assert run("import_scores", "omgang", file, "--dry-run") == f"Would import {said}"
    assert Submission.objects.count() == 0
    assert run("import_scores", "omgang", file) == f"Imported {said}"
    assert run("import_scores", "omgang", file).startswith("Imported 0 assessments with 0 scores; 2 were")
    (tmp_path / "in.csv").write_text("XALU;1;1;4", encoding="utf-8")
    assert run("import_scores", "omgang", file, "--replace").startswith("Imported 1 assessments")


@pytest.mark.parametrize("content", [b"9999;1;1;2", b"", b"PK\x03\x04"])
def test_command_says_what_is_wrong(learning_round, run, tmp_path, content):
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(CommandError, match="nothing was imported"):
        run("import_scores", "omgang", str(tmp_path / "in.csv"))
    with pytest.raises(CommandError):
        run("import_scores", "finns-inte", str(tmp_path / "in.csv"))
    with pytest.raises(CommandError):
        run("import_scores", "omgang", str(tmp_path / "finns-inte.csv"))
    assert Submission.objects.count() == 0
