import { card, escape, page } from "./parts.mjs";

const links = (folder, data) => `<ul class="${folder}">
${data[folder].map((key) => `<li><a href="/${folder}/${key}/">${escape(data.names[folder][key])}</a></li>`).join("\n")}
</ul>`;

export function render(data) {
  const title = `${data.names.authors[data.authors[0]]}, ${data.pronounced}`;
  return page(title, `<h1>${escape(title)}</h1>
${card(data.page.fileSlug, data.page.rawInput, data)}
${links("entities", data)}
${links("countries", data)}
${links("contexts", data)}
<p class="source"><a href="${escape(data.source.url)}">${escape(data.source.title)}</a></p>`);
}
