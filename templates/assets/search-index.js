// The index of the search: which quotes fit what a reader wants, in which order, and how many there are by each facet.
// Its files are written by ipsegen/render/search_index.py. Nothing here touches the page.

import { Words } from "./search-words.js";

const NAMED = ["author", "entity", "country", "context"];
// What a word counts by where it is: whoever speaks comes first, then the words; what it is about, and words that are
// only begun, come last.
const SPEAKS = 4, SAID = 3, ABOUT = 2, BEGUN = 1;
const WORTH = { author: SPEAKS, entity: SPEAKS, country: SPEAKS, context: ABOUT, mentions: ABOUT };

/** A file of the index that is not there: another build has put others in its place. */
export class Gone extends Error {}

export async function openIndex(address, options) {
  return new Index(address, await read(address, options));
}

/** A record as the table of names knows it: `context:x`. Mentions are written so already. */
function keyOf(column, value) {
  return column === "mentions" ? value : `${column}:${value}`;
}

/** The numbers of which these are the steps. */
function sums(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

async function read(address, options) {
  const answer = await fetch(address, options);
  if (answer.status === 404) throw new Gone(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

class Index {
  constructor(address, head) {
    this.head = head;
    this.words = new Words(head.letters);
    this.address = address;
    this.kept = new Map();
  }

  /** A file of the index, read once. */
  file(path) {
    if (!this.kept.has(path)) {
      const reading = read(new URL(`../${path}`, this.address));
      reading.catch(() => this.kept.delete(path)); // so that the next search tries again
      this.kept.set(path, reading);
    }
    return this.kept.get(path);
  }

  /**
   * The numbers of the quotes that hold all words of `text` and have one of the chosen values in each facet, best
   * first; with the counts of each facet, which leave the choice in that facet itself aside.
   */
  async find(text, chosen) {
    const wanted = this.words.typed(text);
    const [names, columns, ...lists] = await Promise.all([
      this.names(), this.columns(), ...wanted.map((each) => this.lists(each)),
    ]);
    const named = wanted.map((each) => this.named(each, names));
    const score = this.score(lists, named, columns);
    const missed = this.missed(chosen, columns);
    const numbers = [];
    const counts = Object.fromEntries(Object.keys(chosen).map((facet) => [facet, new Map()]));
    const facets = Object.keys(chosen);
    for (let number = 0; number < this.head.quotes; number += 1) {
      if (wanted.length > 0 && score[number] === 0) continue;
      const missing = missed[number];
      if (missing === 0) numbers.push(number);
      facets.forEach((facet, bit) => {
        if (missing !== 0 && missing !== 1 << bit) return;
        for (const value of columns[facet].of[number]) {
          counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
        }
      });
    }
    const day = columns.day;
    numbers.sort((one, other) => score[other] - score[one] || day[other] - day[one] || other - one);
    return { wanted, numbers, counts, names, about: (number) => this.about(number, wanted, named, names.table, columns) };
  }

  /** What each quote scores; 0 where a word is missing. */
  score(lists, named, columns) {
    let score = new Uint8Array(this.head.quotes);
    lists.forEach((found, which) => {
      const best = new Uint8Array(this.head.quotes);
      for (const [worth, steps] of found) {
        for (const number of sums(steps)) best[number] = Math.max(best[number], worth);
      }
      for (const [column, most] of named[which].size > 0 ? Object.entries(WORTH) : []) {
        this.raise(best, columns[column], (value) => named[which].get(keyOf(column, value)) ?? 0, most);
      }
      score = which === 0 ? best : score.map((sum, number) => (sum && best[number] ? sum + best[number] : 0));
    });
    return score;
  }

  raise(best, column, worthOf, most) {
    const worth = new Map([...column.values].map((value) => [value, Math.min(most, worthOf(value))]));
    column.of.forEach((values, number) => {
      for (const value of values) best[number] = Math.max(best[number], worth.get(value));
    });
  }

  /** What a wanted word is worth in the name of each subject or context that has it. */
  named({ word, begins, code }, names) {
    const found = new Map();
    for (const [key, words] of names.words) {
      if (words.has(word)) found.set(key, SPEAKS);
      else if (begins && [...words].some((each) => each.startsWith(word))) found.set(key, BEGUN);
    }
    if (code) found.set(`country:${code}`, SPEAKS);
    return found;
  }

  /** The names by which a quote was found, of whoever said it and of what it is about; with them the spelling that fits. */
  about(number, wanted, named, table, columns) {
    const keys = Object.keys(WORTH).flatMap((column) => columns[column].of[number].map((value) => keyOf(column, value)));
    return [...new Set(keys)].filter((key) => named.some((each) => each.has(key))).map((key) => {
      const [kind, id] = key.split(":");
      const [name, ...others] = table[kind][id];
      const fits = (spelling) => this.words.places(spelling, wanted).length > 0;
      const other = fits(name) ? undefined : others.find(fits);
      return other === undefined ? name : `${name} (${other})`;
    });
  }

  /** For each quote the facets in which it has none of the chosen values, a bit each. */
  missed(chosen, columns) {
    const missed = new Uint8Array(this.head.quotes);
    Object.entries(chosen).forEach(([facet, values], bit) => {
      if (values.size === 0) return;
      columns[facet].of.forEach((has, number) => {
        if (!has.some((value) => values.has(value))) missed[number] |= 1 << bit;
      });
    });
    return missed;
  }

  /** The lists of a word, and of those that it begins: each with its worth. */
  async lists({ word, begins }) {
    const shards = this.head.words;
    const after = begins ? `${word}\uffff` : word;
    let first = shards.findIndex(([start]) => start > word);
    first = Math.max(0, (first < 0 ? shards.length : first) - 1);
    let last = first;
    while (begins && last + 1 < shards.length && shards[last + 1][0] <= after) last += 1;
    const found = [];
    for (const shard of await Promise.all(shards.slice(first, last + 1).map(([, path]) => this.file(path)))) {
      if (Object.hasOwn(shard, word)) found.push([SAID, shard[word]]);
      if (!begins) continue;
      for (const [each, steps] of Object.entries(shard)) {
        if (each !== word && each.startsWith(word)) found.push([BEGUN, steps]);
      }
    }
    return found;
  }

  /** Every subject and context with its names, and with the words of these. */
  async names() {
    const table = await this.file(this.head.names);
    if (this.named_ === undefined) {
      const words = new Map();
      for (const kind of NAMED) {
        for (const [id, names] of Object.entries(table[kind])) words.set(`${kind}:${id}`, this.words.of(names.join("\n")));
      }
      this.named_ = { table, words };
    }
    return this.named_;
  }

  /** The facets of all quotes by column: the values of each quote, and all values. */
  async columns() {
    const tables = await Promise.all(this.head.rows.map((path) => this.file(path)));
    if (this.columns_ === undefined) {
      const columns = { day: tables.flatMap((table) => sums(table.day)) };
      for (const name of [...NAMED, "year", "language", "status", "mentions"]) {
        const column = { values: new Set(), of: [] };
        for (const table of tables) {
          const { values, of } = table[name];
          const single = values.map((value) => [value]);
          values.forEach((value) => column.values.add(value));
          for (const each of of) column.of.push(typeof each === "number" ? single[each] : each.map((at) => values[at]));
        }
        columns[name] = column;
      }
      this.columns_ = columns;
    }
    return this.columns_;
  }

  /** The ids of quotes by their numbers. */
  async ids(numbers) {
    const each = this.head.ids_each;
    const tables = await Promise.all(numbers.map((number) => this.file(this.head.ids[Math.floor(number / each)])));
    return numbers.map((number, which) => tables[which][number % each]);
  }
}
