"""The application with a document that is never done: that of one organisation, whose layout nests without end."""

from config.wsgi import application  # isort: skip (it sets Django up)

from reports import pdf
from tests.hard.trial_hanging import ENDLESS

__all__ = ["application"]
# WeasyPrint lays out what lies in each of them several times.
NESTED = 40
make_html = pdf._to_html


def html_of(template, context, language):
    """As it is, or a document that takes longer than anybody waits."""
    html = make_html(template, context, language)
    endless = '<div style="display: flex">' * NESTED + "x" + "</div>" * NESTED
    return html.replace("</body>", f"{endless}</body>") if ENDLESS in html else html


pdf._to_html = html_of
