// A select one can type into: finds on the server, offers to create what is not there.
import TomSelect from "tom-select/dist/esm/tom-select.js";
import removeButton from "tom-select/dist/esm/plugins/remove_button/plugin.js";

TomSelect.define("remove_button", removeButton);

const asText = (text) => {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
};

// What the field looks like once it is awake; a swap that lends new elements the attributes of old
// ones for a moment takes it away again.
const WORN = ["tomselected", "ts-hidden-accessible"];

function dress(select) {
  if (!WORN.every((name) => select.classList.contains(name))) select.classList.add(...WORN);
  if (select.getAttribute("tabindex") !== "-1") select.tabIndex = -1;
  // The typed field stands for the select, also for readers of the accessibility tree.
  select.setAttribute("aria-hidden", "true");
}

class Combobox extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select, input");
    if (!select || select.tomselect) return;
    select.classList.remove(...WORN);
    // Morphing leaves it as it is: what is typed or chosen, and the field that stands for the select.
    this.setAttribute("hx-morph-skip", "");
    const { url, create, remove } = this.dataset;
    this.answered = url ? undefined : "";
    this.box = new TomSelect(select, {
      plugins: remove === undefined ? {} : { remove_button: { title: remove } },
      valueField: "value",
      labelField: "text",
      searchField: url ? [] : ["text", "hint"],
      create: create !== undefined,
      placeholder: this.dataset.hint,
      createFilter: (input) => this.isUnknown(input),
      createOnBlur: false,
      // Else one of its kind shuts and one of many stays open.
      closeAfterSelect: this.dataset.shut !== undefined || null,
      maxOptions: 50,
      preload: url ? "focus" : false,
      allowEmptyOption: false,
      loadThrottle: 150,
      load: url ? (query, done) => this.load(query, done) : null,
      shouldLoad: () => true,
      render: this.drawings(),
      onChange: () => select.dispatchEvent(new Event("input", { bubbles: true })),
    });
    this.box.control_input.setAttribute("autocomplete", "off");
    this.box.hook("after", "refreshOptions", () => this.neverChooseNew());
    this.addEventListener("keydown", (event) => this.onKey(event), true);
    dress(select);
    if (this.dataset.shut !== undefined) this.box.focus();
    this.watch = new MutationObserver(() => dress(select));
    this.watch.observe(select, { attributes: true, attributeFilter: ["class", "tabindex"] });
  }

  drawings() {
    const { create, empty = "", createLabel = "+ …", newLabel = "", failed = document.getElementById("toasts")?.dataset.failed } = this.dataset;
    const hint = (text) => (text ? `<span class="hint">${asText(text)}</span>` : "");
    return {
      option: (item) => `<div><span>${asText(item.text)}</span>${hint(item.hint)}</div>`,
      // A name instead of a key: nobody of that name exists yet.
      item: (item) => `<div>${asText(item.text)}${hint(create !== undefined && !/^\d*$/.test(item.value) && newLabel)}</div>`,
      no_results: () => `<div class="no-results">${asText(this.hasFailed ? failed : empty)}</div>`,
      option_create: (item) => `<div class="create">${asText(createLabel.replace("…", () => item.input))}</div>`,
    };
  }

  // Only the server's answer to these very letters says that there is nobody of that name.
  isUnknown(input) {
    const wanted = input.trim().toLowerCase();
    if (!wanted || this.hasFailed || (this.dataset.url && this.answered !== input.trim())) return false;
    return !Object.values(this.box.options).some(({ text }) => text.trim().toLowerCase() === wanted);
  }

  // What is new stands last, and only who goes there chooses it.
  neverChooseNew() {
    const fresh = this.box.dropdown_content.querySelector(".create");
    if (!fresh) return;
    this.box.dropdown_content.append(fresh);
    if (this.box.activeOption === fresh) this.box.clearActiveOption();
  }

  get isWaiting() {
    return Boolean(this.dataset.url) && this.answered !== this.box.inputValue().trim() && !this.hasFailed;
  }

  onKey(event) {
    if (event.isComposing) return;
    const { isOpen, activeOption } = this.box;
    const [first] = isOpen ? this.box.selectable() : [];
    if (event.key === "ArrowDown" && !activeOption && first) {
      this.box.setActiveOption(first);
    } else if (event.key === "Enter" && this.box.inputValue().trim() && (this.isWaiting || !isOpen || !activeOption)) {
      // Whoever types faster than the server answers gets the first of what it finds.
      this.goesOn = this.isWaiting;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  async load(query, done) {
    const address = new URL(this.dataset.url, location);
    address.searchParams.set("q", query);
    this.asked = query;
    let found;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      // The page to sign in on, or an error, is no list of nothing.
      if (answer.ok && !answer.redirected) found = await answer.json();
    } catch {
      // Told below: the field says that it could not be asked.
    }
    // Answers may overtake each other: the letters asked for last count.
    if (this.asked !== query) return done();
    this.hasFailed = !found;
    this.answered = query.trim();
    this.box.clearOptions((option) => this.box.items.includes(option.value));
    done(found && (found.items ?? found.results ?? found));
    const first = this.goesOn && !this.isWaiting && this.box.activeOption;
    if (!this.isWaiting) this.goesOn = false;
    if (first && !first.classList.contains("create")) first.click();
  }

  disconnectedCallback() {
    this.watch?.disconnect();
    this.box?.destroy();
  }
}

customElements.define("tw-combobox", Combobox);
