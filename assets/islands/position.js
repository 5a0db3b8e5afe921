// Where somebody checks in: asked for on a press alone, rounded here already, and never in the way.
import { toast } from "./toasts.js";

const WAIT_MS = 8000;
const rounded = (degrees) => degrees.toFixed(3);

class Position extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-locate]");
      if (button) this.locate(button);
    });
  }

  locate(button) {
    const form = button.form;
    const send = () => form.requestSubmit();
    const without = () => {
      toast({ text: this.dataset.failed, tone: "bad" });
      send();
    };
    if (!navigator.geolocation) return without();
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = rounded(coords.latitude);
        form.elements.longitude.value = rounded(coords.longitude);
        send();
      },
      without,
      { timeout: WAIT_MS, maximumAge: 60_000 },
    );
  }
}

customElements.define("tw-position", Position);
