// Pages of the last hours go stale between two builds: this says how long ago their hours ended, and relabels their ages.

const HOUR = 3_600_000;
const UNITS = [["hour", 1, 48], ["day", 24, 60 * 24], ["month", 30 * 24, 730 * 24], ["year", 365 * 24, Infinity]];

const until = document.querySelector("time.until");
const passed = Math.floor((Date.now() - Date.parse(until.dateTime)) / HOUR);
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numberingSystem: "latn" });

/** So many hours ago, in the largest unit that says it well. */
function ago(hours) {
  const [unit, length] = UNITS.find(([, , end]) => hours < end);
  return relative.format(-Math.floor(hours / length), unit);
}

if (passed > 0) {
  until.textContent = ` · ${ago(passed)}`;
  let last = "";
  for (const day of document.querySelectorAll(".day[data-hours]")) {
    day.textContent = ago(passed + Number(day.dataset.hours));
    day.hidden = day.textContent === last; // hours that were told apart may have become one day
    last = day.textContent;
  }
}
