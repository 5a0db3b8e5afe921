// A table: select (also a range with Shift), act on many, edit in place, drag a row to its rank.
import htmx from "htmx.org";
import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { openModal } from "./layers.js";
import { post } from "./send.js";

class Table extends HTMLElement {
  // Rows are drawn anew by live changes: what is selected is remembered by its key.
  chosen = new Set();

  connectedCallback() {
    this.addEventListener("change", (event) => this.onChange(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("focusin", ({ target }) => (this.at = target.closest("tr[data-pk]")?.dataset.pk ?? this.at));
    this.addEventListener("htmx:after:swap", (event) => this.swapped(event));
    document.addEventListener("selection-done", () => this.clear());
    this.refresh();
  }

  get boxes() {
    return [...this.querySelectorAll("tbody input[type=checkbox][name=pk]")];
  }

  get rows() {
    return [...this.querySelectorAll("tr[data-pk]")];
  }

  swapped(event) {
    const cell = event.detail?.ctx?.target;
    if (cell?.matches?.("td")) {
      // A cell with a form in it, or with two versions to choose from, is left alone by live changes.
      cell.toggleAttribute("hx-morph-skip", Boolean(cell.querySelector("form")));
      const focus = cell.querySelector("[autofocus]") || cell.querySelector("[role=alert] button") || cell.querySelector("[data-edit]");
      if (focus) focus.focus({ preventScroll: true });
      if (focus?.matches("input:not([type=date])")) focus.select();
    }
    this.refresh();
  }

  clear() {
    const wasInBar = this.querySelector(".bulk")?.contains(document.activeElement);
    const at = this.rows.find((row) => row.dataset.pk === this.at) ?? this.boxes.find((box) => box.checked)?.closest("tr");
    this.chosen.clear();
    for (const box of this.boxes) box.checked = false;
    this.show();
    // The bar is gone: its keys go on at the row they came from.
    if (wasInBar) at?.focus({ preventScroll: true });
  }

  refresh() {
    for (const box of this.boxes) box.checked = this.chosen.has(box.value);
    const body = this.querySelector("tbody");
    if (this.dataset.rankUrl && body && !body.sortable) {
      body.sortable = Sortable.create(body, {
        handle: ".grip",
        draggable: "tr[data-pk]",
        animation: 130,
        ghostClass: "ghost",
        onStart: () => document.body.classList.add("dragging"),
        onEnd: (event) => this.dropped(event),
      });
    }
    this.show();
  }

  show() {
    const chosen = this.boxes.filter((box) => box.checked);
    for (const box of this.boxes) {
      box.closest("tr").setAttribute("aria-selected", box.checked);
      this.chosen[box.checked ? "add" : "delete"](box.value);
    }
    const all = this.querySelector("[data-all]");
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === this.boxes.length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    const bar = this.querySelector(".bulk");
    if (!bar) return;
    bar.hidden = !chosen.length;
    const count = bar.querySelector("[data-count]");
    if (count) count.textContent = chosen.length;
  }

  onChange(event) {
    if (event.target.matches("[data-all]")) for (const box of this.boxes) box.checked = event.target.checked;
    this.show();
  }

  onClick(event) {
    const box = event.target.closest("tbody input[type=checkbox][name=pk]");
    if (box) this.range(event, box);
    if (event.target.closest("[data-act=clear]")) this.clear();
    const many = event.target.closest("[data-bulk]");
    if (many) this.change(many);
    const button = event.target.closest("[data-edit]");
    if (button) this.edit(button);
  }

  // A button that names its field fetches the cell's form; another one brings its own hx-get.
  edit(button) {
    const cell = button.closest("td");
    this.edited = { cell, html: cell.innerHTML };
    const address = button.closest("tr").dataset.href;
    if (!button.dataset.edit || !address) return;
    htmx.ajax("GET", `${address}cell/${button.dataset.edit}/`, { source: cell, target: cell, swap: "innerHTML" });
  }

  change(button) {
    const query = new URLSearchParams({ field: button.dataset.bulk });
    for (const pk of this.chosen) query.append("pk", pk);
    openModal(`${button.dataset.bulkUrl || this.dataset.bulkUrl}?${query}`, button);
  }

  range(event, box) {
    const boxes = this.boxes;
    const at = boxes.indexOf(box);
    if (event.shiftKey && this.last >= 0) {
      const [from, to] = [Math.min(at, this.last), Math.max(at, this.last)];
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    }
    this.last = at;
    this.show();
  }

  onKey(event) {
    const row = event.target.closest("tr[data-pk]");
    if (event.key === "Escape" && this.edited && this.edited.cell.contains(event.target)) {
      event.stopPropagation();
      const { cell, html } = this.edited;
      cell.innerHTML = html;
      cell.removeAttribute("hx-morph-skip");
      window.htmx.process(cell);
      cell.querySelector("[data-edit]")?.focus();
      this.edited = undefined;
    }
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || !this.dataset.rankUrl) return;
    event.preventDefault();
    const rows = this.rows;
    const beside = rows[rows.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1)];
    if (!beside) return;
    const next = row.nextElementSibling;
    row.parentElement.insertBefore(row, event.key === "ArrowUp" ? beside : beside.nextElementSibling);
    row.focus();
    this.commit(row, next);
  }

  dropped({ item, oldDraggableIndex: old, newDraggableIndex: now }) {
    document.body.classList.remove("dragging");
    if (old === now) return;
    const others = [...item.parentElement.querySelectorAll("tr[data-pk]")].filter((row) => row !== item);
    this.commit(item, others[old] || null);
  }

  async commit(row, next) {
    const rows = this.rows;
    const at = rows.indexOf(row);
    const values = {
      pk: row.dataset.pk,
      after: rows[at - 1]?.dataset.pk || "",
      before: rows[at + 1]?.dataset.pk || "",
    };
    if (!(await post(this.dataset.rankUrl, values, row))) row.parentElement.insertBefore(row, next);
  }
}

customElements.define("tw-table", Table);
