"""What meetings are called: organisers write names in Swedish, and those that are usual have an English one too."""

from django.utils.translation import get_language, gettext, gettext_noop

USUAL = {
    "Uppstart": gettext_noop("Kick-off"),
    "Uppstartsträff": gettext_noop("Kick-off meeting"),
    "Konferens": gettext_noop("Conference"),
    "Resultatkonferens": gettext_noop("Results conference"),
}
NUMBERED = {
    "Träff": gettext_noop("Meeting %(number)s"),
    "Lärandeträff": gettext_noop("Learning meeting %(number)s"),
    "Strategträff": gettext_noop("Strategists' meeting %(number)s"),
}


def title_of(name: str) -> str:
    """The name for the reader: as it is written in Swedish, and in another language when there is no other name."""
    word, _space, number = name.partition(" ")
    if _speaks_swedish():
        return name
    if word in NUMBERED and number.isdecimal():
        return gettext(NUMBERED[word]) % {"number": number}
    return gettext(USUAL[name]) if name in USUAL else name


def inside_sentence(name: str) -> str:
    """The name after "before" and "at": "träff 2". Abbreviations and Swedish names in English keep their capitals."""
    title = title_of(name)
    is_word = (_speaks_swedish() or title != name) and not title[1:2].isupper()
    return title[:1].lower() + title[1:] if is_word else title


def _speaks_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")
