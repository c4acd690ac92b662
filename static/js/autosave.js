/*
 * Beside htmx on the page of a step. Says when a save failed without an answer, takes "everything is saved" away as soon
 * as something new is written, and lets a save that is under way finish before the form is sent: otherwise the two would
 * meet as if two people had written at once. Where a colleague's text is shown, the person decides and nothing saves itself.
 */
(() => {
  const form = document.querySelector("form[hx-post]");
  const line = document.getElementById("saving");
  let changed = false;
  let saving = false;
  let sending = false;
  let button = null;

  function forgetSaved() {
    line.querySelector(".is-saved")?.remove();
  }

  form.addEventListener("input", () => {
    changed = true;
    forgetSaved();
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(failure, () => {
      line.textContent = line.dataset.failed;
    });
  }
  form.addEventListener("htmx:beforeRequest", (event) => {
    changed = false;
    saving = !sending && !form.querySelector(".theirs");
    if (!saving) {
      event.preventDefault();
    }
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    saving = false;
    if (detail.xhr.status === 503 && !sending) {
      setTimeout(() => htmx.trigger(form, "change"), 1000 * Number(detail.xhr.getResponseHeader("Retry-After") || 10));
    }
    if (changed) {
      forgetSaved();
    }
    if (sending) {
      form.requestSubmit(button);
    }
  });
  form.addEventListener("submit", (event) => {
    sending = true;
    button = event.submitter;
    if (saving) {
      event.preventDefault();
    }
  });
  addEventListener("pageshow", () => {
    sending = false;
  });
})();
