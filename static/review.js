// Keys for the review desk: j and k move between findings, x chooses one, Enter opens it.
const rows = () => [...document.querySelectorAll("[data-row]")];
const boxOf = (row) => row.querySelector("input[type=checkbox]");
const here = () => rows().findIndex((row) => row.contains(document.activeElement));

document.querySelectorAll("[data-keys]").forEach((hint) => hint.removeAttribute("hidden"));

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, select, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const listed = rows();
  const at = here();
  if (event.key === "j" || event.key === "k") {
    const next = Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), listed.length - 1);
    if (listed[next]) boxOf(listed[next]).focus();
  } else if (event.key === "x" && listed[at]) {
    boxOf(listed[at]).click();
  } else if (event.key === "Enter" && event.target.matches("input[type=checkbox]") && listed[at]) {
    event.preventDefault();
    listed[at].querySelector("a").click();
  }
});
