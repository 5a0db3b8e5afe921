// A queue: the row that has the focus is shown beside it; after a decision the next one is.
import htmx from "htmx.org";

class Queue extends HTMLElement {
  connectedCallback() {
    this.shown = this.querySelector("[data-row][aria-current]")?.dataset.number;
    this.addEventListener("focusin", (event) => this.look(event));
    this.addEventListener("click", (event) => this.onClick(event));
    // A list asked for before the reader went on comes with the row they have left.
    this.addEventListener("htmx:after:swap", () => this.mark());
    this.heard = (event) => this.onHotkey(event);
    document.addEventListener("tw-hotkey", this.heard);
    // After a decision the next one has the focus.
    if (this.hasAttribute("data-goes-on")) this.querySelector("[data-row][aria-current]")?.focus();
  }

  disconnectedCallback() {
    document.removeEventListener("tw-hotkey", this.heard);
  }

  onClick(event) {
    const row = event.target.closest("[data-row]");
    if (!row || event.metaKey || event.ctrlKey || event.shiftKey) return;
    // On a phone what is chosen is a page of its own.
    if (!this.querySelector("#judged").checkVisibility()) return;
    event.preventDefault();
    row.focus();
    this.show(row);
  }

  look(event) {
    const row = event.target.closest("[data-row]");
    if (row && this.querySelector("#judged").checkVisibility()) this.show(row);
  }

  mark() {
    const rows = [...this.querySelectorAll("[data-row]")];
    const shown = rows.find((row) => row.dataset.number === this.shown);
    if (!shown) return;
    for (const row of rows) if (row !== shown) row.removeAttribute("aria-current");
    shown.setAttribute("aria-current", "true");
    const kept = this.querySelector("[name=chosen]");
    if (kept) kept.value = this.shown;
  }

  show(row) {
    // What is shown already is not fetched again: a form may lie open in it.
    if (row.dataset.number === this.shown) return;
    this.shown = row.dataset.number;
    this.mark();
    const place = this.querySelector("#judged");
    clearTimeout(this.timer);
    this.coming = undefined;
    // Whoever comes back to what still stands there is not overtaken by what they passed.
    htmx.trigger(place, "htmx:abort");
    if (place.dataset.number === this.shown) return;
    // Rows passed over quickly with j and k are not fetched.
    this.timer = setTimeout(() => this.fetch(row), 90);
  }

  fetch(row) {
    const place = this.querySelector("#judged");
    this.coming ??= htmx.ajax("GET", row.dataset.url, { source: place, target: place, swap: "outerHTML" });
    return this.coming;
  }

  // A key pressed right after j is about the row that has the focus, not the one still shown.
  async onHotkey(event) {
    const row = document.activeElement.closest("[data-row]");
    const place = () => this.querySelector("#judged");
    if (!row || !place().checkVisibility() || place().dataset.number === row.dataset.number) return;
    event.preventDefault();
    clearTimeout(this.timer);
    await this.fetch(row);
    if (place().dataset.number === row.dataset.number && document.activeElement === row) event.detail.press();
  }
}

customElements.define("tw-queue", Queue);
