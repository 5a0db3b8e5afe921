// What lies over the page: dialogs filled from the server, menus placed under their button, hints.
import htmx from "htmx.org";

const modal = document.getElementById("modal");
const body = document.getElementById("modal-body");

// What is made from the menu on the page of a customer or a product is about it.
export function addressOf(link) {
  const about = link.closest("#create-menu") && document.querySelector("[data-about]")?.dataset.about;
  return about ? `${link.href}?${about}` : link.href;
}

export async function openModal(url, from = document.activeElement) {
  if (!modal) return void (location.href = url);
  modal.from = from;
  // The source names the region in the request: the server answers with the form alone.
  await htmx.ajax("GET", url, { source: body, target: body, swap: "innerHTML" });
  // Refused: a message says why, there is nothing to show.
  if (!body.childElementCount) return;
  if (!modal.open) modal.showModal();
  body.querySelector("[autofocus], [name]:not([type=hidden])")?.focus();
}

modal?.addEventListener("close", () => {
  body.replaceChildren();
  modal.from?.focus?.();
});
let pressed;
document.addEventListener("pointerdown", (event) => (pressed = event.target), true);
document.addEventListener("modal-close", () => modal?.close());
// The server needs to know more before it does what was asked.
document.addEventListener("modal-open", (event) => openModal((event.detail.value ?? event.detail).url));
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-modal]:not(form)");
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    openModal(link.dataset.modal || addressOf(link), link);
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  // A click on the backdrop lands on the dialog itself, and so does one that began on its words.
  const isBeside = event.target.matches?.("dialog:modal:not(.keep)") && pressed === event.target;
  // What was typed is not lost to a click that went astray: there are Escape and the cross.
  if (isBeside && !event.target.querySelector("form[data-typed]")) event.target.close();
});

// What is ticked in a list goes along into the dialog.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-modal]");
  if (!form) return;
  event.preventDefault();
  openModal(`${form.action}?${new URLSearchParams(new FormData(form))}`, event.submitter);
});

// Popover menus: under the button that opened them, above it where there is no room below.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu") || event.newState !== "open") return;
    const button = document.querySelector(`[popovertarget="${menu.id}"]:is(:focus, :hover)`) ||
      document.querySelector(`[popovertarget="${menu.id}"]`);
    if (!button?.checkVisibility()) {
      // Opened by a key: in the middle, where whoever pressed it looks.
      menu.style.left = `${(innerWidth - menu.offsetWidth) / 2}px`;
      menu.style.top = `${Math.max(8, (innerHeight - menu.offsetHeight) / 3)}px`;
      menu.querySelector("a, button")?.focus();
      return;
    }
    const place = button.getBoundingClientRect();
    const below = place.bottom + 4;
    const fits = below + menu.offsetHeight < innerHeight - 8;
    menu.style.left = `${Math.max(8, Math.min(innerWidth - menu.offsetWidth - 8, place.left))}px`;
    menu.style.top = `${fits ? below : Math.max(8, place.top - menu.offsetHeight - 4)}px`;
    menu.querySelector("a, button")?.focus();
  },
  true,
);
// Whoever chose in a menu is done with it.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.request.method !== "GET") ctx.sourceElement.closest(".menu:popover-open")?.hidePopover();
});
// What a menu asks for when it is opened takes the place of the link that had the focus.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!ctx.target?.matches?.(".menu:popover-open")) return;
  ctx.target.querySelector("input:not([type=hidden]), select, textarea, a, button")?.focus();
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a, button")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
});

// One hint for the whole page, on hover and on focus.
const hint = Object.assign(document.createElement("div"), { id: "tip", hidden: true });
hint.setAttribute("role", "tooltip");
document.body.append(hint);

function showHint(event) {
  const owner = event.target.closest?.("[data-tip]");
  hint.hidden = !owner?.dataset.tip;
  if (hint.hidden) return;
  hint.textContent = owner.dataset.tip;
  const place = owner.getBoundingClientRect();
  const left = place.left + place.width / 2 - hint.offsetWidth / 2;
  hint.style.left = `${Math.max(6, Math.min(innerWidth - hint.offsetWidth - 6, left))}px`;
  const above = place.top - hint.offsetHeight - 7;
  hint.style.top = `${above > 4 ? above : place.bottom + 7}px`;
}
document.addEventListener("pointerover", showHint);
document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && showHint(event));
document.addEventListener("focusout", () => (hint.hidden = true));
