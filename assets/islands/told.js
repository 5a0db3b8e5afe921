// What is opened from the inbox is read. Told by a beacon, which survives leaving the page; never by
// the link itself: browsers fetch links ahead that nobody has opened.
function read(row) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "");
  navigator.sendBeacon(row.dataset.read, body);
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("a[href]")?.closest("[data-read]");
  if (row) read(row);
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-read]")) read(event.target);
  },
  true,
);
