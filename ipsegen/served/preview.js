// Keeps a page of `ipsegen serve` up to date: it reloads where its file has changed, and shows what is wrong above it.

const own = document.querySelector('script[src="/.ipsegen/preview.js"]').dataset;
const memory = `ipsegen ${location.pathname}`;
const loaded = { whole: own.whole, words: own.words };

/** An element with its attributes and what is in it; words are words, never markup. */
function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

// Where the reader was

const folds = () => [...document.querySelectorAll("details")];

function reload() {
  const focus = document.activeElement?.id ?? "";
  const place = { x: scrollX, y: scrollY, focus, open: folds().map((fold) => fold.open) };
  sessionStorage.setItem(memory, JSON.stringify(place));
  location.reload();
}

function goBack() {
  const place = JSON.parse(sessionStorage.getItem(memory));
  sessionStorage.removeItem(memory);
  if (place === null) return;
  const details = folds();
  if (details.length === place.open.length) details.forEach((fold, index) => (fold.open = place.open[index]));
  if (place.focus) document.getElementById(place.focus)?.focus({ preventScroll: true });
  const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  scroll();
  if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
}

/** Other style sheets for the same words: each takes the place of an old one once it is there. */
function restyle(sheets) {
  const links = [...document.querySelectorAll('link[rel~="stylesheet"]:not([href^="/.ipsegen/"])')];
  sheets.forEach((address, index) => {
    const old = links[index];
    if (old?.getAttribute("href") === address) return;
    const fresh = make("link", { rel: "stylesheet", href: address });
    fresh.addEventListener("load", () => old?.remove(), { once: true });
    if (old) old.after(fresh);
    else document.head.append(fresh);
  });
  for (const old of links.slice(sheets.length)) old.remove();
}

// What is added to the page

const host = make("div", { id: "ipsegen-preview", lang: "en", dir: "ltr" });
const shadow = host.attachShadow({ mode: "open" });
const heading = make("h2", { id: "heading", tabindex: "-1" });
const list = make("ol");
const doubts = make("details");
const dialog = make("dialog", { "aria-labelledby": "heading" }, heading, list, doubts, close());
const said = make("p", { role: "status" });
const bar = make("div", { class: "bar" }, said, source());
shadow.append(make("link", { rel: "stylesheet", href: "/.ipsegen/preview.css" }), bar, dialog);

function close() {
  const button = make("button", { type: "button" }, "Hide (Esc)");
  button.addEventListener("click", () => dialog.close());
  return button;
}

/** The name of the file behind this page: a link that opens it, or a button that copies it. */
function source() {
  if (own.editor) return make("a", { class: "source", href: own.editor }, own.file);
  const button = make("button", { type: "button", class: "source", title: "Copy the name of this page's file" }, own.file);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(own.file);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = own.file), 1200);
  });
  return button;
}

function markDrafts() {
  const drafts = own.drafts.split(" ").filter(Boolean);
  if (own.draft) document.body.classList.add("ipsegen-draft");
  for (const id of drafts) {
    for (const quote of document.querySelectorAll(`[data-quote="${CSS.escape(id)}"]`)) quote.classList.add("ipsegen-draft");
  }
  if (own.draft || drafts.length) document.head.append(make("link", { rel: "stylesheet", href: "/.ipsegen/drafts.css" }));
}

// What is wrong

let shown = "";

function item(problem) {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const [first = " ", ...rest] = problem.rest;
  const frame = [make("b", {}, `${problem.line} `), problem.before, make("mark", {}, first), rest.join("")];
  return make(
    "li",
    { class: problem.severity },
    make("p", {}, problem.editor ? make("a", { href: problem.editor }, place) : make("code", {}, place)),
    make("p", {}, make("strong", {}, `${problem.severity}[${problem.code}]`), ` ${problem.message}`),
    ...(problem.before || problem.rest ? [make("pre", { dir: "auto" }, ...frame)] : []),
    ...(problem.hint ? [make("p", { class: "hint" }, problem.hint)] : []),
  );
}

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function showProblems({ built, problems, more, failure }) {
  const news = JSON.stringify([built, problems, failure]);
  if (news === shown) return;
  shown = news;
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity !== "error");
  const sum = failure || (errors.length ? count(errors.length, "error") : count(warnings.length, "warning"));
  heading.textContent = built ? sum : `${sum}: the page is as it was before`;
  list.replaceChildren(...errors.map(item));
  doubts.hidden = !warnings.length;
  doubts.open = built;
  doubts.replaceChildren(make("summary", {}, count(warnings.length, "warning")), make("ol", {}, ...warnings.map(item)));
  if (more) doubts.append(make("p", {}, `${more} more are listed where ipsegen runs.`));
  const open = make("button", { type: "button", class: built ? "warning" : "error" }, sum);
  open.addEventListener("click", show);
  said.replaceChildren(...(problems.length || failure ? [open] : []));
  if (built) dialog.close();
  else show();
}

function show() {
  if (!dialog.open) dialog.showModal();
  heading.focus();
}

// Listening

let stream = null;

function hear({ data }) {
  const { news, page } = JSON.parse(data);
  showProblems(news);
  if (page.whole === loaded.whole) return;
  if (page.words !== loaded.words) return reload();
  loaded.whole = page.whole;
  restyle(page.sheets);
}

function listen() {
  stream?.close();
  stream = new EventSource(`/.ipsegen/events?page=${encodeURIComponent(location.pathname)}`);
  const mine = stream;
  mine.addEventListener("open", () => bar.classList.remove("alone"));
  mine.addEventListener("message", hear);
  mine.addEventListener("error", () => {
    bar.classList.add("alone");
    // The browser tries again by itself, unless it was refused.
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === stream && listen(), 2000);
  });
}

function rest() {
  stream?.close();
  stream = null;
}

document.body.append(host);
markDrafts();
goBack();
// A browser keeps few connections to one server: pages that nobody sees do without, and learn all when they are seen.
document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", ({ persisted }) => persisted && listen());
if (!document.hidden) listen();
