// What only a script can do. Every page works without it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A phone shows each row of a table with many columns as a block: see .table--stacked in portal.css.
// Its cells say of which column they are, and its parts keep the roles that another display takes away.
const MANY = 4;
const ROLES = {
  "thead, tbody": "rowgroup", tr: "row", td: "cell", "th[scope=col]": "columnheader", "th[scope=row], th[scope=rowgroup]": "rowheader",
};

const wordsOf = (head) => {
  const copy = head.cloneNode(true);
  copy.querySelectorAll("[aria-hidden], .govuk-visually-hidden").forEach((part) => part.remove());
  return copy.textContent.trim();
};

const stack = (table) => {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (heads.length < MANY && !table.classList.contains("table--wide")) return;
  const names = heads.map(wordsOf);
  for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
    if (row.cells.length !== names.length) continue;
    names.forEach((name, at) => {
      if (name && row.cells[at].matches("td")) row.cells[at].dataset.column = name;
    });
  }
  for (const [parts, role] of Object.entries(ROLES)) {
    table.querySelectorAll(parts).forEach((part) => part.setAttribute("role", role));
  }
  table.setAttribute("role", "table");
  table.classList.add("table--stacked");
};

// The whole world is wider than a phone: begin in the middle of it.
const centre = (map) => {
  const middle = (map.scrollWidth - map.clientWidth) / 2;
  map.scrollLeft = document.dir === "rtl" ? -middle : middle;
};

// Filters are folded away on a phone by the style alone, where the browser knows how to unfold them elsewhere.
const unfold = (filters) => {
  if (!CSS.supports("selector(::details-content)")) filters.open = true;
};

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  elt.querySelectorAll(".scroll > .govuk-table:not(.compare)").forEach(stack);
  elt.querySelectorAll(".world__scroll:has(> .world__map)").forEach(centre);
  elt.querySelectorAll(".filters__fold").forEach(unfold);
});

// What a screen reader says once filters have changed the results.
document.addEventListener("htmx:afterSettle", () => {
  const total = document.querySelector("[data-total], #results .empty");
  if (total) document.getElementById("said").textContent = total.textContent;
});
