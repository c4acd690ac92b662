"""Rules that check themselves, for every address, model, template, setting and text there is.

The second rule (who may do what at every address) is in tests/test_policy.py, the ninth (no fault on any page) in
tests/test_pages.py. Every rule has a test with a planted fault below it, which shows that it can fail.
"""

import importlib.util
import inspect
import re
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.db import models
from django.db.models import Q
from django.template.loader import get_template
from django.test.utils import isolate_apps

from accounts.models import Organisation, User
from accounts.privacy.registry import WHAT_TO_DO, Table, all_tables, faults
from tests import factories, sweeps
from tests.addresses import Address, walk

PUBLIC = {
    "set-language",
    "accessibility",
    "privacy",
    "help",
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",  # logging out twice is no fault
    "account_signup",  # says that signing up is closed
    "account_inactive",
    "mfa_authenticate",  # between the password and the login
    "mfa_login_webauthn",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "invitation-open",
    "invitation-accept",
    "organisation-login",
    "organisation-login-return",
}
# Where one of the two may be missing, and why.
PAIRS_APART = {
    "Submission.at/by": "a submission that was imported was handed in by nobody known here",
    "Share.at/by": "what was imported was shared by nobody known here",
    "ShareWithdrawal.at/by": "and taken back by nobody",
}
# What was imported was saved by nobody.
SAVED = ".saved_at/saved_by"
VIEWS = sorted(path for app in sweeps.APPS for path in (sweeps.BASE / app).rglob("*.py") if "views" in str(path))


# 1. Every address needs login, except a named set.


def is_public(address) -> bool:
    return not getattr(address.view, "login_required", True)


def test_every_address_but_the_named_needs_login():
    assert {address.name for address in walk() if is_public(address)} == PUBLIC


def test_open_address_is_noticed():
    open_view = Address("new", login_not_required(lambda request: None), frozenset())
    assert is_public(open_view)
    assert not is_public(Address("new", lambda request: None, frozenset()))


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in walk()]
    assert (sorted(set(names)), "" in names) == (sorted(names), False)


def test_every_address_is_called_like_its_view():
    assert sweeps.misnamed(walk()) == []


@pytest.mark.django_db
def test_address_without_login_is_refused_by_default(client):
    """An address that nobody thought of is closed: the middleware asks for login unless the view says otherwise."""
    closed = {address.name: client.get(address.path()) for address in walk() if not is_public(address)}
    login = {name: response.headers.get("Location", "").split("?")[0] for name, response in closed.items()}
    assert set(login.values()) == {"/konto/logga-in/"}, login


# 3. Views reach rows only through visible_to.


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(sweeps.BASE)))
def test_views_reach_rows_only_through_visible_to(path):
    assert sweeps.unscoped_reads(path.read_text("utf-8"), sweeps.related_names()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Submission.objects.all()",
        "Submission.objects.filter(pk=pk).visible_to(user)",
        "get_object_or_404(Submission, pk=pk)",
        "participation.submissions.all()",
        "assessment.scores.filter(step=step)",
        "models.Submission._default_manager.get(pk=pk)",
    ],
)
def test_unscoped_reads_are_noticed(line):
    assert len(sweeps.unscoped_reads(line, {"submissions", "scores"})) == 1


def test_scoped_reads_are_left_alone():
    lines = "get_object_or_404(Submission.objects.visible_to(user).latest(), pk=pk)\nworksheet.rows.count"
    assert sweeps.unscoped_reads(lines, {"scores"}) == []


# 4. Every model has a factory and says who sees its rows.


def test_every_model_has_a_factory():
    missing = [model.__name__ for model in sweeps.own_models() if not has_factory(model)]
    assert missing == []


def has_factory(model) -> bool:
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__).lstrip("_")
    factory = getattr(factories, name, None)
    return inspect.isfunction(factory)


@pytest.mark.django_db
def test_every_model_says_who_sees_its_rows():
    person = factories.user()
    unsaid = [model.__name__ for model in sweeps.own_models() if not hasattr(model.objects, "visible_to")]
    assert unsaid == []
    assert all(isinstance(model.objects.visible_to(person), models.QuerySet) for model in sweeps.own_models())


@isolate_apps("accounts")
def test_model_without_factory_is_noticed():
    class Forgotten(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "accounts"

    assert not has_factory(Forgotten)
    assert not hasattr(Forgotten.objects, "visible_to")


# 5. Every template is used.


def all_templates() -> dict[str, str]:
    root = sweeps.BASE / "templates"
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def all_sources() -> list[str]:
    return [path.read_text("utf-8") for app in sweeps.APPS for path in (sweeps.BASE / app).rglob("*.py")]


def expected_by_others(names) -> set[str]:
    """Error pages, mails (named without their ends), and what stands in place of templates of an installed package."""
    directories = [config.path + "/templates/" for config in apps.get_app_configs()]
    overriding = {name for name in names for directory in directories if (sweeps.Path(directory) / name).is_file()}
    sources = "".join(all_sources())
    mails = {name for name in names if re.sub("_(subject|message).txt$", '"', f'"{name}') in sources}
    return overriding | mails | {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def test_every_template_is_used():
    templates = all_templates()
    sources = [*templates.values(), *all_sources()]
    assert sweeps.unused_templates(templates, sources, expected_by_others(templates)) == []


def test_every_template_compiles():
    for name in all_templates():
        get_template(name)


def test_unused_template_is_noticed():
    assert sweeps.unused_templates({"a.html", "b.html"}, ['render(request, "a.html")'], set()) == ["b.html"]


# 6. No migration is missing.


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db
def test_missing_migration_is_noticed(monkeypatch):
    monkeypatch.setattr(Organisation._meta.get_field("name"), "max_length", 121)
    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


# 7. Paired _at/_by fields are set together.


def test_paired_fields_are_set_together():
    apart = [pair for model in sweeps.own_models() for pair in sweeps.unconstrained_pairs(model)]
    assert [pair for pair in apart if not pair.endswith(SAVED)] == list(PAIRS_APART)


@isolate_apps("accounts")
def test_unconstrained_pair_is_noticed():
    class Deed(models.Model):  # noqa: DJ008
        done_at = models.DateTimeField(null=True)
        done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
        sent_at = models.DateTimeField(null=True)
        sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

        class Meta:
            app_label = "accounts"
            constraints = [
                models.CheckConstraint(
                    condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False),
                    name="deed_sent_at_by_together",
                )
            ]

    assert sweeps.unconstrained_pairs(Deed) == ["Deed.done_at/done_by"]


# 8. Every setting that is read stands, explained, in .env.example.


def test_every_setting_stands_in_the_example():
    source = (sweeps.BASE / "config" / "settings.py").read_text("utf-8")
    example = (sweeps.BASE / ".env.example").read_text("utf-8")
    assert sweeps.settings_explained(example) == sweeps.settings_read(source)


def test_settings_are_read_in_settings_only():
    readers = [
        path
        for path in sweeps.BASE.glob("*/**/*.py")
        if path.relative_to(sweeps.BASE).parts[0] in sweeps.APPS
        and path.name not in ("settings.py", "wsgi.py")
        and "environ" in path.read_text("utf-8")
    ]
    assert readers == []


def test_unexplained_setting_is_noticed():
    assert sweeps.settings_read('env.bool("A", False)\nenv("B")\nos.environ.get("C")') == {"A", "B", "C"}
    assert sweeps.settings_explained("# What A is for.\nA=1\n\nB=2\n\n# C\n# C=3\n") == {"A", "C"}


# 10. Every text is translated in both languages.


def translations():
    """The module behind bin/messages."""
    spec = importlib.util.spec_from_file_location("messages", settings.BASE_DIR / "bin" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_is_translated(capsys):
    assert translations().main(["--check"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Help"\nmsgstr ""\n', "no translation of 'Help'"),
        ('#, fuzzy\nmsgid "Help"\nmsgstr "Hjälp"\n', "fuzzy translation of 'Help'"),
        ('#, python-format\nmsgid "%(a)s"\nmsgstr "%(b)s"\n', "unknown named placeholder 'b' in '%(a)s'"),
    ],
)
def test_missing_translation_is_noticed(entry, fault):
    module = translations()
    assert list(module.faults(module.read_po(StringIO(entry), locale="sv"))) == [fault]


# 11. Every field says what it says about people.


def test_every_field_has_a_class():
    found = faults(all_tables(), apps.get_models())
    assert found == [], WHAT_TO_DO.format(faults="\n".join(found))


@isolate_apps("accounts")
def test_missing_gone_double_and_wrong_classes_are_noticed():
    class Note(models.Model):  # noqa: DJ008
        text = models.TextField()
        writer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
        length = models.IntegerField()

        class Meta:
            app_label = "accounts"

    Note._meta.get_field("writer").remote_field.model = User
    tables = [Table("accounts.Note", free_text="text text", none="writer title"), Table("accounts.Gone")]
    assert faults(tables, [Note, Organisation]) == [
        "accounts.Note: length has no class",
        "accounts.Note: title has a class but is gone",
        "accounts.Note: text has two classes",
        "accounts.Note: writer leads to a user: personal",
        "accounts.Note: no purpose",
        "accounts.Organisation: no Table",
        "accounts.Gone: no such model",
    ]
