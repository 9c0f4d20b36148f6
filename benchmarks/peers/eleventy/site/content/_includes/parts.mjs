// The parts that pages share. A card is set once, however many lists show it.
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
export const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

export const page = (title, main) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(title)} · Corpus</title>
</head>
<body>
<header><a href="/">Corpus</a> <a href="/quotes/">All quotes</a></header>
<main>
${main}
</main>
</body>
</html>
`;

const cards = new Map();

export function card(id, text, data) {
  let html = cards.get(id);
  if (html === undefined) cards.set(id, (html = setCard(id, text, data)));
  return html;
}

function setCard(id, text, data) {
  const author = data.authors[0];
  return `<article class="quote" data-quote="${id}">
<blockquote>
${text.trim().split("\n\n").map((paragraph) => `<p>${escape(paragraph)}</p>`).join("\n")}
</blockquote>
<p class="by"><a class="author" href="/authors/${author}/">${escape(data.names.authors[author])}</a>, <span class="role">${escape(data.role)}</span>, <time class="pronounced" datetime="${data.pronounced}">${data.pronounced}</time></p>
<p class="more"><a href="/quotes/${id}/">Read more</a></p>
</article>`;
}
