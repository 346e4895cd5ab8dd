// Puts the pictures of a record into the page, each in the width that fits: those near the view first, then all the others one
// after the other, so that whoever scrolls quickly or prints finds each in its place. Inside the page an SVG takes the page's
// letters and colours. Without this file an <img> shows the same picture.

const NEAR_PX = 600;

/** @param {HTMLElement} figure */
function fitting(figure) {
  for (const width of ["narrow", "half"]) {
    if (figure.dataset[`${width}Until`] && matchMedia(`(max-width: ${figure.dataset[`${width}Until`]})`).matches) {
      return figure.dataset[width];
    }
  }
  return figure.dataset.wide ?? figure.dataset.half;
}

/** @param {HTMLElement} figure */
async function put(figure) {
  const address = fitting(figure);
  if (figure.dataset.shown === address) return;
  figure.dataset.shown = address;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) {
    // The server is away or the record has changed: the words and the table stand beside it, and the next look tries again.
    delete figure.dataset.shown;
    figure.classList.remove("coming");
    figure.classList.add("missed");
    return;
  }
  // Its own colours are for where it stands alone; here the page's tokens colour it, and its policy allows no style of its own.
  const text = (await answer.text()).replace(/<style>[^<]*<\/style>/, "");
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (drawn.localName !== "svg" || figure.dataset.shown !== address) return;
  drawn.classList.add("drawn");
  // The letters of a picture grow with those of the page: at 16 px it may shrink to three quarters of its own width, with letters
  // twice as large it keeps 2.4 times that, twice the most that it gets on a page, and the figure scrolls.
  const { width } = drawn.viewBox.baseVal;
  drawn.style.minWidth = `calc(${0.103 * width}rem - ${0.9 * width}px)`;
  figure.querySelector("svg")?.remove();
  figure.append(drawn);
  sized.observe(drawn);
  figure.classList.remove("coming", "missed");
}

const sized = new ResizeObserver((changed) => {
  for (const { target } of changed) {
    const figure = target.parentElement;
    if (!figure) continue;
    const scrolls = target.clientWidth > figure.clientWidth;
    figure.classList.toggle("scrolls", scrolls);
    // What scrolls can be scrolled by keyboard, and says what it is.
    if (scrolls) for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", figure.dataset.title]]) figure.setAttribute(name, value);
    else for (const name of ["tabindex", "role", "aria-label"]) figure.removeAttribute(name);
  }
});

const figures = document.querySelectorAll("figure[data-half]");
const near = new IntersectionObserver(
  (seen) => {
    for (const entry of seen) {
      entry.target.dataset.near = entry.isIntersecting ? "yes" : "";
      if (entry.isIntersecting) put(entry.target);
    }
  },
  { rootMargin: `${NEAR_PX}px` },
);
for (const figure of figures) {
  figure.classList.add("coming");
  near.observe(figure);
}

async function putTheOthers() {
  for (const figure of figures) await put(figure);
}
if (document.readyState === "complete") putTheOthers();
else addEventListener("load", putTheOthers);
// The server is back.
addEventListener("online", putTheOthers);

// A turned phone, a resized window: the other width, of those that are looked at.
addEventListener("resize", () => {
  for (const figure of figures) if (figure.dataset.near) put(figure);
});
