"""Fields and forms that others are made of: days as text, one-line texts, forms that two people may have open."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.offered import OnlyOffered

DATE_FORMATS = ["%Y-%m-%d", "%d/%m %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d"]
YEARS = range(1990, 2100)
TOO_LONG = gettext_lazy("Write at most %(limit_value)d characters. Now there are %(show_value)d.")


def validate_year(day: date) -> None:
    """Refuse years that are slips of the pen; round files refuse the same ones."""
    if day.year not in YEARS:
        words = {"first": YEARS[0], "last": YEARS[-1]}
        raise ValidationError(_("The year must be between %(first)s and %(last)s.") % words)


class DayField(forms.DateField):
    """A day that is written as text: native date fields show other formats than the language of the page."""

    default_error_messages = {"invalid": gettext_lazy("Write the date as year-month-day, for example 2027-02-15.")}
    default_validators = [validate_year]
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=DATE_FORMATS, **kwargs)


class LineField(forms.CharField):
    """A text on one line, with single spaces."""

    default_error_messages = {"max_length": TOO_LONG}

    def clean(self, value):
        return " ".join(super().clean(value).split())

    def widget_attrs(self, widget):
        """No maxlength: people may paste too much and shorten it then."""
        return {}


class WithVersion(OnlyOffered):
    """A form of something that a colleague may save meanwhile. ``version`` is that of what the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)

    def seen_version(self) -> int:
        """The version that the writer saw; 0 for nothing."""
        return self.cleaned_data["version"] or 0

    def show_version(self, version: int) -> None:
        """Saving this form again then means replacing this version."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("version")] = str(version)
        self.data = data


class VersionedForm(WithVersion, forms.ModelForm):
    """A form of a row that a colleague may save or delete meanwhile."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else 0

    def values(self) -> dict[str, object]:
        """What was written, by field name."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}

    def show_beside(self, row) -> list[tuple[str, str]]:
        """What a colleague saved otherwise, label by label; saving this form again then means replacing it."""
        self.show_version(row.version)
        differing = [name for name, value in self.values().items() if getattr(row, name) != value]
        return [(str(self.fields[name].label), shown(row, name)) for name in differing if name in self.fields]

    def start_anew(self) -> None:
        """The row is gone; saving this form again then makes a new one."""
        self.show_version(0)


def shown(row, name: str) -> str:
    """The value of a field in words; "–" for none."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, date):
        return date_format(value)
    return str(value) if value not in (None, "") else "–"
