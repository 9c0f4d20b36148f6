// Two authors of a context side by side: `?compare=a,b` names them.

const tools = document.getElementById("compare");
const selects = [...tools.querySelectorAll("select")];
const page = document.getElementById("groups");
const groups = [...page.querySelectorAll(".group")];

/** An author as the address names one: by id alone. */
const short = (anchor) => anchor.replace(/^author-/, "");

function show() {
  const chosen = selects.map((select) => select.value);
  const both = chosen.every(Boolean) && chosen[0] !== chosen[1];
  page.classList.toggle("compared", both);
  for (const group of groups) group.hidden = both && !chosen.includes(group.id);
  page.append(...groups);
  if (both) page.prepend(...chosen.map((id) => document.getElementById(id)));
  return both ? chosen.map(short).join(",") : "";
}

function remember(compared) {
  history.replaceState(null, "", `${location.pathname}${compared ? `?compare=${compared}` : ""}`);
}

const asked = (new URL(location).searchParams.get("compare") ?? "").split(",");
selects.forEach((select, index) => {
  select.value = groups.find((group) => short(group.id) === short(asked[index] ?? ""))?.id ?? "";
});
show();
tools.addEventListener("change", () => remember(show()));
tools.querySelector("button").addEventListener("click", () => {
  for (const select of selects) select.value = "";
  remember(show());
});
tools.hidden = false;
if (location.hash === "#compare") tools.scrollIntoView({ block: "center" });
