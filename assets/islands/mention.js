// A text in which an @ offers people to name: by name, address or pinyin.
const WAIT_MS = 120;
// What may stand between the @ and the caret; no address such as lin@example.com.
const OPEN = /(?:^|[^A-Za-z0-9._%+-])@([^\s@,，。;；:：()（）]{0,30})$/;
let numbers = 0;

class Mention extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    if (!this.field || this.list) return;
    this.list = document.createElement("ul");
    this.list.className = "mentions menu";
    this.list.id = `mentions-${(numbers += 1)}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.querySelector("label")?.textContent ?? "");
    this.list.hidden = true;
    this.append(this.list);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.onKey(event), true);
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), WAIT_MS));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
    if (this.field.autofocus) {
      this.field.focus();
      this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    }
  }

  get typed() {
    const { value, selectionStart, selectionEnd } = this.field;
    return selectionStart === selectionEnd ? OPEN.exec(value.slice(0, selectionStart))?.[1] : undefined;
  }

  later() {
    clearTimeout(this.timer);
    if (this.typed === undefined) return this.close();
    this.timer = setTimeout(() => this.ask(this.typed), WAIT_MS);
  }

  async ask(text) {
    if (text === undefined) return;
    const address = new URL(this.dataset.url || `${this.field.form.getAttribute("action")}people/`, location);
    address.searchParams.set("q", text);
    let items = [];
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) ({ items } = await answer.json());
    } catch {
      // Nobody is offered; the name can be typed in full.
    }
    // Answers may overtake each other: what stands there now counts.
    if (text === this.typed && document.activeElement === this.field) this.show(items);
  }

  show(items) {
    this.list.replaceChildren(
      ...items.map(({ text, hint }, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.dataset.name = text;
        option.append(text, Object.assign(document.createElement("span"), { className: "dim t12", textContent: hint }));
        return option;
      }),
    );
    this.list.hidden = items.length === 0;
    this.mark(0);
  }

  mark(index) {
    const options = [...this.list.children];
    this.at = options.length ? (index + options.length) % options.length : 0;
    for (const [number, option] of options.entries()) option.setAttribute("aria-selected", String(number === this.at));
    const marked = options[this.at];
    if (marked) this.field.setAttribute("aria-activedescendant", marked.id);
    else this.field.removeAttribute("aria-activedescendant");
    marked?.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    // With nothing on top Escape gives the keys of the page back; what is typed stays.
    if (this.list.hidden) return event.key === "Escape" && this.field.blur();
    if (event.key === "ArrowDown") this.mark(this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at - 1);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.list.children[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(option) {
    const { value, selectionStart } = this.field;
    const start = selectionStart - (this.typed?.length ?? 0);
    this.field.setRangeText(`${option.dataset.name} `, start, selectionStart, "end");
    if (value !== this.field.value) this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
    this.field.focus();
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }
}

customElements.define("tw-mention", Mention);
