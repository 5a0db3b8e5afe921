// A select one can type into: finds on the server, offers to create what is not there.
import TomSelect from "tom-select/dist/esm/tom-select.js";
import removeButton from "tom-select/dist/esm/plugins/remove_button/plugin.js";

TomSelect.define("remove_button", removeButton);

const asText = (text) => {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
};

class Combobox extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select, input");
    if (!select || select.tomselect) return;
    const { url, create, empty = "", createLabel = "+", remove } = this.dataset;
    this.box = new TomSelect(select, {
      plugins: remove === undefined ? {} : { remove_button: { title: remove } },
      valueField: "value",
      labelField: "text",
      searchField: url ? [] : ["text", "hint"],
      create: create !== undefined,
      createOnBlur: false,
      maxOptions: 50,
      preload: url ? "focus" : false,
      allowEmptyOption: false,
      loadThrottle: 150,
      load: url ? (query, done) => this.load(query, done) : null,
      shouldLoad: () => true,
      render: {
        option: (item) =>
          `<div><span>${asText(item.text)}</span>${item.hint ? `<span class="hint">${asText(item.hint)}</span>` : ""}</div>`,
        item: (item) => `<div>${asText(item.text)}</div>`,
        no_results: () => `<div class="no-results">${asText(empty)}</div>`,
        option_create: (item) => `<div class="create">${asText(`${createLabel} “${item.input}”`)}</div>`,
      },
      onChange: () => select.dispatchEvent(new Event("input", { bubbles: true })),
    });
    this.box.control_input.setAttribute("autocomplete", "off");
    // The typed field stands for the select, also for readers of the accessibility tree.
    select.setAttribute("aria-hidden", "true");
  }

  async load(query, done) {
    const address = new URL(this.dataset.url, location);
    address.searchParams.set("q", query);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      this.box.clearOptions((option) => this.box.items.includes(option.value));
      done(found.items ?? found.results ?? found);
    } catch {
      done();
    }
  }

  disconnectedCallback() {
    this.box?.destroy();
  }
}

customElements.define("tw-combobox", Combobox);
