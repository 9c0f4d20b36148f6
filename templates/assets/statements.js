// The statements of a context: turns their order round, and shows those of one voice only. Both stand in the address.

const tools = document.getElementById("tools");
const spine = document.querySelector("#statements .spine");
const turn = tools.querySelector("button");
const voices = tools.querySelector("select");
const said = tools.querySelector("[role=status]");
const quotes = [...spine.querySelectorAll("article.quote")];

/** The days of the spine, each as its heading and the quotes below it. */
function days() {
  const found = [];
  for (const element of spine.children) {
    if (element.matches(".day")) found.push([element]);
    else found.at(-1).push(element);
  }
  return found;
}

function turnRound() {
  const turned = days().reverse().map(([heading, ...below]) => [heading, ...below.reverse()]);
  spine.replaceChildren(...turned.flat());
  [turn.textContent, turn.dataset.turn] = [turn.dataset.turn, turn.textContent];
}

function show() {
  const option = voices.selectedOptions[0];
  const chosen = option.value ? new Set(option.dataset.quotes.split(" ")) : null;
  for (const quote of quotes) quote.hidden = chosen !== null && !chosen.has(quote.dataset.quote);
  for (const [heading, ...below] of days()) heading.hidden = below.every((quote) => quote.hidden);
  const shown = quotes.filter((quote) => !quote.hidden).length;
  said.textContent = chosen
    ? tools.dataset.shown.replace("{shown}", shown).replace("{total}", quotes.length)
    : "";
}

/** Keep a choice in the address, so that it can be shared and survives a reload. */
function remember(name, value) {
  const address = new URL(location);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  history.replaceState(null, "", address);
}

const asked = new URL(location).searchParams;
let isTurned = asked.has("turned");
if (isTurned) turnRound();
turn.addEventListener("click", () => {
  turnRound();
  isTurned = !isTurned;
  remember("turned", isTurned ? "1" : "");
});
if (voices) {
  const wanted = asked.get("voice");
  if ([...voices.options].some((option) => option.value === wanted)) voices.value = wanted;
  show();
  voices.addEventListener("change", () => {
    show();
    remember("voice", voices.value);
  });
}
tools.hidden = false;
