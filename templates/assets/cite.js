// Copies and shares on a quote's page. Whatever it needs stands on the page; every control is made here, so that
// without scripts there is none that does nothing.

const section = document.querySelector(".cite");

const button = (label, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
};

// The words as the page shows them, with their quotation marks, and who said them.
const quotation = ({ before, after, url }) => {
  const article = document.querySelector("main article.quote");
  const words = Array.from(article.querySelectorAll("blockquote p"), (paragraph) => paragraph.textContent);
  return [before, words.join("\n\n"), after, url].filter(Boolean).join("\n");
};

const begin = (words) => {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const copy = async (text) => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = words.copied;
    } catch {
      said.textContent = words.failed;
    }
  };
  const ways = document.createElement("div");
  ways.className = "cite-ways";
  if (navigator.clipboard) {
    ways.append(
      button(words.quotation, () => copy(quotation(words))),
      button(words.link, () => copy(words.url)),
    );
    for (const text of section.querySelectorAll("pre")) {
      text.after(button(text.dataset.copy, () => copy(text.textContent)));
    }
  }
  if (navigator.share) {
    // A reader who turns away from sharing is no failure.
    const share = () => navigator.share({ title: words.title, url: words.url }).catch(() => {});
    ways.append(button(words.share, share));
  }
  ways.append(said);
  section.querySelector("h2").after(ways);
};

if (section) begin(section.dataset);
