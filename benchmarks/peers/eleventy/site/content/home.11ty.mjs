import { page } from "./_includes/parts.mjs";

export const data = { permalink: "index.html", eleventyExcludeFromCollections: true };

export const render = () => page("Corpus", `<h1>Corpus</h1>
<p><a href="/quotes/">All quotes</a></p>`);
