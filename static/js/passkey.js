/*
 * Beside the scripts of django-allauth: shows the buttons for passkeys where the browser has them, and says in words
 * when one could not be read (or somebody pressed "cancel").
 */
(() => {
  const failed = document.getElementById("passkey-failed");

  if (window.webauthnJSON?.supported()) {
    for (const hidden of document.querySelectorAll("[data-needs-passkeys]")) {
      hidden.hidden = false;
    }
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
})();
