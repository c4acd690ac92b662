"""Rows pasted from a spreadsheet: separators, headings, decimal signs, quoted cells, and every fault in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.pasting import read_pasted
from tests import factories as make

pytestmark = pytest.mark.django_db
WHOLE = {
    "score": "5",
    "reason": "Två nämnder",
    "evidence": "KS 118",
    "next_action": "Utbilda",
    "responsible": "Åsa",
    "due_on": "2027-02-15",
}


def read(text: str):
    checklist = make.shipped_checklist()
    return read_pasted(text, checklist, list(checklist.steps.order_by("number")))


@pytest.mark.parametrize(
    "text",
    [
        "3\t2,5\tTvå nämnder\tKS 118\tUtbilda\tÅsa\t2027-02-15",
        "3\t2.5\tTvå nämnder\tKS 118\tUtbilda\tÅsa\t15/2 2027\r\n",
        "3;2,5;Två nämnder;KS 118;Utbilda;Åsa;2027-02-15",
        '3,"2,5",Två nämnder,KS 118,Utbilda,Åsa,2027-02-15',
        "3,2.5,Två nämnder,KS 118,Utbilda,Åsa,2027-02-15",
        "3,2,5,Två nämnder,KS 118,Utbilda,Åsa,2027-02-15",
        "Moment 3\t 2,5 \tTvå nämnder\tKS 118\tUtbilda\tÅsa\t20270215",
        "3. Högsta cheferna\t2,5\tTvå nämnder\tKS 118\tUtbilda\tÅsa\t2027-02-15",
        "3\tHögsta cheferna tar ansvar\t2,5\tTvå nämnder\tKS 118\tUtbilda\tÅsa\t2027-02-15",
        "Högsta cheferna tar ansvar\t2,5\tTvå nämnder\tKS 118\tUtbilda\tÅsa\t2027-02-15",
        "\n\nMoment\tNivå\tMotivering\tUnderlag\tNästa steg\tAnsvarig\tKlart senast\n"
        "3\t2,5\tTvå nämnder\tKS 118\tUtbilda\tÅsa\t2027-02-15",
        "Nivå;Moment;Ansvarig;Nästa steg;När;Underlag;Färg;Varför den nivån?\n"
        "2,5;3;Åsa;Utbilda;2027-02-15;KS 118;blå;Två nämnder",
        "3,2.5,Två nämnder,KS 118,Utbilda,Åsa,2027-02-15\n",
        "step,level,reason,evidence,next step,who,done by\n3,2.5,Två nämnder,KS 118,Utbilda,Åsa,2027-02-15",
    ],
)
def test_row_is_read_however_it_is_written(text):
    found = read(text)
    assert (found.rows, found.problems) == ({3: WHOLE}, [])


def test_semicolon_in_a_text_does_not_separate_where_commas_do():
    assert read("1,2.5,Ett skäl; ett till").rows == {1: {"score": "5", "reason": "Ett skäl; ett till"}}


def test_quoted_cells_keep_line_breaks_and_quotation_marks():
    found = read('1\t2\t"Rad ett\nrad ""två"""\tKS\n2\t3\tKort')
    assert found.rows == {
        1: {"score": "4", "reason": 'Rad ett\nrad "två"', "evidence": "KS"},
        2: {"score": "6", "reason": "Kort"},
    }


def test_empty_cells_and_lines_say_nothing():
    assert read("1\t\tEtt skäl\n\n\t\t\n2\t3\t\t\t").rows == {1: {"reason": "Ett skäl"}, 2: {"score": "6"}}


@pytest.mark.parametrize("cell", ["Kan inte bedöma ännu", "kan inte bedöma", "Cannot judge yet"])
def test_cannot_judge_is_an_answer(cell):
    assert read(f"1\t{cell}\tFör tidigt").rows == {1: {"score": "cannot_judge", "reason": "För tidigt"}}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("11\t2", "Rad 2: Checklistan har inget moment 11."),
        ("0\t2", "Rad 2: Checklistan har inget moment 0."),
        ("Ett\t2", "Rad 2: Börja med momentets nummer."),
        ("٣\t2", "Rad 2: Börja med momentets nummer."),
        ("2\t5", "Rad 2: Nivån ska vara mellan 1 och 4."),
        ("2\t2,3", "Rad 2: Ange bara hela och halva steg, till exempel 2 eller 2,5."),
        ("2\tbra", "Rad 2: Skriv nivån som ett tal, till exempel 2,5."),
        ("2\t2\tx\tx\tx\tx\tsnart", "Rad 2: Skriv datumet som år-månad-dag, till exempel 2027-02-15."),
        ("2\t2\t" + "x" * 20_001, "Rad 2: Texten är för lång. Den får ha högst 20000 tecken."),
        ("2\t2\tx\tx\tx\t" + "x" * 121, "Rad 2: Texten är för lång. Den får ha högst 120 tecken."),
        ("1\t2", "Rad 2: Moment 1 finns redan på en tidigare rad."),
        (
            "2\t2\tx\tx\tx\tx\t\tx",
            "Rad 2: Det finns fler än 7 kolumner. Sätt citattecken runt texter med skiljetecken.",
        ),
        ('2\t2\t"Öppet\nmer', "Rad 2: Ett citattecken öppnas men stängs aldrig."),
    ],
)
def test_fault_is_told_with_its_line_and_the_line_is_kept(line, problem):
    found = read(f"1\t2\tEtt skäl\n{line}")
    assert (found.rows, found.problems) == ({1: {"score": "4", "reason": "Ett skäl"}}, [problem])
    assert "\n".join(found.unread).strip() == line.strip()


def test_headings_are_kept_with_lines_that_could_not_be_read():
    assert read("Nivå;Moment\n2;3\n9;4").unread == ["Nivå;Moment", "9;4"]


def test_levels_follow_the_scale_of_the_checklist():
    checklist = make.checklist(steps=1, scale_max=3, scale_step=2)
    steps = list(checklist.steps.all())
    assert read_pasted("1\t3", checklist, steps).rows == {1: {"score": "6"}}
    assert [bool(read_pasted(f"1\t{level}", checklist, steps).problems) for level in ("4", "2,5")] == [True, True]


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=200) | st.text('1234567890\t;,"\n\r Moment.', max_size=80)
)
def test_any_text_is_read_or_told_about(text):
    found = read(text)
    assert set(found.rows) <= set(make.ALL_STEPS)
