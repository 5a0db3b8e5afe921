// The shell: small modules that every page has; larger islands are fetched when a page shows one.
import htmx from "htmx.org";
import "./clock.js";
import "./theme.js";
import "./toasts.js";
import "./layers.js";
import "./palette.js";
import "./peek.js";
import "./shortcuts.js";
import "./live.js";
import "./sending.js";
import "./fields.js";
import "./copy.js";
import "./position.js";
import "./told.js";

window.htmx = htmx;

const ISLANDS = {
  "tw-board": () => import("./board.js"),
  "tw-chart": () => import("./chart.js"),
  "tw-combobox": () => import("./combobox.js"),
  "tw-draft": () => import("./draft.js"),
  "tw-mention": () => import("./mention.js"),
  "tw-inbox": () => import("./inbox.js"),
  "tw-queue": () => import("./queue.js"),
  "tw-table": () => import("./table.js"),
};

async function wake() {
  const asleep = Object.entries(ISLANDS).filter(([tag]) => !customElements.get(tag) && document.querySelector(tag));
  await Promise.all(asleep.map(([, load]) => load()));
  document.documentElement.toggleAttribute("data-awake", true);
}

wake();
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
// A story that is longer than the window opens where its subject stands.
document.querySelector("[data-start]")?.scrollIntoView({ block: "center" });
// What the address names may come later: on the way there each part that waits is scrolled to.
let sought;
function seek() {
  if (!sought) return;
  const there = document.getElementById(sought);
  const waiting = document.querySelector("[data-later]");
  (there ?? waiting)?.scrollIntoView();
  if (there || !waiting) sought = "";
}
function start() {
  sought = location.hash.slice(1);
  seek();
}
start();
addEventListener("hashchange", start);
// Read before: what asked may itself be replaced.
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  ctx.backTo = ctx.sourceElement?.closest?.("[data-return]")?.dataset.return;
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  wake();
  seek();
  const { activeElement: active, body } = document;
  // A refused form takes the focus to its first wrong field, so that the reader need not search; to
  // its first field where what is wrong is none of them, and the focus would be lost.
  if (ctx.response?.status === 422) {
    const first = active === body ? ctx.target.querySelector?.("form :is(input:not([type=hidden]),select,textarea)") : null;
    (ctx.target.querySelector?.("[aria-invalid=true]") ?? first)?.focus();
  }
  // A form that opens in its place is seen whole, with the button that sends it.
  if (active?.autofocus) active.closest("#main form")?.scrollIntoView({ block: "nearest" });
  // A menu that changed a value leaves the focus on the button that opened it; a form that adds one
  // of many on the field where the next one begins.
  if (ctx.backTo && document.activeElement === body) document.getElementById(ctx.backTo)?.focus();
});
