// What forms send: once, again with a fresh token where the page grew old, and never at the price
// of what was typed.
import { isLive } from "./live.js";

// An answer that leads to another page: the form is held until that page stands.
const HELD_MS = 8000;
const underway = new WeakMap();

const contentOf = ({ action, body }) =>
  JSON.stringify([action, ...[...(body ?? [])].map(([name, value]) => [name, value.name ? [value.name, value.size] : value])]);

function renew(token) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ ...headers, "X-CSRFToken": token }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}

// Whoever signed in again in another tab has another token by now; the server sends it only to them.
async function fetchWithFreshToken(address, request) {
  const answer = await fetch(address, request);
  const token = answer.status === 403 && answer.headers.get("X-Fresh-Token");
  if (!token) return answer;
  renew(token);
  request.headers["X-CSRFToken"] = token;
  if (request.body?.has("csrfmiddlewaretoken")) request.body.set("csrfmiddlewaretoken", token);
  return fetch(address, request);
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method === "GET") return;
  ctx.fetch = fetchWithFreshToken;
  const from = ctx.sourceElement;
  if (!from.matches("form, button, a")) return;
  const content = contentOf(ctx.request);
  // Enter pressed twice, or a double click: the same is under way already.
  if (underway.get(from) === content) return event.preventDefault();
  underway.set(from, content);
  from.setAttribute("aria-busy", "true");
});

function release(from) {
  underway.delete(from);
  from.removeAttribute("aria-busy");
}

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const from = ctx.sourceElement;
  if (!underway.has(from)) return;
  if (ctx.hx?.redirect || ctx.hx?.refresh) setTimeout(release, HELD_MS, from);
  else release(from);
});

// Forms that the browser sends by itself.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.hasAttribute("aria-busy")) return event.preventDefault();
  form.setAttribute("aria-busy", "true");
  setTimeout(release, HELD_MS, form);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[aria-busy]")) release(form);
});

// An error that is no part of a page (a page of its own, of a proxy, or nothing) takes no place.
const isPartOfPage = ({ response, text, select }, task) => {
  if (response.status >= 500 || !text.trim()) return false;
  return select ? Boolean(task?.fragment?.childElementCount) : !/^\s*<(!doctype|html)/i.test(text);
};

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (!(ctx.response?.status >= 400)) return;
  const task = tasks.find(({ type }) => type === "main");
  const isAtStake = ctx.request.method !== "GET" || isLive(ctx) || task?.target?.querySelector?.("form[data-typed]");
  if (isAtStake && !isPartOfPage(ctx, task)) event.preventDefault();
});
