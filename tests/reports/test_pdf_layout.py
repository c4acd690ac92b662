"""What is laid out opens nothing and calls nobody: watched from within, in this process, by Python's audit events."""

import gc
import sys

import pytest

from reports.pdf_layout import ForbiddenAsset, lay_out
from reports.workers.tasks import pdf_assets
from tests.reports import hostile

PAGE = '<html lang="sv"><head><title>T</title>{head}</head><body><h1>T</h1>{body}</body></html>'


class Watch:
    """Notes which files are opened and which connections are tried."""

    def __init__(self):
        self.on, self.seen = False, []
        sys.addaudithook(self)

    def __call__(self, event, arguments):
        if self.on and event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen"):
            self.seen.append((event, str(arguments[0])))

    def __enter__(self):
        gc.disable()  # directories of fonts that are done with are removed before or after, not while watching
        self.on, self.seen = True, []
        return self

    def __exit__(self, *_exception):
        self.on = False
        gc.enable()


watch = Watch()


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("SECRET")
    return path


def made(head: str = "", body: str = "") -> bytes:
    html = PAGE.format(head=head, body=body).encode()
    return lay_out(count=1, pages=1, **pdf_assets())(lambda _index: html)


@pytest.mark.parametrize("address", hostile.ADDRESSES)
def test_nothing_is_opened_for_a_document_that_is_refused(secret, address):
    made()  # everything that is loaded once is loaded now
    for place, markup in hostile.REFUSED:
        html = {place: markup.format(url=address.format(secret=secret))}
        with watch, pytest.raises(ForbiddenAsset):
            made(**html)
        assert watch.seen == [], html


@pytest.mark.parametrize("markup", hostile.NEVER_LOADED)
def test_nothing_is_opened_for_what_weasyprint_does_not_know(secret, markup):
    made()
    with watch:
        made(body=markup.format(url=secret.as_uri()))
    assert watch.seen == []


def test_watching_notices_the_fetcher_that_weasyprint_has_by_itself(secret):
    import weasyprint

    html = PAGE.format(head=f'<link rel="attachment" href="{secret.as_uri()}">', body="")
    with watch:
        content = weasyprint.HTML(string=html).write_pdf()
    assert ("open", str(secret)) in watch.seen
    assert b"/EmbeddedFile" in content
