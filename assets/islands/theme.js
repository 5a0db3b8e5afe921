// Light, dark or as the system; remembered for the person on the server, in a cookie for guests.
import htmx from "htmx.org";

const root = document.documentElement;

export function toggleTheme() {
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  root.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  const url = document.body.dataset.preferences;
  if (url) htmx.ajax("POST", url, { source: document.body, swap: "none", values: { theme } });
}

export function toggleNav() {
  if (matchMedia("(max-width: 900px)").matches) {
    const open = document.querySelector(".nav").classList.toggle("open");
    document.querySelector(".scrim")?.toggleAttribute("hidden", !open);
    if (open) document.querySelector(".nav a")?.focus();
    return;
  }
  const slim = root.classList.toggle("nonav");
  document.cookie = `nav=${slim ? "slim" : "wide"};path=/;max-age=31536000;samesite=lax`;
}

// Where one is stands in view, however long the side bar is.
const here = document.querySelector(".tracks [aria-current=page]");
if (here && !matchMedia("(max-width: 900px)").matches) here.scrollIntoView({ block: "nearest" });

// What was unfolded in the side bar is found unfolded on the next page; `toggle` does not bubble.
document.querySelector(".nav")?.addEventListener("toggle", (event) => {
  if (!event.target.matches("[data-fold]")) return;
  const open = [...document.querySelectorAll(".nav [data-fold][open]")].map((fold) => fold.dataset.fold);
  document.cookie = `unfolded=${open.join(".")};path=/;max-age=31536000;samesite=lax`;
}, true);

if (/Mac|iP/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-mac]")) key.textContent = key.dataset.mac;
}
document.addEventListener("click", (event) => {
  const action = event.target.closest("[data-act]")?.dataset.act;
  if (action === "theme") toggleTheme();
  if (action === "nav") toggleNav();
  if (action === "print") print();
});
