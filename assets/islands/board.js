// A board: cards dragged between columns, or moved by keyboard and menu; a refused move goes back.
import htmx from "htmx.org";
import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { post } from "./send.js";

const beside = (card, way) => (card[way]?.matches(".card") ? card[way].dataset.pk : "");

class Board extends HTMLElement {
  connectedCallback() {
    this.bind();
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("htmx:after:swap", () => this.bind());
  }

  get lists() {
    return [...this.querySelectorAll("[data-col]")];
  }

  // A swimlane is a board of its own: cards keep their product or owner.
  listsBeside(card) {
    const swim = card.closest(".swim") || this;
    return [...swim.querySelectorAll("[data-col]")];
  }

  bind() {
    // Who may not move cards has no address to send moves to.
    if (!this.dataset.moveUrl) return;
    for (const list of this.lists) {
      if (list.sortable) continue;
      list.sortable = Sortable.create(list, {
        group: list.closest(".swim")?.getAttribute("aria-label") || this.id || "board",
        animation: 130,
        // A short hold on touch, so that a thumb can still scroll.
        delay: 150,
        delayOnTouchOnly: true,
        draggable: ".card",
        filter: ".mv, a, button",
        preventOnFilter: false,
        ghostClass: "ghost",
        dragClass: "drag",
        onStart: () => document.body.classList.add("dragging"),
        onMove: (event) => this.mark(event.to.closest(".lane")),
        onEnd: (event) => this.dropped(event),
      });
    }
  }

  mark(lane) {
    for (const other of this.querySelectorAll(".lane.drop")) other.classList.remove("drop");
    lane?.classList.add("drop");
  }

  async dropped(event) {
    this.mark();
    document.body.classList.remove("dragging");
    const { from, to, item, oldDraggableIndex: old, newDraggableIndex: now } = event;
    if (from === to && old === now) return;
    const back = () => {
      const cards = [...from.querySelectorAll(":scope > .card")].filter((card) => card !== item);
      from.insertBefore(item, cards[old] || null);
    };
    await this.commit(item, to, back);
  }

  async commit(card, list, back) {
    card.classList.add("saving");
    const values = {
      pk: card.dataset.pk,
      col: list.dataset.col,
      index: [...list.querySelectorAll(":scope > .card")].indexOf(card),
      before: beside(card, "nextElementSibling"),
      after: beside(card, "previousElementSibling"),
      revision: card.dataset.revision || "",
    };
    const kept = await post(this.dataset.moveUrl, values, card);
    card.classList.remove("saving");
    if (!kept) back();
    this.bind();
  }

  async move(card, list, place) {
    const from = card.parentElement;
    const next = card.nextElementSibling;
    list.insertBefore(card, place);
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    await this.commit(card, list, () => from.insertBefore(card, next));
  }

  onKey(event) {
    const card = event.target.closest(".card");
    if (!card || event.target !== card) return;
    if (/^Arrow/.test(event.key) && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) return this.step(card, event);
    if (!this.dataset.moveUrl) return;
    if (event.key.toLowerCase() === "m") {
      event.preventDefault();
      event.stopPropagation();
      card.querySelector(".mv")?.click();
      return;
    }
    if (!event.shiftKey || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const lists = this.listsBeside(card);
    const at = lists.indexOf(card.parentElement);
    const aside = { ArrowRight: lists[at + 1], ArrowLeft: lists[at - 1] }[event.key];
    if (aside) this.move(card, aside, aside.firstElementChild);
    const before = card.previousElementSibling;
    const after = card.nextElementSibling;
    if (event.key === "ArrowUp" && before) this.move(card, card.parentElement, before);
    if (event.key === "ArrowDown" && after?.matches(".card")) this.move(card, card.parentElement, after.nextElementSibling);
  }

  // Arrows alone go from card to card, over columns that are empty.
  step(card, event) {
    const lists = this.listsBeside(card);
    const at = lists.indexOf(card.parentElement);
    const first = (columns) => columns.map((list) => list.querySelector(".card")).find(Boolean);
    const next = {
      ArrowUp: () => card.previousElementSibling,
      ArrowDown: () => card.nextElementSibling,
      ArrowRight: () => first(lists.slice(at + 1)),
      ArrowLeft: () => first(lists.slice(0, at).reverse()),
    }[event.key]();
    if (!next?.matches(".card")) return;
    event.preventDefault();
    next.focus();
  }

  onClick(event) {
    const opener = event.target.closest(".mv");
    const menu = this.querySelector(".menu[data-move]");
    if (opener && menu) this.chosen = opener.closest(".card");
    const target = event.target.closest("[data-moveto]");
    if (!target || !this.chosen) return;
    menu.hidePopover();
    const list = this.listsBeside(this.chosen).find((column) => column.dataset.col === target.dataset.moveto);
    if (list && list !== this.chosen.parentElement) this.move(this.chosen, list, list.firstElementChild);
  }
}

customElements.define("tw-board", Board);
htmx.process(document.body);
