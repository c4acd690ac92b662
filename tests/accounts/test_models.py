"""People and organisations: what the database refuses, how names sort and are found, what is never changed."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AppendOnlyError, AuditEntry, Membership, Organisation, Unit, User, fold, sort_key
from accounts.permissions import Permission, Role
from tests import factories
from tests.checks import refused

pytestmark = pytest.mark.django_db

IN_SWEDISH_ORDER = [
    "Ale",
    "Alvesta",
    "Arboga",
    "Zorn",
    "Åmål",
    "Åre",
    "Älmhult",
    "Ängelholm",
    "Öckerö",
    "Örebro",
]


@pytest.mark.parametrize(("code", "is_fictive"), [("X100", False), ("1480", True)])
def test_only_fictive_organisations_have_codes_that_begin_with_x(code, is_fictive):
    organisation = Organisation(code=code, name="Kommun", kind="municipality", is_fictive=is_fictive)
    organisation.sort_key = organisation.search_key = "kommun"
    refused(organisation, "Codes of fictive organisations, and only those, begin with X.")


def test_organisation_codes_are_unique():
    factories.organisation("X100")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(code="X100", name="En annan", kind="municipality", is_fictive=True)


def test_organisation_has_one_unit_that_stands_for_the_whole():
    organisation = factories.organisation()
    factories.unit(organisation, Unit.Kind.COMMITTEE)
    factories.unit(organisation, Unit.Kind.COMMITTEE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(organisation=organisation, kind=Unit.Kind.WHOLE)


def test_organisations_sort_as_in_swedish_on_every_database():
    for name in reversed(IN_SWEDISH_ORDER):
        factories.organisation(name=name)
    names = Organisation.objects.filter(name__in=IN_SWEDISH_ORDER).in_order().values_list("name", flat=True)
    assert list(names) == IN_SWEDISH_ORDER


def test_organisations_of_the_same_name_sort_by_code():
    for code in ("X300", "X100", "X200"):
        factories.organisation(code, "Habo")
    codes = Organisation.objects.filter(name="Habo").in_order().values_list("code", flat=True)
    assert list(codes) == ["X100", "X200", "X300"]


def test_sort_key_ignores_case_and_accents_but_not_swedish_letters():
    assert sort_key("ÅRE") == sort_key("åre") == sort_key("A\u030are")
    assert sort_key("Linné") == sort_key("Linne")
    assert sort_key("Are") < sort_key("Åre") < sort_key("Äre") < sort_key("Öre")


@pytest.mark.parametrize("text", ["örebro", "ÖREBRO", "Öre", "  öREb ", "O\u0308rebro"])
def test_search_finds_swedish_letters_whatever_the_case(text):
    factories.organisation(name="Örebro")
    factories.organisation(name="Orebo")
    assert [found.name for found in Organisation.objects.search(text)] == ["Örebro"]


def test_search_does_not_treat_signs_as_patterns():
    factories.organisation(name="Örebro")
    assert list(Organisation.objects.search("%")) == list(Organisation.objects.search("_")) == []


def test_fold_makes_one_case_and_single_spaces():
    assert fold("  Upplands\u00a0 VÄSBY ") == "upplands väsby"


def test_renamed_organisation_is_sorted_and_found_by_its_new_name():
    organisation = factories.organisation(name="Zorn")
    organisation.name = "Ängby"
    organisation.save()
    assert (organisation.sort_key, organisation.search_key) == (sort_key("Ängby"), "ängby")


def test_addresses_are_lower_case_and_unique():
    assert factories.user(" Åsa.Öst@Example.ORG ").email == "åsa.öst@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ÅSA.ÖST@example.org")


def test_user_is_found_by_address_whatever_the_case():
    person = factories.user("asa@example.org")
    assert User.objects.get_by_natural_key(" ASA@example.org") == person


def test_user_without_password_cannot_log_in_with_one():
    assert not User.objects.create_user("asa@example.org").has_usable_password()


def test_same_role_is_held_once_at_a_time():
    held = factories.membership()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.membership(held.user, held.organisation)


def test_role_can_be_held_again_after_it_ended_and_beside_others():
    held = factories.membership(ended_at=timezone.now())
    factories.membership(held.user, held.organisation)
    factories.membership(held.user, held.organisation, Role.READER)
    factories.membership(held.user)
    assert Membership.objects.current().filter(user=held.user).count() == 3


def test_ended_membership_and_inactive_account_permit_nothing():
    ended = factories.membership(ended_at=timezone.now())
    inactive = factories.membership(user=factories.user(is_active=False))
    for held in (ended, inactive):
        assert not held.user.can(Permission.EDIT_ASSESSMENT, held.organisation)


def test_rights_count_in_the_own_organisation_only():
    held, other = factories.membership(), factories.organisation()
    assert held.user.can(Permission.EDIT_ASSESSMENT, held.organisation)
    assert not held.user.can(Permission.EDIT_ASSESSMENT, other)


def test_administrator_follows_every_round_and_looks_after_people_but_reads_and_writes_nothing_of_others():
    administrator, organisation = factories.administrator(), factories.organisation()
    allowed = {permission for permission in Permission if administrator.can(permission, organisation)}
    looking_after = {Permission.MANAGE_PEOPLE, Permission.ADMINISTER}
    assert allowed == {Permission.VIEW_ROUND, Permission.VIEW_DASHBOARD} | looking_after


def test_audit_entries_are_never_changed_or_deleted():
    entry = factories.audit_entry()
    for change in (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.update(verb="other"),
        AuditEntry.objects.all().delete,
        AuditEntry.objects.filter(pk=entry.pk).delete,
        lambda: AuditEntry.objects.bulk_update([entry], ["verb"]),
        lambda: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"verb": "other"}),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            change()
    assert AuditEntry.objects.get().verb == "save-score"


def test_audit_entry_is_not_overwritten_by_one_with_the_same_number():
    entry = factories.audit_entry(verb="save-score")
    with pytest.raises(IntegrityError):
        AuditEntry(pk=entry.pk, source="web", verb="nothing", object="").save()


def test_audit_entries_are_not_overwritten_in_bulk():
    entry = factories.audit_entry(verb="save-score")
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.bulk_create(
            [AuditEntry(pk=entry.pk, verb="nothing")],
            update_conflicts=True,
            update_fields=["verb"],
            unique_fields=["id"],
        )
