// The words of a text as the index of the search has them, and where they stand in it.
// ipsegen/render/search_words.py does the same when the index is made; the table of letters comes with the index.

export class Words {
  constructor({ marks, pairs, same, longest }) {
    this.marks = new RegExp(`[${marks}]`, "gu");
    this.alike = new RegExp(`[${Object.keys(same).join("")}]`, "gu");
    this.same = same;
    this.longest = longest;
    this.word = /[\p{L}\p{M}\p{N}]+/gu;
    this.run = new RegExp(`[${pairs}]+|[^${pairs}]+`, "gu");
    this.paired = new RegExp(`^[${pairs}]`, "u");
  }

  /** A text in small letters without marks. */
  fold(text) {
    const small = text.normalize("NFKD").toLowerCase().replace(this.marks, "");
    return small.replace(this.alike, (letter) => this.same[letter]).normalize("NFC");
  }

  /** Every word by which a text is found. */
  of(text) {
    const found = new Set();
    for (const run of this.runs(this.fold(text))) {
      if (this.paired.test(run)) {
        const letters = Array.from(run);
        letters.forEach((letter, place) => found.add(place + 1 < letters.length ? letter + letters[place + 1] : letter));
      } else {
        found.add(this.cut(run));
      }
    }
    return found;
  }

  /**
   * What a reader looks for: words, each with whether it may be the beginning of a longer one. That is so for the last,
   * while it is being typed, and for a single letter of a script that is cut into pairs. `code`: capitals such as NL.
   */
  typed(text) {
    const wanted = new Map();
    for (const part of text.split(/\s+/u)) {
      const code = /^[A-Z]{2}$/.test(part) ? part.toLowerCase() : "";
      for (const run of this.runs(this.fold(part))) {
        const letters = Array.from(run);
        if (!this.paired.test(run)) {
          const begun = text.endsWith(part) && this.fold(part).endsWith(run) && letters.length > 1;
          wanted.set(this.cut(run), { word: this.cut(run), begins: begun, code });
        } else if (letters.length === 1) {
          wanted.set(run, { word: run, begins: true, code });
        } else {
          for (let place = 0; place + 1 < letters.length; place += 1) {
            const pair = letters[place] + letters[place + 1];
            wanted.set(pair, { word: pair, begins: false, code });
          }
        }
      }
    }
    return [...wanted.values()];
  }

  /** Where in a text, as it is written, the wanted words stand: [start, end], in order, none touching the next. */
  places(text, wanted) {
    const fits = (word) => wanted.some((each) => (each.begins ? word.startsWith(each.word) : word === each.word));
    const found = [];
    const add = (start, end) => {
      const last = found.at(-1);
      if (last && last[1] >= start) last[1] = Math.max(last[1], end);
      else found.push([start, end]);
    };
    for (const word of text.matchAll(this.word)) {
      let start = word.index;
      for (const [run] of word[0].matchAll(this.run)) {
        if (this.paired.test(run)) {
          const letters = Array.from(run);
          let at = start;
          letters.forEach((letter, place) => {
            const pair = letter + (letters[place + 1] ?? "");
            if (fits(this.fold(pair))) {
              const single = wanted.some((each) => each.begins && each.word === this.fold(letter));
              add(at, at + (single ? letter : pair).length);
            }
            at += letter.length;
          });
        } else if ([...this.of(run)].some(fits)) {
          add(start, start + run.length);
        }
        start += run.length;
      }
    }
    return found;
  }

  runs(folded) {
    return (folded.match(this.word) ?? []).flatMap((word) => word.match(this.run));
  }

  cut(word) {
    return word.length > this.longest ? Array.from(word).slice(0, this.longest).join("") : word;
  }
}
