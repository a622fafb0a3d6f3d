// A box above each long list of choices, to find one by its words, and what is chosen on top.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const told = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function dress(tools) {
  const list = document.getElementById(tools.dataset.choices);
  const [find, shown, chosen] = ["find", "shown", "chosen"].map((part) => tools.querySelector(`[data-${part}]`));
  const items = [...list.querySelectorAll("input[type=checkbox]")].map((box) => {
    const item = box.closest(".govuk-checkboxes__item");
    return { box, item, name: box.labels[0].textContent.trim(), words: folded(item.textContent) };
  });
  let waits;

  function narrow() {
    const asked = folded(find.value).split(/\s+/);
    for (const { item, words } of items) item.hidden = !asked.every((word) => words.includes(word));
    clearTimeout(waits); // said once somebody has stopped writing
    waits = setTimeout(tell, 400);
  }
  function tell() {
    const n = items.filter(({ item }) => !item.hidden).length;
    shown.textContent = find.value ? told(shown.dataset.text, { n, total: items.length }) : "";
  }
  function sum() {
    const buttons = items.filter(({ box }) => box.checked).map(button);
    chosen.querySelector("ul").replaceChildren(...buttons);
    chosen.hidden = !buttons.length;
  }
  function button({ box, name }) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "chip";
    made.textContent = name;
    made.setAttribute("aria-label", told(chosen.dataset.text, { name }));
    made.addEventListener("click", () => takeOff(box));
    const entry = document.createElement("li");
    entry.append(made);
    return entry;
  }
  function takeOff(box) {
    const place = [...chosen.querySelectorAll("button")].indexOf(document.activeElement);
    box.click(); // as if its own box had been ticked off, so that whoever listens hears of it
    const left = chosen.querySelectorAll("button");
    (left[Math.min(Math.max(place, 0), left.length - 1)] ?? find).focus();
  }
  function key(event) {
    if (event.key === "Escape") {
      find.value = "";
      narrow();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault(); // the form is not sent, and the first that fits is at hand
      items.find(({ item }) => !item.hidden)?.box.focus();
    }
  }

  find.addEventListener("input", narrow);
  find.addEventListener("keydown", key);
  find.addEventListener("change", (event) => event.stopPropagation()); // no answer to the form
  list.addEventListener("change", sum);
  tools.removeAttribute("data-choices");
  tools.hidden = false;
  sum();
}

const dressAll = (within) => within.querySelectorAll("[data-choices]").forEach(dress);
document.addEventListener("DOMContentLoaded", () => dressAll(document));
document.addEventListener("htmx:load", (event) => dressAll(event.detail.elt));
