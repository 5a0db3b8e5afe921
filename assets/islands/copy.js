// Copies the text a button carries: <button data-copy="text" data-copied="said when it is done">;
// data-copied-tone="bad" where something in it is missing; an empty data-copy takes what stands before the button.
import { toast } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const before = button.previousElementSibling;
  try {
    await navigator.clipboard.writeText(button.dataset.copy || before.textContent);
    toast({ text: button.dataset.copied, tone: button.dataset.copiedTone });
  } catch {
    // Without a secure address browsers copy only by hand: the text is selected for that.
    if (before) getSelection().selectAllChildren(before);
  }
});
