// Post a change made by hand and say whether the server kept it.
import htmx from "htmx.org";

export async function post(url, values, source) {
  let kept = true;
  const refused = (event) => {
    if (event.detail?.ctx?.sourceElement === source) kept = false;
  };
  document.addEventListener("htmx:response:error", refused);
  document.addEventListener("htmx:error", refused);
  try {
    await htmx.ajax("POST", url, { source, swap: "none", values });
  } catch {
    kept = false;
  }
  document.removeEventListener("htmx:response:error", refused);
  document.removeEventListener("htmx:error", refused);
  return kept;
}
