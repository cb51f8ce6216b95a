// Convenience only: every page works without it.
"use strict";

// A form is sent once; the server also refuses a second one.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // What is shown in another window leaves this one as it is.
  if (event.submitter?.formTarget === "_blank") return;
  if (form.dataset.sent) event.preventDefault();
  else if (form.method === "post") form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Inside a list, j and k go to the next and the previous row. Outside a list a single
// key does nothing, so that nobody who speaks to the computer triggers it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "j" && event.key !== "k") return;
  const row = event.target.closest("table.list tbody tr");
  const next = event.key === "j" ? row?.nextElementSibling : row?.previousElementSibling;
  next?.querySelector("a")?.focus();
});

// After a form with problems, reading begins at the problems.
document.querySelector(".error-summary")?.focus();
