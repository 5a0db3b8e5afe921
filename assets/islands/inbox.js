// An inbox: the row that has the focus is shown beside the list; what is done goes on to the next.
import htmx from "htmx.org";
import { refresh } from "./live.js";

const WIDE = matchMedia("(min-width: 1101px)");
const PAUSE_MS = 90;
const detailOf = (event) => event.detail?.value ?? event.detail ?? {};

class Inbox extends HTMLElement {
  connectedCallback() {
    this.pane = this.querySelector(".ib-view");
    this.addEventListener("focusin", (event) => this.onFocus(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("change", (event) => this.onChange(event));
    this.heard = {
      "inbox-done": (event) => this.onDone(detailOf(event)),
      "inbox-changed": (event) => this.onChanged(detailOf(event)),
      "inbox-back": (event) => (this.wanted = detailOf(event).pk),
      "htmx:after:swap": () => this.onSwap(),
      "tw-hotkey": (event) => this.onHotkey(event),
    };
    for (const [name, act] of Object.entries(this.heard)) document.addEventListener(name, act);
    if (WIDE.matches) this.show(this.rows[0]);
  }

  disconnectedCallback() {
    for (const [name, act] of Object.entries(this.heard)) document.removeEventListener(name, act);
    document.documentElement.classList.remove("ib-alone");
  }

  get rows() {
    return [...this.querySelectorAll("tr[data-preview]")];
  }

  row(pk) {
    return this.rows.find((row) => row.dataset.pk === pk);
  }

  onFocus(event) {
    const row = event.target.closest("tr[data-preview]");
    if (!row || row.dataset.pk === this.pk || !WIDE.matches) return;
    clearTimeout(this.timer);
    // Whoever runs through the list with j held down asks for the last one only.
    this.timer = setTimeout(() => this.show(row), PAUSE_MS);
  }

  show(row, again = false) {
    if (!row || !WIDE.matches) return undefined;
    if (row.dataset.pk === this.pk && !again) return this.coming;
    this.pk = row.dataset.pk;
    this.mark();
    this.coming = this.fetch(row.dataset.preview);
    return this.coming;
  }

  async fetch(url) {
    await htmx.ajax("GET", url, { source: this.pane, target: this.pane, swap: "innerHTML" });
    this.pane.scrollTop = 0;
    this.mark();
  }

  // A key pressed right after j is about the row that has the focus, not the one still shown.
  async onHotkey(event) {
    const row = document.activeElement.closest("tr[data-preview]");
    const isShown = () => this.querySelector("#preview")?.dataset.pk === row.dataset.pk;
    if (!row || !WIDE.matches || isShown()) return;
    event.preventDefault();
    clearTimeout(this.timer);
    await this.show(row);
    if (isShown() && document.activeElement === row) event.detail.press();
  }

  onSwap() {
    this.mark();
    const row = this.wanted && this.row(this.wanted);
    if (!row) return;
    // What was taken back stands in the list again: it is what one wants to look at.
    this.wanted = undefined;
    row.focus();
    this.show(row);
  }

  mark() {
    const rows = this.rows;
    for (const row of rows) row.classList.toggle("now", row.dataset.pk === this.pk);
    const place = this.querySelector("[data-place]");
    const at = rows.findIndex((row) => row.dataset.pk === this.pk);
    if (at >= 0) this.at = at;
    if (place) place.textContent = at < 0 ? "" : `${at + 1} / ${rows.length}`;
  }

  onClick(event) {
    if (event.target.closest("[data-act=focus]")) {
      document.documentElement.classList.toggle("ib-alone");
      this.row(this.pk)?.focus();
      return;
    }
    const row = event.target.closest("tr[data-preview]");
    if (!row || event.target.closest("input, button, td.w-check")) return;
    const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (WIDE.matches && plain) {
      event.preventDefault();
      row.focus();
    } else if (plain && !event.target.closest("a")) {
      location.href = row.dataset.href;
    }
  }

  onChange(event) {
    const { submit } = event.target.dataset;
    if (!submit || !event.target.value) return;
    const form = event.target.form;
    form.requestSubmit(form.querySelector(`button[name=act][value=${submit}]`));
    event.target.value = "";
  }

  onChanged({ pk }) {
    if (pk === this.pk) this.show(this.row(pk), true);
  }

  onDone({ pk }) {
    const done = this.row(pk);
    const others = this.rows.filter((row) => row !== done);
    // The list may have heard of it first: then the next one stands where it was.
    const next = others[done ? this.rows.indexOf(done) : this.at] ?? others.at(-1);
    if (this.dataset.view === "triage") done?.remove();
    if (!pk || !next) {
      this.pane.replaceChildren();
      this.pk = undefined;
    } else if (pk === this.pk) {
      next.focus();
      this.show(next);
    }
    // The rest of the page follows: sentence, numbers, the rows that were done at once.
    refresh(document.querySelectorAll("[data-live]:not(body, #preview)"));
  }
}

customElements.define("tw-inbox", Inbox);
