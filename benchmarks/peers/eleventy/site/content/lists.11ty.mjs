import { card, escape, page } from "./_includes/parts.mjs";

export const data = {
  pagination: { data: "collections.lists", size: 1, alias: "list", addAllPagesToCollections: false },
  permalink: ({ list }) => `${list.path}/index.html`,
  eleventyExcludeFromCollections: true,
};

export function render({ list }) {
  return page(list.title, `<h1>${escape(list.title)}</h1>
<div class="list" data-total="${list.total}">
${list.items.map((item) => card(item.fileSlug, item.rawInput, item.data)).join("\n")}
</div>
<nav>
${list.newer ? `<a rel="next" href="${list.newer}">Newer</a>\n` : ""}${list.older ? `<a rel="prev" href="${list.older}">Older</a>\n` : ""}</nav>`);
}
