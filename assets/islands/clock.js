// A clock that counts down while somebody looks: the server says how much working time is left.
import { refresh } from "./live.js";

const EVERY_MS = 10_000;
const words = (pattern, values) => pattern.replace(/\{(\w)\}/g, (_all, name) => values[name]);

class Clock extends HTMLElement {
  connectedCallback() {
    this.began = Date.now();
    this.wasLate = Number(this.dataset.left) < 0;
    this.timer = setInterval(() => this.tick(), EVERY_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    const { until, time, minutes, ahead, over } = this.dataset;
    // Working hours are over, or it broke just now: the server knows what that means.
    const left = Number(this.dataset.left) - (Date.now() - this.began) / 1000;
    const isLate = left < 0;
    if ((until && Date.now() >= Date.parse(until)) || isLate !== this.wasLate) {
      clearInterval(this.timer);
      const region = this.closest("[data-live]");
      if (region) refresh([region]);
      return;
    }
    const whole = Math.abs(Math.ceil(left / 60)) || 1;
    const [h, m] = [Math.floor(whole / 60), whole % 60];
    this.textContent = words(isLate ? over : ahead, { t: words(h ? time : minutes, { h, m }) });
  }
}

customElements.define("tw-clock", Clock);
