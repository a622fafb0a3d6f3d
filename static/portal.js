// What only a script can do. Every page works without it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
