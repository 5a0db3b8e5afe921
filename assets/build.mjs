// Builds what browsers load: one style sheet, the shell's script with islands apart, one icon sprite.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../twintrack");
const out = join(source, "ui/static/ui/dist");
const outline = join(here, "node_modules/@tabler/icons/icons/outline");

// The tag, `icon="bulb"` in includes, `icon: "bulb"` and the icon argument of Python calls.
const NAMED = /\{%\s*icon\s+["']([a-z0-9-]+)["']|icon\w*["']?\s*[=:]\s*["']([a-z0-9-]+)["']|\bicon\(["']([a-z0-9-]+)["']/g;

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["static", "locale", "migrations", "__pycache__"].includes(entry.name)) yield* files(path);
    } else if (/\.(html|txt|py)$/.test(entry.name)) {
      yield path;
    }
  }
}

function iconNames() {
  const names = new Set();
  for (const path of files(source)) {
    for (const match of readFileSync(path, "utf8").matchAll(NAMED)) names.add(match[1] || match[2] || match[3]);
  }
  // Icons that Python picks from a table are listed one a line in a comment-free text file.
  const extra = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  return [...new Set([...names, ...extra])].sort();
}

function sprite(names) {
  const missing = names.filter((name) => !existsSync(join(outline, `${name}.svg`)));
  if (missing.length) console.warn("icons that Tabler does not have:", missing.join(" "));
  const symbols = names
    .filter((name) => !missing.includes(name))
    .map((name) => {
      const drawing = readFileSync(join(outline, `${name}.svg`), "utf8")
        .replace(/<!--[\s\S]*?-->/g, "")
        .replace(/^[\s\S]*?<svg[^>]*>/, "")
        .replace("</svg>", "")
        .replace(/\s*\n\s*/g, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
    });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

mkdirSync(out, { recursive: true });
const names = iconNames();
writeFileSync(join(out, "icons.svg"), sprite(names));

const target = ["chrome111", "firefox115", "safari16.4"];
await build({
  absWorkingDir: here,
  entryPoints: ["css/app.css"],
  bundle: true,
  minify: true,
  outfile: join(out, "app.css"),
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  target,
});
const scripts = await build({
  absWorkingDir: here,
  metafile: true,
  entryPoints: ["islands/app.js"],
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true,
  outdir: out,
  chunkNames: "[name]-[hash]",
  legalComments: "none",
  target,
});
// Only now, so that a running server never misses a file: chunks that the last build left behind.
const fresh = new Set(Object.keys(scripts.metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(out)) {
  if (name.endsWith(".js") && !fresh.has(name)) rmSync(join(out, name));
}
// Papers are set on the server, with fonts that come along.
const fonts = join(source, "foundation/documents/fonts");
mkdirSync(fonts, { recursive: true });
for (const weight of ["Regular", "Bold"]) {
  const name = `NotoSansHans-${weight}.otf`;
  if (!existsSync(join(fonts, name))) copyFileSync(join(here, "node_modules/@embedpdf/fonts-sc/fonts", name), join(fonts, name));
}
console.log(`built ${names.length} icons, styles and islands into twintrack/ui/static/ui/dist`);
