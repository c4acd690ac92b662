"""Snippets that want a document to load something, and the addresses that they want it from."""

HEAD = [
    '<link rel="attachment" href="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<style>@import url("{url}");</style>',
    '<style>h1 {{ background: url("{url}") }}</style>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} h1 {{ font-family: x }}</style>',
    '<style>li {{ list-style-image: url("{url}") }}</style><ul><li>x</ul>',
    '<style>h1::before {{ content: url("{url}") }}</style>',
    '<style>h1 {{ border-image: url("{url}") 9 }}</style>',
    '<style>@page {{ background: url("{url}") }}</style>',
    '<style>@page {{ @top-left {{ content: url("{url}") }} }}</style>',
    '<base href="{url}"><img src="x.png" alt="x">',
]
BODY = [
    '<img src="{url}" alt="x">',
    '<a rel="attachment" href="{url}">x</a>',
    '<object data="{url}" type="image/png">x</object>',
    '<embed src="{url}" type="image/svg+xml">',
    '<svg><title>x</title><image href="{url}" width="9" height="9"/></svg>',
    '<svg><title>x</title><image xlink:href="{url}" width="9" height="9"/></svg>',
    '<p style="background-image: url({url})">x</p>',
]
REFUSED = [("head", text) for text in HEAD] + [("body", text) for text in BODY]
NEVER_LOADED = [
    '<svg><title>x</title><use href="{url}#x"/></svg>',
    '<svg><title>x</title><style>@import url("{url}");</style></svg>',
    '<iframe src="{url}"></iframe>',
    '<script src="{url}"></script>',
    '<video src="{url}" poster="{url}"></video>',
    '<audio src="{url}"></audio>',
    '<a href="{url}">x</a>',
    '<input type="image" src="{url}">',
    '<meta http-equiv="refresh" content="0; url={url}">',
    '<form action="{url}"><button>x</button></form>',
]
ADDRESSES = [
    *("file://{secret}", "{secret}", "http://127.0.0.1:9/x", "https://127.0.0.1:9/x", "ftp://127.0.0.1/x"),
    *("gopher://127.0.0.1/x", "//127.0.0.1/x", "data:text/css,a", "jar:file://{secret}!/x", "asset:../../.env"),
]
