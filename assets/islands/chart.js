// <tw-chart>: reads a chart aloud. Pointing at the drawing, or its arrow keys, take up the row of the
// table that stands there; Enter goes where that row leads. The table is taken away as CSV, the drawing
// as SVG or as a picture.
import { toast } from "./toasts.js";

const LOOKS = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-size", "font-weight",
  "font-family", "text-anchor", "paint-order", "display", "vector-effect",
];
const EDGE = 16;

function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

class Chart extends HTMLElement {
  connectedCallback() {
    this.plot = this.querySelector("svg.plot");
    this.twin = this.querySelector(".twin");
    if (!this.plot || !this.twin) return;
    this.output = this.querySelector("output");
    this.said = this.output?.textContent;
    this.rows = [...this.twin.querySelectorAll("tbody tr")];
    this.at = -1;
    for (const button of this.twin.querySelectorAll("[data-take]")) button.hidden = false;
    this.twin.addEventListener("click", (event) => this.take(event.target.closest("[data-take]")));
    if (!this.output) return;
    this.plot.addEventListener("pointermove", (event) => this.point(event));
    this.plot.addEventListener("pointerleave", () => this.show(-1));
    this.plot.addEventListener("blur", () => this.show(-1));
    this.plot.addEventListener("focus", () => this.output.setAttribute("aria-live", "polite"));
    this.plot.addEventListener("keydown", (event) => this.press(event));
  }

  point(event) {
    const box = this.plot.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    let nearest = -1;
    let least = Infinity;
    this.rows.forEach((row, index) => {
      const across = (Number(row.dataset.x) / 100) * box.width - x;
      const down = row.dataset.y === undefined ? 0 : (Number(row.dataset.y) - y) / 6;
      const far = Math.hypot(across, down);
      if (far < least) [nearest, least] = [index, far];
    });
    if (nearest !== this.at) this.show(nearest);
  }

  press(event) {
    const last = this.rows.length - 1;
    const next = {
      ArrowLeft: this.at < 0 ? last : this.at - 1,
      ArrowRight: this.at < 0 ? 0 : this.at + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.show(Math.min(last, Math.max(0, next)));
    } else if (event.key === "Enter" && this.at >= 0) {
      this.rows[this.at].querySelector("a")?.click();
    }
  }

  // A bare number is named: nobody knows the columns of a table they do not see.
  say(row) {
    const heads = [...this.twin.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    const said = [...row.cells].map((cell, index) => {
      const text = cell.textContent.trim();
      const isNamed = /^−?[\d,.]+$/.test(text) || (index && "many" in this.dataset && text);
      return isNamed ? `${heads[index]} ${text}` : text;
    });
    return said.filter(Boolean).join(" · ");
  }

  show(index) {
    this.at = index;
    this.plot.querySelector(".c-here")?.remove();
    const row = this.rows[index];
    this.output.textContent = row ? this.say(row) : this.said;
    if (!row) return;
    const here = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const marks = { class: "c-here", x1: `${row.dataset.x}%`, x2: `${row.dataset.x}%`, y1: 0, y2: "100%" };
    for (const [name, value] of Object.entries(marks)) here.setAttribute(name, value);
    this.plot.prepend(here);
  }

  get name() {
    return this.querySelector("h2, h3").textContent.trim().replace(/[\s/\\:]+/g, "-");
  }

  take(button) {
    if (button?.dataset.take === "csv") this.takeRows();
    else if (button?.dataset.take === "svg") save(`${this.name}.svg`, "image/svg+xml", this.picture().text);
    else if (button) this.takePicture(button.dataset.done);
  }

  takeRows() {
    const cell = (node) => `"${node.textContent.trim().replaceAll('"', '""').replace(/^([=+@\t])/, "'$1")}"`;
    const lines = [...this.twin.querySelectorAll("tr")].map((row) => [...row.cells].map(cell).join(","));
    save(`${this.name}.csv`, "text/csv", `\ufeff${lines.join("\r\n")}`);
  }

  // A drawing of its own: what style sheets say of each mark is written into it.
  picture() {
    const ground = getComputedStyle(document.body);
    const inner = this.plot.getBoundingClientRect();
    const outer = this.plot.parentElement.getBoundingClientRect();
    const copy = this.plot.cloneNode(true);
    const own = this.plot.querySelectorAll("*");
    copy.querySelectorAll("*").forEach((mark, index) => {
      const style = getComputedStyle(own[index]);
      mark.setAttribute("style", LOOKS.map((look) => `${look}:${style.getPropertyValue(look).replaceAll('"', "'")}`).join(";"));
    });
    copy.querySelector(".c-here")?.remove();
    const [width, height] = [outer.width + 2 * EDGE, outer.height + 2 * EDGE + 24];
    const place = { x: inner.left - outer.left + EDGE, y: inner.top - outer.top + EDGE + 24, width: inner.width, height: inner.height, overflow: "visible" };
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value);
    copy.setAttribute("font-family", "sans-serif");
    const title = document.createElement("span");
    title.textContent = this.querySelector("h2, h3").textContent.trim();
    const marks = new XMLSerializer().serializeToString(copy);
    const colour = getComputedStyle(this).backgroundColor;
    const back = colour === "rgba(0, 0, 0, 0)" ? ground.backgroundColor : colour;
    return {
      width,
      height,
      text:
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${back}"/>` +
        `<text x="${EDGE}" y="${EDGE + 12}" font-family="sans-serif" font-size="14" font-weight="600" fill="${ground.color}">${title.innerHTML}</text>${marks}</svg>`,
    };
  }

  async takePicture(done) {
    const { width, height, text } = this.picture();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
      toast({ text: done });
    } catch {
      // Without a secure address browsers copy no pictures: it is saved instead.
      save(`${this.name}.png`, "image/png", blob);
    }
  }
}

customElements.define("tw-chart", Chart);
