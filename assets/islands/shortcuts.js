// Single keys and sequences of two or three; never while typing or composing with an input method.
import { addressOf, openModal } from "./layers.js";
import { openPalette } from "./palette.js";
import { closePeek, openPeek, peeked } from "./peek.js";
import { toggleNav, toggleTheme } from "./theme.js";

const SEQUENCE_MS = 1200;
let pending = "";
let timer;

const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
const rows = () => [...document.querySelectorAll("[data-row], .tbl tbody tr[tabindex], .card[tabindex]")].filter((row) => row.checkVisibility());

// The row that a key is about: the one that has the focus, or the one shown beside the list while
// nothing else has it.
function rowAt(target) {
  const row = target.closest?.("[data-row], tr[tabindex], .card");
  if (row) return row;
  const isNowhere = [document.body, document.getElementById("main")].includes(target) || target.closest?.(".bulk");
  return isNowhere ? document.querySelector("tr.now[tabindex]") : null;
}

function step(by) {
  const list = rows();
  if (!list.length) return;
  const from = peeked() || rowAt(document.activeElement);
  const now = list.indexOf(from);
  const next = list[Math.max(0, Math.min(list.length - 1, now + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if (peeked() && next.dataset.peek) openPeek(next).then(() => next.focus());
}

function help() {
  const sheet = document.getElementById("shortcuts");
  if (sheet && !sheet.open) sheet.showModal();
}

function create(key) {
  const entry = document.querySelector(`#create-menu [data-key="${key}"]`);
  if (!entry) return false;
  document.getElementById("create-menu").hidePopover?.();
  if (entry.hasAttribute("data-modal")) openModal(addressOf(entry), document.activeElement);
  else location.href = addressOf(entry);
  return true;
}

function wait(keys) {
  pending = keys;
  timer = setTimeout(() => (pending = ""), SEQUENCE_MS);
}

// What follows the keys so far: a place of its own, or the first letter of places with two.
function next(before, key) {
  if (before === "c") return create(key);
  const keys = CSS.escape(before.slice(1) + key);
  const place = document.querySelector(`[data-go="${keys}"]`);
  if (place) location.href = place.href;
  else if (document.querySelector(`[data-go^="${keys}"]`)) wait(before + key);
  else return false;
  return true;
}

function escape(target) {
  const cancel = target.closest?.("form")?.querySelector("[data-cancel]");
  if (cancel) return cancel.click();
  if (closePeek()) return;
  const clear = !typing(target) && !document.querySelector(":popover-open") && document.querySelector(".bulk:not([hidden]) [data-act=clear]");
  if (clear) return clear.click();
  if (document.querySelector(".nav.open")) toggleNav();
}

// A page's own key: an element that says data-hotkey="s" is clicked.
function hotkey(key) {
  const scope = document.querySelector("dialog:modal") || document.querySelector(".menu:popover-open") || document;
  const owner = [...scope.querySelectorAll(`[data-hotkey="${CSS.escape(key)}"]`)].find((item) => item.checkVisibility() && !item.disabled);
  if (!owner) return false;
  if (owner.matches("input:not([type=checkbox]), textarea, select")) owner.focus();
  else owner.click();
  return true;
}

// What a key is about may still be on its way: whoever shows it takes the key and presses it then.
function isTaken(key) {
  if (key.length > 1 || "gc".includes(key) || KEYS[key]) return false;
  const detail = { press: () => hotkey(key) };
  return !document.dispatchEvent(new CustomEvent("tw-hotkey", { cancelable: true, detail }));
}

const KEYS = {
  "/": () => {
    const filter = document.querySelector("[data-filter-input]");
    if (filter) filter.focus();
    else openPalette();
  },
  "?": help,
  j: () => step(1),
  k: () => step(-1),
  "[": toggleNav,
  t: toggleTheme,
};

// A cell's own key edits it in place, unless several rows are selected: then the bar's keys count.
function cellOf(row, key) {
  if (document.querySelector(".bulk:not([hidden])")) return null;
  return row.querySelector(`[data-edit-key="${CSS.escape(key)}"]`);
}

function onRow(event, row) {
  if (event.key === " " && row.dataset.peek) openPeek(row);
  else if (event.key === "Enter" && (event.target === row || !row.contains(event.target)) && !event.target.closest(".bulk") && row.dataset.href) location.href = row.dataset.href;
  else if (event.key === "x") row.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "e" && row.querySelector("[data-edit]")) row.querySelector("[data-edit]").click();
  else if (cellOf(row, event.key)) cellOf(row, event.key).click();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  // A text of several lines is sent with Ctrl Enter.
  if ((event.metaKey || event.ctrlKey) && event.key === "Enter" && event.target.matches("form textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (event.isComposing || event.keyCode === 229 || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape" && !document.querySelector("dialog:modal")) return escape(event.target);
  if (typing(event.target)) return;

  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const before = pending;
  pending = "";
  clearTimeout(timer);
  if (before && next(before, key)) return event.preventDefault();

  const row = rowAt(event.target);
  if (row && onRow(event, row)) return event.preventDefault();
  if (isTaken(key) || hotkey(key)) return event.preventDefault();
  if (document.querySelector("dialog:modal")) return;
  if (key === "g" || key === "c") {
    wait(key);
    if (key === "c") document.getElementById("create-menu")?.showPopover?.();
  } else if (KEYS[key]) {
    event.preventDefault();
    KEYS[key]();
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=shortcuts]")) help();
});
