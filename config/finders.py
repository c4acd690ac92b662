"""Serves named files of npm packages as static files, without copying them into the repository."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage


class NodePackageFinder(BaseFinder):
    """Finds exactly the files of settings.NODE_PACKAGE_FILES: static path → path on disk."""

    def check(self, **kwargs) -> list[CheckMessage]:
        missing = [path for path in settings.NODE_PACKAGE_FILES.values() if not Path(path).is_file()]
        return [Error(f"{path} is missing. Run bin/setup.", id="config.E001") for path in missing]

    def find(self, path, find_all=False, **kwargs):
        found = settings.NODE_PACKAGE_FILES.get(path)
        if found is None or not Path(found).is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns):
        for path, source in settings.NODE_PACKAGE_FILES.items():
            source = Path(source)
            storage = _OneFile(location=source.parent, name=source.name)
            yield path, storage


class _OneFile(FileSystemStorage):
    """A storage that answers every path with the one file it was made for."""

    def __init__(self, *, location: Path, name: str):
        super().__init__(location=location)
        self.name = name
        self.prefix = ""

    def path(self, name: str) -> str:
        return super().path(self.name)
