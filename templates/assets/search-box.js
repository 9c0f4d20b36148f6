// On every page: "/" leads to the box of the search.

addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const boxes = [...document.querySelectorAll("form[role=search] input[name=q]")];
  const box = boxes.reverse().find((each) => each.checkVisibility());
  if (box === undefined) return;
  event.preventDefault();
  box.focus();
  box.select();
});
