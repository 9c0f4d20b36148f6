// A quote's text is the body of its file, set as plain text; templates are JavaScript, Eleventy's fastest kind.
const PER_PAGE = 50;
const FOLDERS = ["authors", "entities", "countries", "contexts"];

export default function (config) {
  config.setUseGitIgnore(false);
  config.addExtension("quote", { outputFileExtension: "html", compile: (text) => () => text });
  config.addCollection("lists", lists);
}

// Every page of every list: all quotes, then those of each record, the newest first.
function lists(api) {
  const quotes = api.getFilteredByGlob("content/quotes/*.quote");
  quotes.sort((a, b) => b.date - a.date || (a.fileSlug < b.fileSlug ? 1 : -1));
  const pages = paged("quotes", "All quotes", quotes);
  const names = quotes[0].data.names;
  for (const folder of FOLDERS) {
    const filed = new Map(Object.keys(names[folder]).map((key) => [key, []]));
    for (const quote of quotes) for (const key of quote.data[folder]) filed.get(key).push(quote);
    for (const [key, items] of filed) pages.push(...paged(`${folder}/${key}`, names[folder][key], items));
  }
  return pages;
}

function paged(folder, title, items) {
  const count = Math.max(1, Math.ceil(items.length / PER_PAGE));
  const path = (number) => (number === 1 ? folder : `${folder}/page/${number}`);
  return Array.from({ length: count }, (_, index) => ({
    path: path(index + 1),
    title,
    total: items.length,
    items: items.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
    newer: index > 0 ? `/${path(index)}/` : "",
    older: index + 1 < count ? `/${path(index + 2)}/` : "",
  }));
}


export const config = { dir: { input: "content" }, templateFormats: ["quote", "11ty.js"] };
