"""The door for requests that Django itself would stumble over."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request whose content type may be nonsense: it is refused as one, by ``config.middleware.refuse_broken_text``.

    Django looks up the encodings that the header names before any of our code runs, and fails for unknown ones.
    """

    is_unreadable = False

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}
            self.is_unreadable = True


class Handler(WSGIHandler):
    """The WSGI application."""

    request_class = Request
