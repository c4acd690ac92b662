"""The application without the warm processes for documents, which would keep a trial that makes none from its work."""

from reports.workers.tasks import workers

workers.start = lambda: None

from config.wsgi import application  # noqa: E402 (starts them)

__all__ = ["application"]
