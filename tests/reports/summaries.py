"""For tests of the politician's page: a participant that has submitted, and what stands in a PDF."""

import io

from django.urls import reverse
from pypdf import PdfReader

from learning_rounds.models import Participation
from reports.summary import Summary, summary_of
from tests import factories

START = {1: 6, 2: 4, 3: 3, 4: 4, 5: 4, 6: 5, 7: 2, 8: 2, 9: 3, 10: 3}
LATER = {1: 8, 2: 5, 3: 5, 4: 6, 5: 4, 6: 5, 7: 3, 8: 5, 9: 3, 10: 4}


def exempelkoping() -> Participation:
    """A participant that has submitted before the first two of four meetings, in a group of its own."""
    learning_round = factories.learning_round("omgang", open_meeting=2)
    group = factories.learning_group(learning_round, "Grupp 1")
    return submitting(group, "Exempelköping", START, LATER)


def submitting(group, name: str, *scores, **fields) -> Participation:
    """A participation of the group that has submitted these scores before the meetings from the first on."""
    participation = factories.participation(organisation=factories.organisation(name=name), group=group, **fields)
    for number, of_meeting in enumerate(scores):
        factories.submitted(factories.assessment(participation, number), of_meeting)
    return participation


def summary(participation: Participation, meeting: int = 1) -> Summary | None:
    return summary_of(participation, participation.round.meetings.get(number=meeting))


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words_of(content: bytes) -> str:
    """The text of all pages on one line."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def address(name: str, participation: Participation, meeting: int = 1) -> str:
    return reverse(name, args=[participation.round.slug, participation.organisation.code, meeting])
