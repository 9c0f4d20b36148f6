// The page of the search: its state is in its address, its results are the quotes' own pages, cut to cards.

import { Gone, openIndex } from "./search-index.js";

const ROOM = 10; // results at a time
const VALUES = 8; // values of a facet at first
const LONGEST = 480; // letters of a quote that are shown around the first match

const page = document.querySelector("[data-index]");
const address = new URL(page.dataset.index, location.href);
const form = page.querySelector("form");
const box = form.elements.q;
const part = (name) => page.querySelector(`[data-part="${name}"]`);
const [start, facets, narrow, told, list, more, trouble] =
  ["start", "facets", "narrow", "told", "list", "more", "trouble"].map(part);
const copy = (name) => page.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
const legends = new Map([...facets.querySelectorAll("fieldset")].map((each) => [each.dataset.facet, each]));

const language = document.documentElement.lang;
const figure = new Intl.NumberFormat(language, { numberingSystem: "latn" }); // as the site writes them
const { comma, colon, und } = page.dataset;
const languages = new Intl.DisplayNames([language], { type: "language", fallback: "code" });

let opening;
let latest = 0; // only the last search that began is shown
let shown = ROOM;
let wide = new Set(); // facets of which more values are shown

// The address and the form.

function stateOf(where) {
  const given = new URL(where).searchParams;
  return {
    text: given.get("q") ?? "",
    room: Math.max(ROOM, Number.parseInt(given.get("n"), 10) || 0),
    chosen: Object.fromEntries([...legends.keys()].map((facet) => [facet, new Set(given.getAll(facet))])),
  };
}

function addressOf({ text, room, chosen }) {
  const made = new URL(form.action);
  if (text.trim()) made.searchParams.set("q", text);
  for (const [facet, values] of Object.entries(chosen)) {
    for (const value of values) made.searchParams.append(facet, value);
  }
  if (room > ROOM) made.searchParams.set("n", room);
  return made;
}

function go(change, { replace = false } = {}) {
  const next = addressOf({ ...stateOf(location.href), room: ROOM, ...change });
  if (next.href !== location.href) history[replace ? "replaceState" : "pushState"](null, "", next);
  return run();
}

// What is typed without a rest is one step of the history, with or without Enter at its end.
let waiting;
let typing = false;
function goTyped(stillTyping) {
  clearTimeout(waiting);
  go({ text: box.value }, { replace: typing });
  typing = stillTyping;
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  goTyped(false);
});
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => goTyped(true), 300);
});
facets.addEventListener("change", ({ target }) => {
  const { chosen } = stateOf(location.href);
  if (target.checked) chosen[target.name].add(target.value);
  else chosen[target.name].delete(target.value);
  go({ chosen });
});
facets.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button === null) return;
  wide.add(button.closest("fieldset").dataset.facet);
  run();
});
more.addEventListener("click", async () => {
  const first = list.children.length;
  await go({ room: shown + ROOM }, { replace: true });
  list.children[first]?.querySelector(".more").focus();
});
trouble.querySelector("button").addEventListener("click", () => {
  opening = undefined;
  run();
});
addEventListener("popstate", () => {
  clearTimeout(waiting);
  typing = false;
  box.value = stateOf(location.href).text;
  run();
});

// Arrows lead from the box through the results and back; Escape empties the box.
page.addEventListener("keydown", (event) => {
  const stops = [box, ...list.querySelectorAll(".more")];
  const at = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && at >= 0 && stops[at + step]) {
    event.preventDefault();
    stops[at + step].focus();
  } else if (event.key === "Escape" && at >= 0) {
    event.preventDefault();
    clearTimeout(waiting);
    typing = false;
    box.value = "";
    box.focus();
    go({ text: "", chosen: {} });
  }
});

// Searching.

async function run() {
  const mine = (latest += 1);
  const state = stateOf(location.href);
  const asked = state.text.trim() !== "" || Object.values(state.chosen).some((values) => values.size > 0);
  if (!asked) return show({ start: true });
  list.setAttribute("aria-busy", "true");
  try {
    const found = await searched(state);
    if (mine !== latest) return;
    const cards = await Promise.all(found.keys.map((key, place) => card(key, found.numbers[place], found)));
    if (mine === latest) showFound(state, found, cards);
  } catch (error) {
    console.error(error);
    opening = undefined;
    if (mine === latest) show({ trouble: true });
  }
}

async function searched({ text, chosen, room }, options) {
  try {
    opening ??= openIndex(address, options);
    const index = await opening;
    const found = await index.find(text, chosen);
    return { ...found, index, keys: await index.ids(found.numbers.slice(0, room)) };
  } catch (error) {
    // The site was published anew while this page stood open: once more, with the index that is there now.
    if (!(error instanceof Gone) || options) throw error;
    opening = undefined;
    return searched({ text, chosen, room }, { cache: "reload" });
  }
}

// Showing.

function show(parts) {
  start.hidden = !(parts.start || parts.trouble);
  trouble.hidden = !parts.trouble;
  for (const each of [list, more]) each.hidden = !parts.found;
  narrow.hidden = !parts.narrow;
  list.removeAttribute("aria-busy");
  if (parts.found) return;
  list.replaceChildren();
  told.textContent = parts.trouble ? trouble.querySelector("p").textContent : "";
}

function showFound(state, found, cards) {
  shown = state.room;
  const total = found.numbers.length;
  // Where nothing is found and nothing was chosen, there is nothing to narrow.
  show({ found: true, narrow: total > 0 || Object.values(state.chosen).some((values) => values.size > 0) });
  told.textContent = total ? told.dataset.found.replace("%s", figure.format(total)) : told.dataset.none;
  start.hidden = total > 0;
  list.dataset.total = total;
  // What is shown already stays, with the focus that may be in it.
  const same = [...list.children].findIndex((each, place) => each.dataset.quote !== cards[place]?.dataset.quote);
  const kept = state.text === list.dataset.text ? (same < 0 ? list.children.length : same) : 0;
  list.replaceChildren(...[...list.children].slice(0, kept), ...cards.slice(kept));
  list.dataset.text = state.text;
  more.hidden = total <= shown;
  for (const [facet, fieldset] of legends) showFacet(facet, fieldset, state.chosen[facet], found);
}

function showFacet(facet, fieldset, chosen, { counts, names }) {
  const values = [...new Set([...chosen, ...counts[facet].keys()])];
  const count = (value) => counts[facet].get(value) ?? 0;
  const label = (value) => labelOf(facet, value, names.table);
  values.sort((one, other) =>
    facet === "year" ? other - one
      : chosen.has(other) - chosen.has(one) || count(other) - count(one) || label(one).localeCompare(label(other), language));
  const focused = document.activeElement?.value;
  const items = (wide.has(facet) ? values : values.slice(0, VALUES)).map((value) => {
    const item = copy("value");
    const input = item.querySelector("input");
    Object.assign(input, { name: facet, value, checked: chosen.has(value) });
    item.querySelector("bdi").textContent = label(value);
    item.querySelector(".count").textContent = figure.format(count(value));
    return item;
  });
  if (items.length < values.length) items.push(copy("wider"));
  const had = fieldset.contains(document.activeElement);
  fieldset.querySelector("ul").replaceChildren(...items);
  fieldset.hidden = values.length === 0;
  if (had) [...fieldset.querySelectorAll("input")].find((each) => each.value === focused)?.focus();
}

function labelOf(facet, value, table) {
  if (facet === "language") return value === "und" ? und : languages.of(value);
  return table[facet]?.[value]?.[0] ?? value;
}

/** The card of a quote, made of what its own page says. */
async function card(key, number, { index, wanted, about }) {
  const url = new URL(`../quotes/${key}/`, form.action).href;
  const quote = (await pageAt(url))?.querySelector(`article.quote[data-quote="${CSS.escape(key)}"]`);
  const made = document.createElement("article");
  made.className = "quote";
  made.dataset.quote = key;
  made.append(...copy("result").childNodes);
  const link = made.querySelector(".more");
  link.href = url;
  if (!quote) {
    link.append(`${colon}${key}`);
    return made;
  }
  const words = made.querySelector("blockquote");
  const said = quote.querySelector("blockquote");
  words.lang = said.lang;
  words.dir = said.dir;
  words.append(...[...said.childNodes].map((each) => document.importNode(each, true)));
  if (words.textContent.length > LONGEST) cut(words, index.words, wanted, made);
  const take = (name, most) => [...quote.querySelectorAll(name)].slice(0, most).map((each) => document.importNode(each, true));
  made.classList.toggle("flagged", quote.matches(".flagged"));
  made.prepend(...take(".face", 1), ...take(".verdict", 1), ...take(":scope > .title", 1));
  const authors = take(".author", 3);
  made.querySelector(".signed").append(...authors.flatMap((each, place) => (place ? [comma, each] : [each])));
  if (quote.querySelectorAll(".author").length > authors.length) made.querySelector(".signed").append(" …");
  if (authors.length === 1) made.querySelector(".signed").append(" ", ...take(".role", 1));
  made.querySelector(".facts").append(...[...take(".pronounced", 1), ...take(".status", 1)].flatMap((each) => [each, " "]));
  const whose = [authors[0]?.textContent.trim(), quote.querySelector(".pronounced")?.textContent.trim()];
  link.querySelector(".hidden").textContent = `${colon}${whose.filter(Boolean).join(comma)}`;
  for (const each of made.querySelectorAll(".title, blockquote, .signed")) mark(each, index.words, wanted);
  // Where no word of it says why it was found, a name does.
  const names = made.querySelector("mark") ? [] : about(number);
  made.querySelector(".about").hidden = names.length === 0;
  made.querySelector(".about").textContent = names.join(" · ");
  mark(made.querySelector(".about"), index.words, wanted);
  return made;
}

/** A page of this site as a document, or nothing where it cannot be had. A document that is asked for runs no script. */
function pageAt(url) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onload = () => done(request.status === 200 ? request.response : null);
    request.onerror = () => done(null);
    request.send();
  });
}

/** Leave of a long quote the paragraph with the first match, and of that what is around it. */
function cut(words, index, wanted, made) {
  const paragraphs = [...words.querySelectorAll("p")];
  const first = paragraphs.find((each) => index.places(each.textContent, wanted).length > 0) ?? paragraphs[0];
  if (first === undefined) return;
  made.dataset.excerpt = "";
  if (first.textContent.length > LONGEST) {
    const text = first.textContent;
    const [place] = index.places(text, wanted)[0] ?? [0];
    const from = place > LONGEST / 2 ? text.indexOf(" ", place - LONGEST / 2) + 1 : 0;
    const to = from + LONGEST < text.length ? text.lastIndexOf(" ", from + LONGEST) : text.length;
    first.textContent = text.slice(from, to > place ? to : from + LONGEST);
    if (from > 0) first.prepend(ellipsis("… "));
    if (to < text.length) first.append(ellipsis(" …"));
  }
  words.replaceChildren(first);
}

function ellipsis(text) {
  const element = document.createElement("span");
  element.className = "lead-in";
  element.textContent = text;
  return element;
}

function mark(element, index, wanted) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    // From the end, so that what is before keeps its place.
    for (const [from, to] of index.places(node.data, wanted).reverse()) {
      const marked = document.createElement("mark");
      const rest = node.splitText(from);
      rest.splitText(to - from);
      rest.replaceWith(marked);
      marked.append(rest);
    }
  }
}

if (matchMedia("(min-width: 60rem)").matches) narrow.open = true;
box.value = stateOf(location.href).text;
run();
if (!box.value) opening ??= openIndex(address);
opening?.catch(() => { opening = undefined; });
