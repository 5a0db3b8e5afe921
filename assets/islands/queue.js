// A queue: the row that has the focus is shown beside it; after a decision the next one is.
import htmx from "htmx.org";

class Queue extends HTMLElement {
  connectedCallback() {
    this.addEventListener("focusin", (event) => this.look(event));
    this.addEventListener("click", (event) => this.onClick(event));
    // After a decision the next one has the focus.
    if (this.hasAttribute("data-goes-on")) this.querySelector("[data-row][aria-current]")?.focus();
  }

  onClick(event) {
    const row = event.target.closest("[data-row]");
    if (!row || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    row.focus();
    this.show(row);
  }

  look(event) {
    const row = event.target.closest("[data-row]");
    if (row) this.show(row);
  }

  show(row) {
    if (row.hasAttribute("aria-current")) return;
    for (const other of this.querySelectorAll("[data-row][aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    const place = this.querySelector("#judged");
    const kept = this.querySelector("[name=chosen]");
    if (kept) kept.value = row.dataset.number;
    clearTimeout(this.timer);
    // Rows passed over quickly with j and k are not fetched.
    this.timer = setTimeout(() => htmx.ajax("GET", row.dataset.url, { source: place, target: place, swap: "outerHTML" }), 90);
  }
}

customElements.define("tw-queue", Queue);
