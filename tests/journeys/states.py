"""Every page in its states (empty, filled, refused, with an error): how to get there in the world of tests/world.py."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.factories import PASSWORD
from tests.world import COMING, FINISHED, LEFT, OPEN, OWN, PEER, RENEWED, ROUND

PLACE = f"/omgangar/{ROUND}/{OWN}/"
ACTIONS = f"{PLACE}nasta-steg/"
IMPORT = f"/omgangar/{ROUND}/importera/"
SET_UP = f"/omgangar/{ROUND}/upplagg/"
EXPLORE = f"{PLACE}utforska/"
HISTORY = f"/organisationer/{OWN}/historik/"
NEXT = f"/omgangar/{ROUND}/nasta-omgang/"
PARTICIPANTS = f"/omgangar/{ROUND}/deltagare/"
PEOPLE = f"/organisationer/{OWN}/personer/"
PILOTS = PLACE + "piloter/"
CHAIN = PLACE + "resultatkedja/"
TWO_STEPS = "/konto/tva-steg/"
LOGIN = "/konto/organisationens-inloggning/"
LEVEL_4, HALF = 'label[for="id_level_3"]', 'label[for="id_half"]'


def meeting(number: int, page: str = "") -> str:
    return f"{PLACE}traffar/{number}/{page}"


def nothing(page: Page) -> None:
    """The page as it opens."""


def go_on(page: Page) -> None:
    """Save the step; a form waits until the page has finished saving itself."""
    with page.expect_navigation():
        page.click('.button-row button[value="next"]')


def pasted(page: Page) -> None:
    """One row that can be read, one that can't, and a text that is replaced."""
    page.click("summary:has-text('Excel')")
    page.fill("#id_pasted", "1\t2,5\tInklistrat\tKS 118\tUtbilda\tÅsa\t2027-02-15\n11\t9\tFel")
    page.click('button[value="preview"]')


def sheet_with_faults(page: Page) -> None:
    page.locator("#step-5 summary").click()
    page.fill("#id_step-5-responsible", "Åsa")
    page.fill("#id_step-5-due_on", "snart")
    page.select_option("#id_step-3-score", "2")
    page.click('.button-row button[value="check"]')


def sheet_saved_meanwhile(page: Page) -> None:
    for number in (1, 2):
        page.locator(f"#id_step-{number}-version").evaluate("(field) => { field.value = 0 }")
        page.fill(f"#id_step-{number}-reason", "Mitt eget skäl")
    page.click('.button-row button[value="check"]')


def half_above_the_highest(page: Page) -> None:
    page.click(LEVEL_4)
    page.click(HALF)
    page.fill("#id_responsible", "Åsa")
    page.fill("#id_next_action", "")
    page.fill("#id_due_on", "snart")
    go_on(page)


def saved_meanwhile(page: Page) -> None:
    """The form is older than what somebody else saved."""
    page.locator('[name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_reason", "Mitt eget skäl")
    go_on(page)


def steep_fall(page: Page) -> None:
    page.click('label[for="id_level_0"]')
    page.locator("#id_half").uncheck(force=True)
    go_on(page)


def form_too_old(page: Page) -> None:
    page.locator('.step-layout [name="csrfmiddlewaretoken"]').evaluate("(field) => { field.value = 'x' }")
    go_on(page)


def form_of_elsewhere(page: Page) -> None:
    page.locator('.site-footer [name="csrfmiddlewaretoken"]').evaluate("(field) => { field.value = 'x' }")
    page.locator('.site-footer [name="next"]').evaluate("(field) => field.remove()")
    page.click(".site-footer button")


def answer_taken_back(page: Page) -> None:
    """Submitting what is no longer complete."""
    page.locator('form[action$="skicka-in/"] button').click()


def wrong_password(page: Page) -> None:
    page.fill('[name="login"]', "nobody@example.org")
    page.fill('[name="password"]', "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")


def first_step(page: Page) -> None:
    """The password of somebody who has an app."""
    page.fill('[name="login"]', "protected@example.org")
    page.fill('[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector('[name="code"]')


def ask_for_code(page: Page) -> None:
    page.fill('[name="login"]', "nobody@example.org")
    page.click("button[formaction]")
    page.wait_for_selector('[name="code"]')


def remove_key(page: Page) -> None:
    page.locator('main a[href$="/ta-bort/"]').last.click()


def unknown_address(page: Page) -> None:
    page.fill("#id_email", "asa@unknown.example")
    send(page)


def provider_that_is_down(page: Page) -> None:
    page.fill("#id_email", "asa@kommun.example")
    send(page)


def nameless_organisation(page: Page) -> None:
    page.fill("#id_name", "")
    send(page)


def domain_taken(page: Page) -> None:
    for name, text in [("issuer", "https://login.example"), ("client_id", "x"), ("secret", "x")]:
        page.fill(f"#id_{name}", text)
    page.fill("#id_domains", "kommun.example")
    send(page)


def question_about_login(page: Page) -> None:
    page.click('main a[href$="/ta-bort/"]')


def send(page: Page) -> None:
    """Send the form of the page as it is."""
    page.locator("main form button[type=submit], main form button:not([type])").first.click()


def too_long(page: Page) -> None:
    page.locator("#id_question_1").evaluate("(field) => field.removeAttribute('maxlength')")
    page.fill("#id_question_1", "Lång fråga? " * 40)
    send(page)


def history_of_entry(page: Page) -> None:
    edit_of_entry(page)
    page.click(".text-history-link a")


def history_of_changed_entry(page: Page) -> None:
    """Two versions of what was there before."""
    edit_of_entry(page)
    page.fill("#id_text", "En helt ny text om vad som ska ändras")
    send(page)
    history_of_entry(page)


def history_of_no_day(page: Page) -> None:
    page.fill("#id_fran", "i går")
    send(page)


def report_too_long(page: Page) -> None:
    page.fill("#id_lessons", "Lång lärdom. " * 2000)
    send(page)


def report_saved_meanwhile(page: Page) -> None:
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_lessons", "Min egen lärdom")
    send(page)


def first_share(page: Page) -> None:
    """The one that stands is the older one."""
    page.locator("main .measure-list h2 a").last.click()


def share_taken_back(page: Page) -> None:
    page.locator("main .measure-list h2 a").first.click()


def take_share_back(page: Page) -> None:
    first_share(page)
    page.click('main a[href$="/ta-tillbaka/"]')


def nothing_chosen(page: Page) -> None:
    page.click('button[value="look"]')


def preview_of_share(page: Page) -> None:
    for box in page.locator(".share-step input").all()[:5]:
        box.check()
    page.fill("#id_diary_number", "KS 2026/123")
    page.click('button[value="look"]')


def preview_out_of_date(page: Page) -> None:
    preview_of_share(page)
    page.locator('[name="shown"]').evaluate("(field) => { field.value = 'x' }")
    page.click('button[value="share"]')


def reasons_saved_meanwhile(page: Page) -> None:
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.locator('main [name="reasons"]').first.check()
    send(page)


def questions_saved_meanwhile(page: Page) -> None:
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_question_1", "Min egen fråga?")
    send(page)


def action_without_step(page: Page) -> None:
    page.fill("#id_text", "En åtgärd utan moment")
    page.fill("#id_due_on", "snart")
    send(page)


def change_of_action(page: Page) -> None:
    page.locator('.measure a[href*="nasta-steg/"]').first.click()
    page.wait_for_selector("#id_due_on")


def action_saved_meanwhile(page: Page) -> None:
    change_of_action(page)
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_text", "Min egen åtgärd")
    send(page)


def action_marked_meanwhile(page: Page) -> None:
    page.locator('.measure [name="version"]').first.evaluate("(field) => { field.value = 0 }")
    page.locator('.measure button[value="done"]').first.click()


def drop_of_action(page: Page) -> None:
    page.locator('.measure a[href$="stryk/"]').first.click()
    page.wait_for_selector("#id_dropped_because")


def drop_without_reason(page: Page) -> None:
    drop_of_action(page)
    send(page)


def nonsense_dates(page: Page) -> None:
    page.fill("#id_starts_on", "snart")
    page.fill("#id_ends_on", "2027-13-45")
    send(page)


def renamed_meanwhile(page: Page) -> None:
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_name", "Mitt eget namn")
    page.fill("#id_starts_on", "2027-01-11")
    page.fill("#id_ends_on", "2028-06-15")
    send(page)


def name_taken(page: Page) -> None:
    page.fill("#id_name", "Träff 2 SEEDXRIKSMEETING")
    send(page)


def open_meeting(page: Page) -> None:
    page.click(f'main tbody tr:nth-child({OPEN + 1}) a[href$="/"]')
    page.wait_for_selector("#id_held_on")


def last_day_after_meeting(page: Page) -> None:
    open_meeting(page)
    page.fill("#id_held_on", "2026-02-01")
    page.fill("#id_assessment_due_on", "2026-02-02")
    send(page)


def last_day_moved(page: Page) -> None:
    open_meeting(page)
    page.fill("#id_assessment_due_on", "2030-02-02")
    send(page)
    page.wait_for_selector('[name="confirmed"]')


def delete_of_meeting(page: Page) -> None:
    page.click('main tbody tr:last-child a[href$="ta-bort/"]')
    page.wait_for_selector(".button-row")


def add_nobody(page: Page) -> None:
    page.click('.results button[type="submit"]')


def empty_list(page: Page) -> None:
    page.click('[name="then"][value="check"]')


def list_of_all_kinds(page: Page) -> None:
    page.fill("#id_text", "X006\nStorby\nX001\nFinns inte")
    page.click('[name="then"][value="check"]')
    page.wait_for_selector('[name="choice-1"]')


def placed_meanwhile(page: Page) -> None:
    page.locator('[name^="seen-"]').first.evaluate("(field) => { field.value = ':mentor' }")
    page.locator("main select").first.select_option(index=0)
    send(page)


def group_taken(page: Page) -> None:
    page.fill("#id_name", "NORR SEEDX001GROUP")
    send(page)


def open_group(page: Page) -> None:
    page.click('.group-list a[href$="/"]:not([href*="ta-bort"])')
    page.wait_for_selector("#id_basis")


def delete_of_group(page: Page) -> None:
    page.click('.group-list a[href*="ta-bort"]')
    page.wait_for_selector(".button-row")


def unpublish(page: Page) -> None:
    """Then the page of publishing is that of a draft with nobody in it."""
    send(page)
    page.wait_for_selector(".task-list")
    page.click('.task-list a[href$="publicera/"]')
    page.wait_for_selector(".error-summary")


def first_pilot(page: Page) -> None:
    page.click("main tbody th a")
    page.wait_for_selector("#log-title")


def edit_of_pilot(page: Page) -> None:
    first_pilot(page)
    page.click('main a[href$="andra/"]')
    page.wait_for_selector("#id_problem")


def delete_of_pilot(page: Page) -> None:
    first_pilot(page)
    page.click('main .button-row a[href$="ta-bort/"]')
    page.wait_for_selector(".button-row button")


def first_note(page: Page) -> None:
    first_pilot(page)
    page.click('.log a:not([href$="ta-bort/"])')
    page.wait_for_selector("#id_text")


def delete_of_note(page: Page) -> None:
    first_pilot(page)
    page.click('.log a[href$="ta-bort/"]')
    page.wait_for_selector(".button-row button")


def pilot_ends_before_it_starts(page: Page) -> None:
    page.fill("#id_starts_on", "2027-02-02")
    page.fill("#id_ends_on", "2027-02-01")
    send(page)


def pilot_saved_meanwhile(page: Page) -> None:
    edit_of_pilot(page)
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_problem", "Mitt eget problem")
    send(page)


def pilot_changed_before_deletion(page: Page) -> None:
    delete_of_pilot(page)
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    send(page)


def empty_note(page: Page) -> None:
    page.fill("#id_on", "i går")
    send(page)


def empty_note_of_pilot(page: Page) -> None:
    first_pilot(page)
    empty_note(page)


def note_saved_meanwhile(page: Page) -> None:
    first_note(page)
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_text", "Min egen anteckning")
    send(page)


def next_round_shown(page: Page) -> None:
    page.fill("#id_name", "Nästa omgång")
    page.fill("#id_starts_on", "2027-01-11")
    page.fill("#id_ends_on", "2028-06-15")
    send(page)
    page.wait_for_selector('[name="confirmed"]')


def edit_of_entry(page: Page) -> None:
    page.click('.chain-card .row-links a:not([href*="ny/"]):not([href$="ta-bort/"])')
    page.wait_for_selector("#id_text")


def delete_of_entry(page: Page) -> None:
    page.click('.chain-card a[href$="ta-bort/"]')
    page.wait_for_selector(".button-row button")


def entry_without_text(page: Page) -> None:
    page.click('label[for="id_level_4"]')
    send(page)


def target_at_its_own_level(page: Page) -> None:
    """The level is changed after something was ticked."""
    page.check("#id_leads_to_0")
    page.click('label[for="id_level_4"]')
    page.fill("#id_text", "En samhällseffekt")
    send(page)


def entry_saved_meanwhile(page: Page) -> None:
    edit_of_entry(page)
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_text", "Min egen text")
    send(page)


# Ways to get to a page, by which nothing goes wrong.
OF_PILOTS = {first_pilot, edit_of_pilot, delete_of_pilot, first_note, delete_of_note}
OF_THE_CHAIN = {edit_of_entry, delete_of_entry}
WAYS = OF_PILOTS | OF_THE_CHAIN | {nothing, first_step, ask_for_code, remove_key, change_of_action, drop_of_action}
WAYS |= {open_meeting, last_day_moved, delete_of_meeting}
WAYS |= {next_round_shown, history_of_entry, history_of_changed_entry, question_about_login}
WAYS |= {first_share, share_taken_back, take_share_back, preview_of_share}
WAYS |= {list_of_all_kinds, open_group, delete_of_group, unpublish}


def wrong_decision(page: Page) -> None:
    page.fill("#id_decided_on", "snart")
    page.fill("#id_decision_url", "inget")
    send(page)


def described_meanwhile(page: Page) -> None:
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_goal", "Vårt eget mål")
    send(page)


def day_in_no_calendar(page: Page) -> None:
    page.fill("main input[type=text]", "snart")
    send(page)


def extended_meanwhile(page: Page) -> None:
    page.locator('[name="seen"]').evaluate("(field) => { field.value = '2098-01-12' }")
    page.fill("#id_due_on", "2098-03-01")
    send(page)


def time_without_day(page: Page) -> None:
    page.fill("#id_held_on", "")
    page.fill("#id_time", "sedan")
    send(page)


def arranged_meanwhile(page: Page) -> None:
    page.locator('main [name="version"]').evaluate("(field) => { field.value = 0 }")
    page.fill("#id_place", "Biblioteket")
    send(page)


def role_of_reader(page: Page) -> None:
    page.click('main tbody tr:last-child a[href$="/"]:not([href$="avsluta/"])')
    page.wait_for_selector('[name="role"]')


def unknown_role(page: Page) -> None:
    role_of_reader(page)
    page.locator('main [name="role"]').evaluate_all("(fields) => fields.forEach((field) => { field.value = 'king' })")
    send(page)


def role_changed_meanwhile(page: Page) -> None:
    role_of_reader(page)
    page.locator('main [name="seen"]').evaluate("(field) => { field.value = 'reader:politics' }")
    send(page)


def end_of_reader(page: Page) -> None:
    page.click('main tbody tr:last-child a[href$="avsluta/"]')
    page.wait_for_selector(".button-row button")


def end_of_last_strategist(page: Page) -> None:
    page.click('main tbody tr:first-child a[href$="avsluta/"]')
    page.wait_for_selector(".button-row button")
    send(page)


def invited_already(page: Page) -> None:
    page.fill("#id_email", f"seed{OWN}invited@example.org")
    page.check('[name="role"][value="reader"]')
    send(page)


def revoked_meanwhile(page: Page) -> None:
    """The button of an invitation that a colleague revokes in another window."""
    address = page.locator('main form[action$="ta-tillbaka/"]').first.get_attribute("action")
    page.click('main form[action$="ta-tillbaka/"] button')
    page.wait_for_selector(".alert")
    form = page.locator(".site-footer form")
    form.evaluate("(form, address) => { form.action = address }", address)
    form.locator("button").click()


def end_of_strategist(page: Page) -> None:
    page.locator('main a[href*="strateger/"]').first.click()
    page.wait_for_selector(".button-row button")


def invite_beside_strategist(page: Page) -> None:
    page.fill("#id_email", "ny@example.org")
    send(page)


def name_too_long(page: Page) -> None:
    page.fill("#id_name", "Lång funktion " * 20)
    send(page)


def file_of(text: str):
    """Choose a file with these lines, and send it."""

    def sent(page: Page) -> None:
        page.set_input_files("#id_file", {"name": "nivaer.csv", "mimeType": "text/csv", "buffer": text.encode()})
        send(page)
        page.wait_for_load_state()

    return sent


good_scores = file_of(f"{OWN};{COMING};1;2,5\n{PEER};{COMING};1;–")
bad_scores = file_of(f"9999;1;1;2\n{OWN};1;1;9\n{OWN};{RENEWED};1;1")
WAYS.add(good_scores)
WAYS |= {role_of_reader, end_of_reader, end_of_strategist}


def own_details_wrong(page: Page) -> None:
    page.fill("#id_display_name", "Mycket lång funktion " * 10)
    send(page)


@dataclass(frozen=True)
class State:
    """One page in one state. ``address`` is the name of the address it shows, ``status`` what it is answered with."""

    who: str
    address: str
    path: str
    reach: Callable[[Page], None] = nothing
    status: int = 200


STATES = [
    State("anonymous", "account_login", "/konto/logga-in/"),
    State("anonymous", "account_login", "/konto/logga-in/", wrong_password),
    State("anonymous", "account_request_login_code", "/konto/logga-in/kod/"),
    State("anonymous", "account_request_login_code", "/konto/logga-in/kod/", send),
    State("anonymous", "account_signup", "/konto/skapa/"),
    State("anonymous", "account_inactive", "/konto/inaktivt/"),
    State("anonymous", "account_reset_password", "/konto/glomt-losenord/"),
    State("anonymous", "account_reset_password", "/konto/glomt-losenord/", send),
    State("anonymous", "account_reset_password_done", "/konto/glomt-losenord/skickat/"),
    State("anonymous", "account_reset_password_from_key", "/konto/glomt-losenord/1-abc/"),
    State("anonymous", "account_reset_password_from_key_done", "/konto/glomt-losenord/klart/"),
    State("anonymous", "invitation-accept", f"/konto/inbjudan/link-to-{OWN}/"),
    State("anonymous", "invitation-accept", f"/konto/inbjudan/link-to-{OWN}/", name_too_long),
    State("anonymous", "invitation-accept", "/konto/inbjudan/utan-varde/", status=404),
    State("anonymous", "organisation-login", LOGIN),
    State("anonymous", "organisation-login", LOGIN, unknown_address),
    State("anonymous", "organisation-login", LOGIN, provider_that_is_down, 503),
    State("anonymous", "organisation-login-return", LOGIN + "X001/klart/", status=400),
    State("reader", "identity-list", LOGIN + "mina/"),
    State("reader", "identity-connect", LOGIN + "X001/koppla/"),
    State("reader", "identity-remove", LOGIN + "mina/", question_about_login),
    State("strategist", "identity-list", LOGIN + "mina/"),
    State("peer", "identity-list", LOGIN + "mina/"),
    State("administrator", "organisation-list", "/administration/"),
    State("administrator", "organisation-list", "/administration/?sok=finns-inte"),
    State("administrator", "organisation-edit", "/administration/X001/"),
    State("administrator", "organisation-edit", "/administration/X001/", nameless_organisation),
    State("administrator", "organisation-login-edit", "/administration/X001/inloggning/"),
    State("administrator", "organisation-login-edit", "/administration/X002/inloggning/", send),
    State("administrator", "organisation-login-edit", "/administration/X002/inloggning/", domain_taken, 409),
    State("anonymous", "accessibility", "/tillganglighet/"),
    State("anonymous", "privacy", "/personuppgifter/"),
    State("anonymous", "help", "/hjalp/"),
    State("outsider", "home", "/"),
    State("outsider", "invitation-accept", f"/konto/inbjudan/link-to-{OWN}/", status=404),
    State("outsider", "account_logout", "/konto/logga-ut/"),
    State("outsider", "account_change_password", "/konto/losenord/"),
    State("outsider", "my-page", "/konto/mina-sidor/"),
    State("outsider", "account_change_password", "/konto/losenord/", send),
    State("outsider", "account_reauthenticate", "/konto/bekrafta/"),
    State("outsider", "mfa_index", TWO_STEPS),
    State("outsider", "usersessions_list", "/konto/inloggningar/"),
    State("halfway", "mfa_authenticate", "/konto/logga-in/", first_step),
    State("halfway", "mfa_authenticate", TWO_STEPS + "visa/", send),
    State("at_the_mail", "account_confirm_login_code", "/konto/logga-in/", ask_for_code),
    State("at_the_mail", "account_confirm_login_code", "/konto/logga-in/kod/visa/", send),
    State("coded", "account_set_password", "/konto/losenord/nytt/"),
    State("coded", "account_set_password", "/konto/losenord/nytt/", send),
    State("unproven", "second-factor-needed", PLACE),
    State("unproven", "mfa_index", TWO_STEPS),
    State("protected", "mfa_index", TWO_STEPS),
    State("protected", "mfa_reauthenticate", TWO_STEPS + "bekrafta/"),
    State("protected", "mfa_reauthenticate", TWO_STEPS + "bekrafta/", send),
    State("protected", "mfa_reauthenticate_webauthn", TWO_STEPS + "nyckel/bekrafta/"),
    State("protected", "mfa_deactivate_totp", TWO_STEPS + "app/ta-bort/"),
    State("protected", "mfa_add_webauthn", TWO_STEPS + "nyckel/"),
    State("protected", "mfa_remove_webauthn", TWO_STEPS, remove_key),
    State("protected", "mfa_view_recovery_codes", TWO_STEPS + "koder/"),
    State("protected", "mfa_generate_recovery_codes", TWO_STEPS + "koder/nya/"),
    State("strategist", "mfa_activate_totp", TWO_STEPS + "app/"),
    State("strategist", "mfa_activate_totp", TWO_STEPS + "app/", send),
    State("outsider", "error 404", "/finns-inte/", status=404),
    State("outsider", "error 400", "/?x=%00", status=400),
    State("outsider", "error 403", "/", form_of_elsewhere, 403),
    State("left", "home", "/"),
    State("left", "organisation-dashboard", f"/omgangar/{ROUND}/{LEFT}/"),
    State("left", "assessment-detail", f"/omgangar/{ROUND}/{LEFT}/traffar/{OPEN}/"),
    State("reader", "home", "/"),
    State("reader", "organisation-dashboard", PLACE),
    State("reader", "organisation-explore", EXPLORE),
    State("reader", "submission-detail", meeting(RENEWED, "skattning/")),
    State("reader", "submission-detail", meeting(OPEN, "skattning/")),
    State("reader", "summary-detail", meeting(RENEWED, "sammanfattning/")),
    State("reader", "summary-detail", meeting(OPEN, "sammanfattning/")),
    State("reader", "error 403", f"/omgangar/{ROUND}/", status=403),
    State("reader", "group-meeting-list", f"{PLACE}grupptraffar/"),
    State("strategist", "group-meeting-list", f"{PLACE}grupptraffar/"),
    State("strategist", "group-meeting-edit", f"{PLACE}grupptraffar/{OPEN}/"),
    State("strategist", "group-meeting-edit", f"{PLACE}grupptraffar/{OPEN}/", time_without_day),
    State("strategist", "group-meeting-edit", f"{PLACE}grupptraffar/{OPEN}/", arranged_meanwhile, 409),
    State("strategist", "group-meeting-delete", f"{PLACE}grupptraffar/{OPEN}/ta-bort/"),
    State("reader", "participation-detail", f"{PLACE}om-deltagandet/"),
    State("strategist", "participation-detail", f"{PLACE}om-deltagandet/"),
    State("strategist", "participation-edit", f"{PLACE}om-deltagandet/andra/"),
    State("strategist", "participation-edit", f"{PLACE}om-deltagandet/andra/", wrong_decision),
    State("strategist", "participation-edit", f"{PLACE}om-deltagandet/andra/", described_meanwhile, 409),
    State("strategist", "home", "/"),
    State("strategist", "my-page", "/konto/mina-sidor/"),
    State("strategist", "my-page", "/konto/mina-sidor/", own_details_wrong),
    State("strategist", "organisation-leave", f"/konto/mina-sidor/lamna/{OWN}/"),
    State("strategist", "account-close", "/konto/mina-sidor/avsluta/"),
    State("strategist", "organisation-dashboard", PLACE),
    State("strategist", "organisation-explore", f"{EXPLORE}?moment=alla"),
    State("strategist", "organisation-explore", f"{EXPLORE}?diagram=jamforelse&moment=2"),
    State("strategist", "organisation-explore", f"{EXPLORE}?diagram=fordelning"),
    State("strategist", "organisation-explore", f"{EXPLORE}?diagram=radar"),
    State("strategist", "assessment-detail", meeting(OPEN)),
    State("strategist", "assessment-detail", meeting(FINISHED)),
    State("strategist", "step-edit", meeting(OPEN, "moment/1/")),
    State("strategist", "step-edit", meeting(OPEN, "moment/10/")),
    State("strategist", "step-edit", meeting(OPEN, "moment/1/"), half_above_the_highest),
    State("strategist", "step-edit", meeting(OPEN, "moment/2/"), saved_meanwhile, 409),
    State("strategist", "step-edit", meeting(OPEN, "moment/3/"), steep_fall),
    State("strategist", "sheet-edit", meeting(OPEN, "alla/")),
    State("strategist", "sheet-edit", meeting(OPEN, "alla/"), pasted),
    State("strategist", "sheet-edit", meeting(OPEN, "alla/"), sheet_with_faults),
    State("strategist", "sheet-edit", meeting(OPEN, "alla/"), sheet_saved_meanwhile, 409),
    State("strategist", "checklist-blank", meeting(OPEN, "checklista/")),
    State("strategist", "kept", meeting(OPEN, "moment/4/"), form_too_old, 403),
    State("strategist", "assessment-check", meeting(OPEN, "granska/")),
    State("strategist", "assessment-check", meeting(FINISHED, "granska/")),
    State("strategist", "assessment-done", meeting(RENEWED, "inskickad/")),
    State("strategist", "submission-detail", meeting(RENEWED, "skattning/")),
    State("strategist", "brief-edit", meeting(OPEN, "underlag/")),
    State("strategist", "brief-edit", meeting(OPEN, "underlag/"), too_long),
    State("strategist", "brief-edit", meeting(OPEN, "underlag/"), questions_saved_meanwhile, 409),
    State("strategist", "summary-detail", meeting(RENEWED, "sammanfattning/")),
    State("reader", "report-detail", f"{PLACE}resultatrapport/"),
    State("strategist", "report-detail", f"{PLACE}resultatrapport/"),
    State("strategist", "report-edit", f"{PLACE}resultatrapport/skriv/"),
    State("strategist", "report-edit", f"{PLACE}resultatrapport/skriv/", report_too_long),
    State("strategist", "report-edit", f"{PLACE}resultatrapport/skriv/", report_saved_meanwhile, 409),
    State("strategist", "report-reasons", f"{PLACE}resultatrapport/motiveringar/"),
    State("strategist", "report-reasons", f"{PLACE}resultatrapport/motiveringar/", reasons_saved_meanwhile, 409),
    State("newcomer", "report-detail", "/omgangar/ny/X900/resultatrapport/"),
    State("reader", "who-sees-what", "/vem-ser-vad/"),
    State("strategist", "share-list", f"{PLACE}delat/"),
    State("reader", "share-list", f"{PLACE}delat/"),
    State("newcomer", "share-list", "/omgangar/ny/X900/delat/"),
    State("peer", "share-list", f"{PLACE}delat/"),
    State("strategist", "share-detail", f"{PLACE}delat/", first_share),
    State("strategist", "share-detail", f"{PLACE}delat/", share_taken_back),
    State("peer", "share-detail", f"{PLACE}delat/", first_share),
    State("coordinator", "share-detail", f"{PLACE}delat/", first_share),
    State("strategist", "share-take-back", f"{PLACE}delat/", take_share_back),
    State("strategist", "share-create", meeting(RENEWED, "dela/")),
    State("strategist", "share-create", meeting(RENEWED, "dela/"), nothing_chosen),
    State("strategist", "share-create", meeting(RENEWED, "dela/"), preview_of_share),
    State("strategist", "share-create", meeting(RENEWED, "dela/"), preview_out_of_date, 409),
    State("strategist", "share-create", meeting(OPEN, "dela/")),
    State("left", "share-create", f"/omgangar/{ROUND}/{LEFT}/traffar/{RENEWED}/dela/"),
    State("newcomer", "report-edit", "/omgangar/ny/X900/resultatrapport/skriv/"),
    State("newcomer", "report-reasons", "/omgangar/ny/X900/resultatrapport/motiveringar/"),
    State("reader", "pilot-list", PILOTS),
    State("reader", "pilot-detail", PILOTS, first_pilot),
    State("left", "pilot-list", f"/omgangar/{ROUND}/{LEFT}/piloter/"),
    State("strategist", "pilot-list", PILOTS),
    State("strategist", "pilot-detail", PILOTS, first_pilot),
    State("strategist", "pilot-create", PILOTS + "ny/"),
    State("strategist", "pilot-create", PILOTS + "ny/", pilot_ends_before_it_starts),
    State("strategist", "pilot-edit", PILOTS, edit_of_pilot),
    State("strategist", "pilot-edit", PILOTS, pilot_saved_meanwhile, 409),
    State("strategist", "pilot-delete", PILOTS, delete_of_pilot),
    State("strategist", "pilot-delete", PILOTS, pilot_changed_before_deletion, 409),
    State("strategist", "pilot-note-create", PILOTS, empty_note_of_pilot),
    State("strategist", "pilot-note-edit", PILOTS, first_note),
    State("strategist", "pilot-note-edit", PILOTS, note_saved_meanwhile, 409),
    State("strategist", "pilot-note-delete", PILOTS, delete_of_note),
    State("reader", "chain-detail", CHAIN),
    State("left", "chain-detail", f"/omgangar/{ROUND}/{LEFT}/resultatkedja/"),
    State("strategist", "chain-detail", CHAIN),
    State("strategist", "chain-entry-create", CHAIN + "ny/?niva=3"),
    State("strategist", "chain-entry-create", CHAIN + "ny/", entry_without_text),
    State("strategist", "chain-entry-create", CHAIN + "ny/", target_at_its_own_level, 409),
    State("strategist", "chain-entry-edit", CHAIN, edit_of_entry),
    State("strategist", "chain-entry-edit", CHAIN, entry_saved_meanwhile, 409),
    State("strategist", "chain-entry-delete", CHAIN, delete_of_entry),
    State("newcomer", "chain-detail", "/omgangar/ny/X900/resultatkedja/"),
    State("newcomer", "pilot-list", "/omgangar/ny/X900/piloter/"),
    State("strategist", "measure-list", ACTIONS),
    State("strategist", "measure-list", ACTIONS + "?lage=alla"),
    State("strategist", "measure-list", ACTIONS + "?lage=done"),
    State("strategist", "measure-mark", ACTIONS, action_marked_meanwhile, 409),
    State("strategist", "measure-create", ACTIONS + "nytt/"),
    State("strategist", "measure-create", ACTIONS + "nytt/", action_without_step),
    State("strategist", "measure-edit", ACTIONS, change_of_action),
    State("strategist", "measure-edit", ACTIONS, action_saved_meanwhile, 409),
    State("strategist", "measure-drop", ACTIONS, drop_of_action),
    State("strategist", "measure-drop", ACTIONS, drop_without_reason),
    State("reader", "measure-list", ACTIONS),
    State("left", "measure-list", f"/omgangar/{ROUND}/{LEFT}/nasta-steg/"),
    State("newcomer", "measure-list", "/omgangar/ny/X900/nasta-steg/"),
    State("strategist", "people-list", PEOPLE),
    State("strategist", "invitation-create", PEOPLE + "bjud-in/"),
    State("strategist", "invitation-create", PEOPLE + "bjud-in/", send),
    State("strategist", "invitation-create", PEOPLE + "bjud-in/", invited_already, 409),
    State("strategist", "membership-edit", PEOPLE, role_of_reader),
    State("strategist", "membership-edit", PEOPLE, unknown_role, 422),
    State("strategist", "membership-edit", PEOPLE, role_changed_meanwhile, 409),
    State("strategist", "membership-end", PEOPLE, end_of_reader),
    State("newcomer", "membership-end", "/organisationer/X900/personer/", end_of_last_strategist, 409),
    State("strategist", "people-list", PEOPLE, revoked_meanwhile, 409),
    State("newcomer", "people-list", "/organisationer/X900/personer/"),
    State("newcomer", "home", "/"),
    State("newcomer", "participation-detail", "/omgangar/ny/X900/om-deltagandet/"),
    State("newcomer", "organisation-dashboard", "/omgangar/ny/X900/"),
    State("newcomer", "organisation-explore", "/omgangar/ny/X900/utforska/"),
    State("newcomer", "assessment-detail", "/omgangar/ny/X900/traffar/0/"),
    State("newcomer", "step-edit", "/omgangar/ny/X900/traffar/0/moment/1/"),
    State("newcomer", "sheet-edit", "/omgangar/ny/X900/traffar/0/alla/"),
    State("newcomer", "checklist-blank", "/omgangar/ny/X900/traffar/0/checklista/"),
    State("newcomer", "assessment-check", "/omgangar/ny/X900/traffar/0/granska/"),
    State("newcomer", "assessment-submit", "/omgangar/ny/X900/traffar/0/granska/", answer_taken_back, 409),
    State("newcomer", "brief-edit", "/omgangar/ny/X900/traffar/0/underlag/"),
    State("peer", "organisation-dashboard", PLACE),
    State("coordinator", "home", "/"),
    State("coordinator", "round-detail", f"/omgangar/{ROUND}/"),
    State("coordinator", "round-detail", f"/omgangar/{ROUND}/?traff={FINISHED}"),
    State("coordinator", "organisation-dashboard", PLACE),
    State("coordinator", "organisation-explore", EXPLORE),
    State("coordinator", "participant-list", PARTICIPANTS),
    State("coordinator", "round-archive", f"/omgangar/{ROUND}/arkivera/"),
    State("coordinator", "round-next", NEXT),
    State("coordinator", "round-next", NEXT, send),
    State("coordinator", "round-next", NEXT, next_round_shown),
    State("coordinator", "round-unarchive", f"/omgangar/{ROUND}/ur-arkivet/"),
    State("coordinator", "round-group-meetings", f"/omgangar/{ROUND}/grupptraffar/"),
    State("coordinator", "group-meeting-list", f"{PLACE}grupptraffar/"),
    State("new_coordinator", "round-group-meetings", "/omgangar/tom/grupptraffar/"),
    State("coordinator", "participant-detail", f"{PARTICIPANTS}{OWN}/"),
    State("coordinator", "participant-detail", f"{PARTICIPANTS}{LEFT}/"),
    State("coordinator", "participant-edit", f"{PARTICIPANTS}{OWN}/andra/"),
    State("coordinator", "participant-edit", f"{PARTICIPANTS}{OWN}/andra/", wrong_decision),
    State("coordinator", "participant-withdraw", f"{PARTICIPANTS}{OWN}/lamnar/"),
    State("coordinator", "participant-withdraw", f"{PARTICIPANTS}{OWN}/lamnar/", day_in_no_calendar),
    State("coordinator", "participant-return", f"{PARTICIPANTS}{LEFT}/ater/"),
    State("coordinator", "last-day-extend", f"{PARTICIPANTS}{OWN}/traffar/{OPEN}/sista-dag/"),
    State("coordinator", "last-day-extend", f"{PARTICIPANTS}{OWN}/traffar/{OPEN}/sista-dag/", day_in_no_calendar),
    State("coordinator", "last-day-extend", f"{PARTICIPANTS}{OWN}/traffar/{OPEN}/sista-dag/", extended_meanwhile, 409),
    State("coordinator", "last-day-restore", f"{PARTICIPANTS}{OWN}/traffar/{FINISHED}/ordinarie-sista-dag/"),
    State("coordinator", "strategist-invite", f"{PARTICIPANTS}{OWN}/bjud-in/"),
    State("coordinator", "strategist-invite", f"{PARTICIPANTS}{OWN}/bjud-in/", send),
    State("coordinator", "strategist-invite", f"{PARTICIPANTS}{OWN}/bjud-in/", invite_beside_strategist, 409),
    State("coordinator", "strategist-end", f"{PARTICIPANTS}{OWN}/", end_of_strategist),
    State("coordinator", "participant-detail", f"{PARTICIPANTS}X901/"),
    State("administrator", "participant-detail", f"{PARTICIPANTS}{OWN}/"),
    State("new_coordinator", "home", "/"),
    State("new_coordinator", "participant-list", "/omgangar/tom/deltagare/"),
    State("new_coordinator", "round-detail", "/omgangar/tom/"),
    State("new_coordinator", "round-create", "/omgangar/skapa/"),
    State("new_coordinator", "round-create", "/omgangar/skapa/", send),
    State("new_coordinator", "round-setup", "/omgangar/tom/upplagg/"),
    State("new_coordinator", "round-meetings", "/omgangar/tom/upplagg/traffar/"),
    State("coordinator", "round-setup", SET_UP),
    State("coordinator", "round-edit", SET_UP + "namn/"),
    State("coordinator", "round-edit", SET_UP + "namn/", nonsense_dates),
    State("coordinator", "round-edit", SET_UP + "namn/", renamed_meanwhile, 409),
    State("coordinator", "round-meetings", SET_UP + "traffar/"),
    State("new_coordinator", "round-organisations", "/omgangar/tom/upplagg/organisationer/"),
    State("new_coordinator", "round-groups", "/omgangar/tom/upplagg/grupper/"),
    State("new_coordinator", "round-checklist", "/omgangar/tom/upplagg/checklista/"),
    State("new_coordinator", "round-publish", "/omgangar/tom/upplagg/publicera/"),
    State("new_coordinator", "round-unpublish", "/omgangar/tom/upplagg/avpublicera/"),
    State("new_coordinator", "round-publish", "/omgangar/tom/upplagg/avpublicera/", unpublish),
    State("coordinator", "round-checklist", SET_UP + "checklista/"),
    State("coordinator", "round-organisations", SET_UP + "organisationer/"),
    State("coordinator", "round-organisations", SET_UP + "organisationer/?sok=kommun"),
    State("coordinator", "round-organisations", SET_UP + "organisationer/?sok=finns-inte"),
    State("coordinator", "round-organisations", SET_UP + "organisationer/?sok=x006", add_nobody),
    State("coordinator", "organisations-paste", SET_UP + "organisationer/klistra-in/"),
    State("coordinator", "organisations-paste", SET_UP + "organisationer/klistra-in/", empty_list),
    State("coordinator", "organisations-paste", SET_UP + "organisationer/klistra-in/", list_of_all_kinds),
    State("coordinator", "organisation-remove", SET_UP + "organisationer/X001/ta-bort/"),
    State("coordinator", "round-groups", SET_UP + "grupper/"),
    State("coordinator", "round-groups", SET_UP + "grupper/", placed_meanwhile, 409),
    State("coordinator", "group-create", SET_UP + "grupper/ny/"),
    State("coordinator", "group-create", SET_UP + "grupper/ny/", group_taken, 409),
    State("coordinator", "group-edit", SET_UP + "grupper/", open_group),
    State("coordinator", "group-delete", SET_UP + "grupper/", delete_of_group),
    State("coordinator", "round-publish", SET_UP + "publicera/"),
    State("coordinator", "round-unpublish", SET_UP + "avpublicera/"),
    State("coordinator", "meeting-create", SET_UP + "traffar/ny/?typ=strategists"),
    State("coordinator", "meeting-create", SET_UP + "traffar/ny/", name_taken, 409),
    State("coordinator", "meeting-edit", SET_UP + "traffar/", open_meeting),
    State("coordinator", "meeting-edit", SET_UP + "traffar/", last_day_after_meeting),
    State("coordinator", "meeting-edit", SET_UP + "traffar/", last_day_moved),
    State("coordinator", "meeting-delete", SET_UP + "traffar/", delete_of_meeting),
    State("strategist", "text-history", CHAIN, history_of_entry),
    State("strategist", "text-history", CHAIN, history_of_changed_entry),
    State("strategist", "organisation-record", HISTORY),
    State("strategist", "organisation-record", HISTORY + "?vad=save-score&fran=2026-01-01"),
    State("strategist", "organisation-record", HISTORY, history_of_no_day),
    State("strategist", "organisation-record", HISTORY + "?till=2001-01-01"),
    State("newcomer", "organisation-record", "/organisationer/X900/historik/"),
    State("coordinator", "round-record", f"/omgangar/{ROUND}/historik/"),
    State("new_coordinator", "round-record", "/omgangar/tom/historik/"),
    State("coordinator", "scores-import", IMPORT),
    State("coordinator", "scores-import", IMPORT, send),
    State("coordinator", "scores-import", IMPORT, bad_scores),
    State("coordinator", "scores-import", IMPORT, good_scores),
    State("administrator", "home", "/"),
    State("administrator", "people-list", PEOPLE),
    State("administrator", "people-list", "/organisationer/X901/personer/"),
    State("administrator", "account-close", "/konto/mina-sidor/avsluta/", send, 409),
    State("administrator", "round-detail", f"/omgangar/{ROUND}/"),
]
# Addresses that are no pages: they send on or answer with a file.
NO_PAGES = {
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "my-data",
    "organisation-record-file",
    "report-pdf",
    "round-record-file",
    "round-report",
    "set-language",
    "invitation-open",
    "invitation-resend",
    "invitation-revoke",
    "strategist-invitation-resend",
    "strategist-invitation-revoke",
    "meetings-suggest",
    "round-file",
    "round-table",
    "organisation-table",
    "summary-pdf",
    "scores-template",
}
