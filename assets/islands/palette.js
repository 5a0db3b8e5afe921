// The command palette: objects, actions and places, found as one types.
import htmx from "htmx.org";
import { openModal } from "./layers.js";
import { toggleTheme } from "./theme.js";

const palette = document.getElementById("palette");
const query = document.getElementById("palette-q");

export function openPalette() {
  if (!palette) return;
  if (!palette.open) palette.showModal();
  query.value = "";
  query.focus();
  htmx.trigger(query, "palette-open");
}

const options = () => [...palette.querySelectorAll("[role=option]")];

function choose(list, index) {
  list.forEach((option, position) => option.setAttribute("aria-selected", position === index));
  list[index]?.scrollIntoView({ block: "nearest" });
  query.setAttribute("aria-activedescendant", list[index]?.id || "");
}

function onKey(event) {
  const list = options();
  const now = list.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(list, (now + step + list.length) % list.length);
  }
  // Enter that ends a Chinese input method's word must not open anything.
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    const option = list[Math.max(now, 0)];
    if (event.metaKey || event.ctrlKey) window.open(option?.href, "_blank");
    else option?.click();
  }
}

palette?.addEventListener("keydown", onKey);
palette?.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  palette.close();
  if (option.dataset.act === "theme") {
    event.preventDefault();
    event.stopPropagation();
    toggleTheme();
  } else if (option.hasAttribute("data-modal")) {
    event.preventDefault();
    event.stopPropagation();
    openModal(option.href, document.querySelector(".find"));
  }
});
palette?.addEventListener("htmx:after:swap", () => {
  const list = options();
  if (list.length && !list.some((option) => option.getAttribute("aria-selected") === "true")) choose(list, 0);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-act=palette]")) openPalette();
});
