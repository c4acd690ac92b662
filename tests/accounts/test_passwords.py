"""What a password has to be: long, not common, not made of one's own words; anything else is free."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

PERSON = User(email="karin.andersson@ostbyn.example.org", display_name="Karin Åkesson")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "blåbärspaj i september",
        "aaaaaaaaaaaaaaaaaa-b",
        "0987651230984",
        "å" * 64,
        "lösen " * 200,
        "jämsteg är roligt men svårt",
        "karin cyklar till arbetet varje dag",
        "  mellanslag räknas  ",
    ],
)
def test_password_is_taken(password):
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "elva tecken",
        "qwerty123456",
        "password1234",
        "karin.andersson",
        "KarinAndersson2026",
        "ostbyn-ostbyn-1",
        "åkesson-åkesson-åkesson",
        "Jämsteg2026!!",
        "jamsteg-pa-prov",
        "jämställdhet1",
        "karin@ostbyn.example.org",
    ],
)
def test_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, PERSON)


def test_password_without_a_person_is_judged_too():
    validate_password("correct horse battery staple")
    with pytest.raises(ValidationError):
        validate_password("jamsteg123456")
