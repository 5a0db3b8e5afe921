// Live changes: the server says what changed, the region that shows it asks for itself.
import htmx from "htmx.org";

const FIRST_PAUSE_MS = 5000;
const GATHER_MS = 60;
const url = document.body.dataset.live;
let source;
// What the page had seen when it was rendered.
let last = document.body.dataset.position || "";
const waiting = new Map();

// What is said of an object, and who follows it, changes nothing of what it is.
const isTalk = ({ kind }) => /^(comment|watch)\./.test(kind);
const concerns = (region, change) => {
  if (isTalk(change) && region.dataset.talk === undefined) return false;
  const wanted = region.dataset.live.split(/\s+/);
  const [kind] = change.subject.split(":");
  return wanted.includes(change.subject) || wanted.includes(kind) || wanted.includes(change.kind);
};

// What is typed is never replaced, nor a menu that lies open: the region waits until the form is
// sent or left unchanged.
const beingTypedIn = (region) => {
  const field = document.activeElement;
  if (region.contains(field) && field.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) return true;
  return Boolean(region.querySelector("form[data-typed], :popover-open"));
};
document.addEventListener("input", (event) => {
  if (event.target.value) event.target.closest("form[method=post]")?.setAttribute("data-typed", "");
});
document.addEventListener("htmx:after:request", (event) => {
  const { response, sourceElement } = event.detail?.ctx ?? {};
  if (response && response.status < 400) sourceElement?.closest?.("form")?.removeAttribute("data-typed");
});

// What the reader has asked for: htmx drops an answer whose place was drawn anew meanwhile.
const asked = new Set();
export const isLive = (ctx) => ctx.sourceEvent?.type === "tw-live";
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => isLive(ctx) || asked.add(ctx));
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => asked.delete(ctx));
const isAwaited = (region) => [...asked].some(({ target }) => target instanceof Node && region.contains(target));

// Another answer may have drawn a region anew meanwhile, from before the change.
function standIn(region) {
  const name = region.id ? "id" : "hx-get";
  return region.isConnected ? region : document.querySelector(`[data-live][${name}="${CSS.escape(region.getAttribute(name))}"]`);
}

function ask(gone) {
  waiting.delete(gone);
  const region = standIn(gone);
  if (!region || waiting.has(region)) return;
  // One question at a time: htmx drops the second where the first one's answer takes its place.
  const isAsking = region.closest(".htmx-request") || isAwaited(region);
  if (isAsking || beingTypedIn(region) || document.body.classList.contains("dragging")) {
    waiting.set(region, setTimeout(() => ask(region), isAsking ? GATHER_MS : 700));
    return;
  }
  // Regions around it ask for themselves.
  htmx.trigger(region, "tw-live", {}, false);
}

// What this page did itself, or knows to have changed, shows without waiting to be told of it.
export function refresh(regions) {
  for (const region of regions) {
    clearTimeout(waiting.get(region));
    ask(region);
  }
}

const rowsOf = (region) => [...region.querySelectorAll("[data-pk]")];

// What a swap takes away from the reader is given back: the field they write in, the row that had
// the focus; and what a change of someone else's made different glows.
const before = new WeakMap();
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  // Whoever began to type while the answer was on its way keeps what they typed.
  if (isLive(ctx) && (isAwaited(ctx.target) || beingTypedIn(ctx.target))) {
    event.preventDefault();
    waiting.set(ctx.target, setTimeout(() => ask(ctx.target), GATHER_MS));
    return;
  }
  const focus = document.activeElement;
  const task = tasks.find(({ target }) => target?.contains?.(focus)) ?? tasks[0];
  if (!task?.target?.querySelector) return;
  before.set(ctx, {
    task,
    ...(task.target.contains(focus) && {
      field: focus.form?.contains(ctx.sourceElement) ? {} : focus,
      pk: focus.closest("[data-pk]")?.dataset.pk,
    }),
    texts: isLive(ctx) && new Map(rowsOf(task.target).map((row) => [row.dataset.pk, row.textContent])),
  });
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const { task, field: { id, value, defaultValue = value } = {}, pk, texts } = before.get(ctx) ?? {};
  const { activeElement: active } = document;
  if (id && active.id === id && value !== defaultValue) {
    // A browser tells of changes that were typed in this very field alone.
    Object.assign(active, { value, onblur: () => htmx.trigger(active, "change") });
  }
  if (!task?.target?.isConnected) return;
  if (texts) {
    for (const row of rowsOf(task.target)) if (texts.get(row.dataset.pk) !== row.textContent) row.classList.add("glow");
  }
  if (pk && document.activeElement === document.body) task.target.querySelector(`[data-pk="${CSS.escape(pk)}"]`)?.focus({ preventScroll: true });
});

// What triage did shows at once also where there is no inbox to go on in.
for (const name of ["inbox-done", "inbox-changed", "inbox-back"]) {
  document.addEventListener(name, () => {
    if (document.querySelector("tw-inbox")) return;
    refresh(document.querySelectorAll("[data-live]:not(body)"));
  });
}

function onChange(event) {
  if (event.lastEventId) last = event.lastEventId;
  const change = JSON.parse(event.data);
  document.dispatchEvent(new CustomEvent("tw-change", { detail: change }));
  for (const region of document.querySelectorAll("[data-live]:not(body)")) {
    if (concerns(region, change) && !waiting.has(region)) {
      waiting.set(region, setTimeout(() => ask(region), GATHER_MS));
    }
  }
}

// Whoever is signed out elsewhere is refused: they ask ever more rarely.
let pause = FIRST_PAUSE_MS;
function connect() {
  if (source || document.hidden) return;
  // A browser resumes a broken stream by itself; a stream opened anew says where it had been.
  source = new EventSource(last ? `${url}?after=${last}` : url);
  source.onmessage = onChange;
  source.onopen = () => {
    pause = FIRST_PAUSE_MS;
    document.documentElement.classList.remove("offline");
  };
  source.onerror = () => {
    document.documentElement.classList.add("offline");
    if (source.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, 120_000);
    }
  };
}

function disconnect() {
  source?.close();
  source = undefined;
}

if (url) {
  connect();
  // Browsers allow six streams per host: pages nobody looks at give theirs back.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => event.persisted && connect());
}
