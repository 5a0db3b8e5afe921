// A form that loses nothing: what is typed stays on this device until the server has it.
import htmx from "htmx.org";
import { toast } from "./toasts.js";

const SAVE_MS = 250;
// A draft nobody came back to for so long is no help any more.
const KEPT_MS = 14 * 24 * 3600 * 1000;

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name)) || {};
  } catch {
    return {};
  }
};
const write = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Private windows may keep nothing: the form works without it.
  }
};

// The server has it. The form is gone by then, so what it was last is read from the draft.
document.addEventListener("draft-sent", (event) => {
  const { key } = event.detail?.value ?? event.detail;
  const { values = {}, customerText } = read(`draft:${key}`);
  const [customer, product] = [values.customer?.[0], values.product?.[0]];
  // A customer who was new has a number by now: the next form does not know it yet.
  if (/^\d+$/.test(customer || "")) write(`last:${key}`, { customer, product, customerText });
  localStorage.removeItem(`draft:${key}`);
});

class Draft extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.name = `draft:${this.dataset.key}`;
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", () => this.save());
    this.form.addEventListener("change", (event) => this.onChange(event));
    this.heard = {
      "htmx:error": (event) => this.onError(event),
      "htmx:after:swap": () => this.fillWaiting(),
    };
    for (const [name, act] of Object.entries(this.heard)) document.addEventListener(name, act);
    // After the islands inside have woken.
    setTimeout(() => this.begin());
  }

  disconnectedCallback() {
    for (const [name, act] of Object.entries(this.heard)) document.removeEventListener(name, act);
  }

  get values() {
    const values = {};
    for (const [name, value] of new FormData(this.form)) {
      if (name !== "csrfmiddlewaretoken" && typeof value === "string") (values[name] ??= []).push(value);
    }
    return values;
  }

  textOf(name) {
    const field = this.form.elements[name];
    return field?.selectedOptions?.[0]?.textContent || field?.value || "";
  }

  later() {
    delete this.dataset.saved;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_MS);
  }

  save() {
    if (!this.isConnected) return;
    const values = this.values;
    if (!values.verbatim?.[0]?.trim()) return void localStorage.removeItem(this.name);
    write(this.name, { at: Date.now(), values, customerText: this.textOf("customer") });
    this.dataset.saved = "";
  }

  begin() {
    if (!this.isConnected || this.form.querySelector(".errorlist")) return;
    const draft = read(this.name);
    if (draft.at && Date.now() - draft.at < KEPT_MS && !this.values.verbatim?.[0]) {
      this.fill(draft.values, draft.customerText);
      toast({ text: this.dataset.found });
      return;
    }
    const last = read(`last:${this.dataset.key}`);
    const wanted = this.dataset.remember.split(" ").filter((name) => last[name] && !this.form.elements[name]?.value);
    this.fill(Object.fromEntries(wanted.map((name) => [name, [last[name]]])), last.customerText);
  }

  fill(values, customerText) {
    this.waiting = { ...values };
    this.fillWaiting(customerText);
    const product = this.form.elements.product;
    if (product?.value && values.product) htmx.trigger(product, "change");
  }

  // Modules and versions come from the server once the product is chosen.
  fillWaiting(customerText) {
    for (const [name, list] of Object.entries(this.waiting || {})) {
      if (this.set(name, list, name === "customer" ? customerText : "")) delete this.waiting[name];
    }
  }

  set(name, list, text) {
    const fields = [...this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const [field] = fields;
    if (!field || field.type === "file") return false;
    if (["radio", "checkbox"].includes(field.type)) {
      for (const one of fields) one.checked = list.includes(one.value);
      return true;
    }
    if (field.tomselect) {
      if (text) field.tomselect.addOption({ value: list[0], text });
      field.tomselect.setValue(list[0], true);
      return true;
    }
    if (field.matches("select") && text && ![...field.options].some((each) => each.value === list[0])) {
      field.add(new Option(text, list[0]));
    }
    field.value = list[0];
    return field.value === list[0];
  }

  onChange(event) {
    if (event.target.type === "file") {
      const names = [...this.form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]).map((file) => file.name);
      this.querySelector("[data-attached]").textContent = names.join(" · ");
    }
    this.later();
  }

  onError(event) {
    const source = event.detail?.ctx?.sourceElement;
    if (source !== this.form) return;
    this.save();
    toast({ text: this.dataset.kept, tone: "bad" });
  }
}

customElements.define("tw-draft", Draft);
