"""Makes malformed requests out of the addresses and forms there are; Hypothesis chooses, so a seed repeats a run."""

import json
from dataclasses import dataclass, field
from urllib.parse import quote, quote_from_bytes, urlencode

from hypothesis import strategies as st

NASTY = [
    b"",
    b" ",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",  # half a character
    "\u202e\u0000å".encode(),
    "😀".encode() * 300,
    b"-1",
    b"0",
    b"9" * 5000,
    b"1e999999",
    b"NaN",
    b"sNaN",
    b"-Infinity",
    b"0x10",
    b"1_000",
    "٣".encode(),
    "−1".encode(),
    b"2026-13-45",
    b"0000-00-00",
    b"99999-01-01",
    b"25:99",
    b"true",
    b"null",
    b"[]",
    b"{}",
    b"../../etc/passwd",
    b"..%2f..%2f",
    b"%00",
    b"%",
    b"%zz",
    b"http://[",
    b"http://[::1]:99999/",
    b"javascript:alert(1)",
    b"//evil.example/",
    b"\\\\evil\\share",
    b"' OR 1=1 --",
    b"{{ 7*7 }}{% debug %}",
    b"%s%n%(x)s{0}",
    b"\r\nSet-Cookie: a=b",
    b"x" * 30_000,
    b"(" * 5000,
    b"a" * 40 + b"!",
    b"; rm -rf /",
]
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.integers().map(lambda number: str(number).encode()),
)
JSON_BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"\\ud800"',
    b'{"a": "\\ud800"}',
    b'{"a": NaN, "b": 1e999999, "c": ' + b"9" * 5000 + b"}",
    b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b'\xff\xfe{"a": 1}',
    json.dumps({str(number): number for number in range(1001)}).encode(),
    b"x" * 3_000_000,
]
BOUNDARY = b"grans"
PARTS = [
    b'Content-Disposition: form-data; name="x"',
    b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv',
    b'Content-Disposition: form-data; name="file"; filename="../../a.xlsx\x00.csv"',
    b"Content-Disposition: form-data; name*=nope''x",
    b"Content-Disposition: form-data; name=\"x\"; filename*=nope''a.csv",
    b"Content-Disposition: form-data; name*=utf-8''%ff",
    b'Content-Disposition: form-data; name="x"\r\nContent-Transfer-Encoding: base64',
    b'Content-Disposition: form-data; name="x"\r\nContent-Type: text/plain; charset=nope',
    b"Content-Disposition: attachment",
    b"Content-Disposition: form-data",
    b"",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nope",
    "multipart/form-data; boundary=grans",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={'x' * 500}",
    "multipart/form-data; boundary=\xe5",
    "multipart/mixed; boundary=grans",
    "application/json",
    "text/plain; x*=nope''x",
    "text/plain; charset*=nope''x",
    "text/plain; x*0*=nope''x",
    "text/xml",
    "",
    "/",
    "x" * 5000,
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X" * 300]
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["", "sv" * 5000, "sv;q=x", "*", "-", "x-" * 300, "\xff", "sv,en;q=0.5," * 500],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Thu, 99 Nov 99999 99:99:99 GMT", "9" * 500],
    "HTTP_IF_NONE_MATCH": ["*", '"', "x" * 5000],
    "HTTP_RANGE": ["bytes=9-1", "bytes=-", "x"],
    "HTTP_REFERER": ["http://[", "\xff", "x" * 5000, "javascript:1"],
    "HTTP_ORIGIN": ["null", "http://[", "https://evil.example"],
    "HTTP_X_FORWARDED_FOR": ["", ",", "x", "1.2.3.4, " * 500, "::1%eth0", "999.1.1.1"],
    "HTTP_X_FORWARDED_PROTO": ["", "x", "https, http"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest", "\xff"],
    "HTTP_HX_REQUEST": ["true", "\xff", ""],
    "HTTP_HX_CURRENT_URL": ["http://[", "\xff"],
    "HTTP_SEC_FETCH_SITE": ["same-origin", "cross-site", "\xff"],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=x", "br, gzip, *", "\xff"],
    "HTTP_HOST": ["", "evil.example", "testserver:99999", "[", "testserver\r\nx: y", "testserver."],
    "HTTP_X_REQUEST_ID": ["x" * 5000, "\xff", "a\r\nb"],
    "HTTP_USER_AGENT": ["", "\xff" * 300, "x" * 5000],
    "CONTENT_LENGTH": ["", "-1", "x", "9" * 50],
}
COOKIES = [
    "sessionid=x",
    "sessionid=" + "x" * 5000,
    "sessionid=\xff",
    'sessionid="',
    "django_language=xx",
    "django_language=\xff",
    "django_language=" + "sv" * 500,
    "csrftoken=" + "x" * 64,
    "=;;=;" * 300,
    "a=b; " * 500,
    "messages=x",
]


@dataclass
class Sent:
    """A request as it comes from a web server."""

    who: str
    method: str
    path: bytes
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookie: str = ""

    def __repr__(self) -> str:
        parts = (self.who, self.method, self.path[:200], self.query[:200], self.content_type[:80], self.body[:300])
        return f"Sent({', '.join(map(repr, parts))}, {self.headers!r:.200}, {self.cookie!r:.100})"


@dataclass(frozen=True)
class Target:
    """Somewhere to send to: an address as somebody sees it, and the form there if it is one."""

    who: str
    path: str
    method: str = "GET"
    data: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()


@st.composite
def requests(draw, targets: list[Target]) -> Sent:
    """Any malformed request to one of the targets."""
    target = draw(st.sampled_from(targets))
    make = draw(st.sampled_from([_form, _form, _form, _address, _address, _body, _multipart, _headers]))
    return draw(make(target))


@st.composite
def _form(draw, target: Target) -> Sent:
    """The form with some of its fields changed, missing, doubled, or with fields that it does not have."""
    fields = [(name.encode(), value.encode()) for name, values in target.data for value in values]
    names = [name.encode() for name, _values in target.data] or [b"x"]
    for _time in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from(["value", "value", "value", "without", "twice", "more", "many"]))
        name = draw(st.sampled_from(names))
        if change in ("value", "without"):
            fields = [(each, value) for each, value in fields if each != name]
        if change in ("value", "twice"):
            fields.append((name, draw(WORDS)))
        if change == "more":
            fields.append((draw(WORDS), draw(WORDS)))
        if change == "many":
            fields += [(b"x%d" % number, b"") for number in range(1001)]
    method = draw(st.sampled_from([target.method, "POST"]))
    if method == "GET":
        return Sent(target.who, "GET", target.path.encode(), query=urlencode(fields))
    kind = draw(st.sampled_from(TYPES[:1] * 9 + TYPES[:3]))
    return Sent(target.who, "POST", target.path.encode(), body=urlencode(fields).encode(), content_type=kind)


@st.composite
def _address(draw, target: Target) -> Sent:
    """Another word in one place of the path, and a nonsensical query."""
    places = target.path.strip("/").split("/")
    places[draw(st.integers(0, len(places) - 1))] = draw(WORDS).decode("latin-1")
    path = b"/" + "/".join(places).encode("latin-1") + draw(st.sampled_from([b"/", b""]))
    names = ["traff", "diagram", "q", "next", "sida", "tillstand", "mottagare", "delmoment", "x"]
    query = [(draw(st.sampled_from(names)), draw(WORDS)) for _time in range(draw(st.integers(0, 3)))]
    raw = draw(st.sampled_from(["", "", "%", "&&==&", "q=%00", "q=%ff", "a" * 5000]))
    return Sent(target.who, draw(st.sampled_from(METHODS[:3])), path, query="&".join([urlencode(query), raw]))


@st.composite
def _body(draw, target: Target) -> Sent:
    """A body of any type by any method."""
    body = draw(st.one_of(st.sampled_from(JSON_BODIES), WORDS))
    method, kind = draw(st.sampled_from(METHODS)), draw(st.sampled_from(TYPES))
    return Sent(target.who, method, target.path.encode(), body=body, content_type=kind)


@st.composite
def _multipart(draw, target: Target) -> Sent:
    """Parts of a form, with files, that are put together badly."""
    parts = [b"--" + BOUNDARY + b"\r\n" + _part(name) for name, _values in target.data]
    for name in target.files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="nivaer.{draw(st.sampled_from(SUFFIXES))}"'
        parts.append(b"--" + BOUNDARY + b"\r\n" + head.encode() + b"\r\n\r\n" + draw(st.one_of(FILES, WORDS)) + b"\r\n")
    for _time in range(draw(st.integers(0, 3))):
        head, value = draw(st.sampled_from(PARTS)), draw(WORDS)
        parts.append(b"--" + BOUNDARY + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n")
    end = draw(st.sampled_from([b"--" + BOUNDARY + b"--\r\n", b"--" + BOUNDARY, b"", b"\r\n"]))
    kind = draw(st.sampled_from(TYPES[3:4] * 9 + TYPES[3:8]))
    return Sent(target.who, "POST", target.path.encode(), body=b"".join(parts) + end, content_type=kind)


SUFFIXES = ["csv", "xlsx", "xlsm", "", "\x00", "csv" * 100]
FILES = st.sampled_from(
    [b"PK\x03\x04" + b"\0" * 99, b"XALU;1;1;2\n" * 999, b"\xff\xfeh", b"=1+1;" * 999, b'"', b"\x00"]
)


def _part(name: str) -> bytes:
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n1\r\n'.encode()


@st.composite
def _headers(draw, target: Target) -> Sent:
    """Headers and cookies that nobody sends."""
    names = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True))
    headers = {name: draw(st.sampled_from(HEADERS[name])) for name in names}
    cookie = draw(st.sampled_from(["", *COOKIES]))
    query = quote(quote_from_bytes(draw(WORDS)), safe="%=&")
    return Sent(target.who, target.method, target.path.encode(), query=query, headers=headers, cookie=cookie)
