// The side peek: an object beside the list, opened with Space, closed with Escape, kept in the address.
import htmx from "htmx.org";

const drawer = document.getElementById("drawer");

function remember(url) {
  const address = new URL(location);
  if (url) address.searchParams.set("peek", url);
  else address.searchParams.delete("peek");
  history.replaceState(history.state, "", address);
}

export async function openPeek(owner) {
  const url = owner.dataset.peek;
  if (!drawer || !url) return;
  drawer.from = owner;
  await htmx.ajax("GET", url, { source: drawer, target: "#drawer-body", swap: "innerHTML" });
  if (!drawer.open) drawer.show();
  drawer.querySelector("h2, [autofocus]")?.focus({ preventScroll: true });
  remember(url);
}

export function closePeek() {
  if (!drawer?.open) return false;
  drawer.close();
  drawer.querySelector("#drawer-body").replaceChildren();
  remember("");
  // The row may have been drawn anew by a live change meanwhile.
  const row = drawer.from?.isConnected ? drawer.from : document.querySelector(`[data-peek="${drawer.from?.dataset.peek}"]`);
  row?.focus?.();
  return true;
}

// The row whose object is shown beside the list.
export const peeked = () => (drawer?.open ? drawer.from : undefined);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=close-peek]")) closePeek();
  const opener = event.target.closest("[data-act=peek]");
  if (opener) {
    event.preventDefault();
    openPeek(opener.closest("[data-peek]"));
  }
});

// A click opens the page of a row, or beside the board what a card stands for; what can be pressed
// in them stays what it is.
const PRESSED = "a, button, input, label, select, textarea, form, summary, td:not(.main):has([data-edit]), .grip";
document.addEventListener("click", (event) => {
  const owner = event.target.closest?.("tr[data-href], .card[data-href]");
  if (!owner || event.defaultPrevented || event.shiftKey || event.target.closest(PRESSED)) return;
  // Whoever marked text wants to copy it.
  if (String(getSelection())) return;
  if (event.metaKey || event.ctrlKey) open(owner.dataset.href);
  else if (owner.matches(".card[data-peek]")) openPeek(owner);
  else location.href = owner.dataset.href;
});

const kept = new URL(location).searchParams.get("peek");
const owner = kept && [...document.querySelectorAll("[data-peek]")].find((row) => row.dataset.peek === kept);
if (owner) openPeek(owner);
