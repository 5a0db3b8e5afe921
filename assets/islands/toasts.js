// Short messages at the foot, with undo; they come in the response header or with the page.
import htmx from "htmx.org";
import { refresh } from "./live.js";

const box = document.getElementById("toasts");
const STAYS_MS = 7000;

function keepWhileLookedAt(toast) {
  let timer = setTimeout(() => toast.remove(), STAYS_MS);
  const hold = () => clearTimeout(timer);
  const go = () => {
    hold();
    timer = setTimeout(() => toast.remove(), STAYS_MS);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", go);
}

export function toast({ text, tone = "ok", undo = "", url = "" }) {
  const copy = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  copy.classList.add(tone);
  copy.querySelector("[data-mark=ok]").toggleAttribute("hidden", tone === "bad");
  copy.querySelector("[data-mark=bad]").toggleAttribute("hidden", tone !== "bad");
  const words = copy.querySelector("[data-text]");
  if (url) words.append(Object.assign(document.createElement("a"), { href: url, textContent: text }));
  else words.textContent = text;
  const button = copy.querySelector("[data-undo]");
  if (undo) button.dataset.undo = undo;
  else button.remove();
  box.append(copy);
  while (box.children.length > 3) box.firstElementChild.remove();
}

async function takeBack(button) {
  const url = button.dataset.undo;
  button.closest(".toast").remove();
  await htmx.ajax("POST", url, { source: document.body, swap: "none" });
  refresh(document.querySelectorAll("[data-live]:not(body)"));
}

if (box) {
  for (const shown of box.children) keepWhileLookedAt(shown);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node.classList?.contains("toast")) keepWhileLookedAt(node);
    }
  }).observe(box, { childList: true });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-undo]");
    if (button) takeBack(button);
  });
  document.addEventListener("toast", (event) => toast(event.detail.value ?? event.detail));
  document.addEventListener("htmx:error", () => {
    if (!navigator.onLine) toast({ text: box.dataset.offline, tone: "bad" });
  });
  document.addEventListener("htmx:response:error", (event) => {
    const response = event.detail?.ctx?.response;
    const told = response?.headers?.get?.("HX-Trigger")?.includes('"toast"');
    if (response && !told && ![409, 412, 422].includes(response.status)) toast({ text: box.dataset.failed, tone: "bad" });
  });
}
