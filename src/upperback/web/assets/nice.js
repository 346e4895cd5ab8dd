// Small comforts. Every page works without this file.

document.documentElement.classList.add("js");

// Print buttons exist only where a script can press print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Y, N and ? answer a question with those keys beside its answers.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]), select, textarea")) return;
  for (const key of document.querySelectorAll(".answer kbd")) {
    if (key.textContent.toLowerCase() !== event.key.toLowerCase()) continue;
    const input = key.closest("label").querySelector("input");
    input.checked = true;
    input.focus();
  }
});

// The body map ticks the list beside it, which shows on the map again by style alone.
for (const area of document.querySelectorAll(".pick [data-region]")) {
  const box = document.getElementById(`region-${area.dataset.region}`);
  if (box) area.addEventListener("click", () => (box.checked = !box.checked));
}
