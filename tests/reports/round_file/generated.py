"""Generated rounds: rows with everything a round file can hold, in the order in which an export has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from accounts.actions import OrganisationRow
from accounts.models import Organisation
from assessments.models import Measure
from learning_rounds.models import (
    ChainEntry,
    LearningGroup,
    LearningMeeting,
    LearningRound,
    Participation,
    PilotActivity,
)
from reports.models import SharedText
from reports.round_file.rows import (
    AnswerRow,
    AssessmentRow,
    BriefRow,
    ChainRow,
    ExtensionRow,
    GroupMeetingRow,
    GroupRow,
    MeasureRow,
    MeetingRow,
    NoteRow,
    ParticipationRow,
    PilotRow,
    ReportRow,
    RoundFile,
    SharedTextRow,
    ShareRow,
    SheetRow,
    ShownRow,
    StepKey,
    UnitRow,
)

CHECKLIST, OTHER = "skr-2020", "lista-2"
CODES = ("X901", "X902")
MEETINGS = (0, 1)

WORDS = ["a", "Åäö é 漢 \U0001f600", '"citat" \\ </script>', "=1+1", "a\u00a0b", "{}", "null", "-"]
LINE = st.sampled_from(["", *WORDS])
NAME = st.sampled_from(WORDS)
TEXT = st.sampled_from(["", *WORDS, "två\n\nrader", "två\r\nrader", "a\u2028b", "\x07ljud\x07"])
SAID = TEXT.filter(bool)
DAY = st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31))
MOMENT = st.datetimes(datetime(1991, 1, 1), datetime(2098, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
UNIT = st.sampled_from([UnitRow(), UnitRow("committee", "Socialnämnden"), UnitRow("company", "")])
STEP = st.builds(StepKey, st.just(CHECKLIST), st.integers(1, 10)) | st.builds(
    StepKey, st.just(OTHER), st.integers(1, 3)
)


def choice(choices):
    return st.sampled_from(choices.values)


def period(draw) -> dict:
    starts_on = draw(DAY)
    ends_on = draw(DAY)
    if starts_on and ends_on and ends_on < starts_on:
        starts_on, ends_on = ends_on, starts_on
    return {"starts_on": starts_on, "ends_on": ends_on}


@st.composite
def sheets(draw, submitted: bool) -> SheetRow:
    checklist = draw(st.sampled_from([CHECKLIST, CHECKLIST, OTHER]))
    steps = draw(st.sets(st.integers(1, 10 if checklist == CHECKLIST else 3), max_size=3))
    answers = []
    for step in sorted(steps):
        half_steps, is_scored = draw(st.none() | st.integers(2, 8)), draw(st.booleans())
        answer = AnswerRow(step, is_scored, half_steps if is_scored else None, draw(TEXT), draw(TEXT))
        if answer.is_scored or answer.reason or answer.evidence:
            answers.append(answer)
    return SheetRow(checklist, draw(LINE), tuple(answers), draw(MOMENT) if submitted else None)


@st.composite
def assessments(draw, meeting: int, unit: UnitRow) -> AssessmentRow:
    submissions = tuple(draw(st.lists(sheets(submitted=True), max_size=2)))
    draft = draw(sheets(submitted=False) if not submissions else st.none() | sheets(submitted=False))
    if submissions and draft == replace(submissions[-1], submitted_at=None):
        draft = None
    return AssessmentRow(meeting, unit, submissions, draft)


@st.composite
def pilots(draw, number: int) -> PilotRow:
    notes = draw(st.lists(st.builds(NoteRow, DAY.filter(bool), SAID), max_size=2))
    return PilotRow(
        id=number,
        unit=draw(st.none() | UNIT),
        name=draw(NAME),
        area=draw(LINE),
        department=draw(LINE),
        problem=draw(TEXT),
        goal=draw(TEXT),
        responsible=draw(LINE),
        status=draw(choice(PilotActivity.Status)),
        notes=tuple(notes),
        **period(draw),
    )


@st.composite
def chains(draw, pilot_ids: list[int]) -> tuple[ChainRow, ...]:
    levels = draw(st.lists(st.integers(1, 5), max_size=4))
    return tuple(
        ChainRow(
            id=number,
            level=level,
            state=draw(choice(ChainEntry.State)),
            text=draw(SAID),
            pilot=draw(st.sampled_from([None, *pilot_ids])),
            steps=tuple(sorted(draw(st.sets(STEP, max_size=2)))),
            goals=tuple(sorted(draw(st.sets(st.integers(1, 6), max_size=2)))),
            leads_to=tuple(to for to, higher in enumerate(levels, start=1) if higher > level and draw(st.booleans())),
        )
        for number, level in enumerate(levels, start=1)
    )


@st.composite
def participations(draw, organisation: OrganisationRow, groups: list[str]) -> ParticipationRow:
    status = draw(choice(Participation.Status))
    places = draw(st.sets(st.tuples(st.sampled_from(MEETINGS), UNIT), max_size=3))
    number = draw(st.integers(0, 2))
    answered = [
        draw(assessments(meeting, unit))
        for meeting, unit in sorted(places, key=lambda place: (place[0], place[1] != UnitRow(), place[1]))
    ]
    return ParticipationRow(
        organisation=organisation,
        role=draw(choice(Participation.Role)),
        group=draw(st.sampled_from(["", *groups])),
        status=status,
        withdrawn_on=draw(DAY) if status == Participation.Status.WITHDRAWN else None,
        decision=draw(st.sampled_from(["", *Participation.Decision.values])),
        decided_on=draw(DAY),
        decision_url=draw(st.sampled_from(["", "https://example.org/å?x=1&y=2"])),
        goal=draw(TEXT),
        contact=draw(LINE),
        extensions=tuple(ExtensionRow(meeting, date(2026, 1, 1)) for meeting in MEETINGS if draw(st.booleans())),
        assessments=tuple(answered),
        measures=tuple(draw(st.lists(measures(), max_size=3))),
        pilots=tuple(draw(pilots(each)) for each in range(1, number + 1)),
        chain=draw(chains(list(range(1, number + 1)))),
        briefs=tuple(draw(briefs(meeting)) for meeting in MEETINGS if draw(st.booleans())),
        report=draw(reports(answered)),
        shares=tuple(draw(shares(answered, groups))),
    )


@st.composite
def shares(draw, answered: list[AssessmentRow], groups: list[str]) -> list[ShareRow]:
    """Some of what was submitted by whole organisations, shared with any group of the round."""
    submitted = [(row.meeting, row.submissions) for row in answered if row.unit == UnitRow() and row.submissions]
    found = []
    for meeting, submissions in submitted if groups else []:
        number = draw(st.integers(1, len(submissions)))
        steps = st.integers(1, 10 if submissions[number - 1].checklist == CHECKLIST else 3)
        text = st.builds(SharedTextRow, st.sampled_from(SharedText.OF_STEPS).map(str), steps, SAID)
        text |= st.builds(SharedTextRow, st.sampled_from(["pilot", "goal", "way", "leads"]), st.none(), SAID)
        texts = tuple(draw(st.lists(text, min_size=1, max_size=3)))
        group, at, taken_back_at = draw(st.sampled_from(groups)), draw(MOMENT), draw(st.none() | MOMENT)
        found.append(ShareRow(meeting, number, group, at, draw(LINE), taken_back_at, texts))
    return found


@st.composite
def reports(draw, answered: list[AssessmentRow]) -> ReportRow | None:
    """A results report that shows some of the reasons submitted last; None when it would say nothing."""
    latest = [(row.meeting, row.submissions[-1]) for row in answered if row.unit == UnitRow() and row.submissions]
    submitted = [ShownRow(meeting, each.step) for meeting, sheet in latest for each in sheet.answers if each.reason]
    shown = tuple(sorted(row for row in submitted if draw(st.booleans())))
    row = draw(st.builds(ReportRow, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, LINE, st.just(shown)))
    return None if row == ReportRow() else row


def measures():
    state = choice(Measure.State)
    places = (st.sampled_from(MEETINGS), UNIT, STEP, SAID, LINE, DAY)
    dropped = st.builds(MeasureRow, *places, st.just(Measure.State.DROPPED.value), TEXT)
    return st.builds(MeasureRow, *places, state) | dropped


def briefs(meeting: int):
    return st.builds(BriefRow, st.just(meeting), LINE, LINE, LINE, LINE)


@st.composite
def rounds(draw) -> RoundFile:
    """A round of up to two fictive organisations, coordinated by SKR."""
    kinds = choice(Organisation.Kind)
    organisations = [OrganisationRow(code, draw(NAME), draw(kinds), draw(LINE)) for code in CODES]
    groups = sorted(draw(st.sets(NAME, max_size=2)))
    return RoundFile(
        slug="genererad",
        name=draw(NAME),
        checklist=CHECKLIST,
        coordinator="SKR",
        state=draw(choice(LearningRound.State)),
        meetings=tuple(draw(learning_meetings(number)) for number in MEETINGS),
        groups=tuple(draw(learning_groups(name, organisations)) for name in groups),
        participations=tuple(draw(participations(each, groups)) for each in organisations if draw(st.booleans())),
        **period(draw),
    )


@st.composite
def learning_meetings(draw, number: int) -> MeetingRow:
    last_day = date(2025, 1, 1) + timedelta(number)
    held_on = draw(st.none() | st.just(last_day + timedelta(7)))
    return MeetingRow(number, draw(choice(LearningMeeting.Kind)), draw(NAME), last_day, held_on, draw(LINE))


@st.composite
def learning_groups(draw, name: str, organisations: list[OrganisationRow]) -> GroupRow:
    host = st.none() | st.sampled_from(organisations)
    meetings = [
        GroupMeetingRow(number, draw(st.none() | MOMENT), draw(host), draw(LINE))
        for number in MEETINGS
        if draw(st.booleans())
    ]
    return GroupRow(name, draw(st.sampled_from(["", *LearningGroup.Basis.values])), tuple(meetings))
