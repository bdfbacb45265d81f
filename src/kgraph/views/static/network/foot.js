// The legend under a saved picture: a sample of each shape and line with its meaning, and what the picture shows.

const EDGE = 10, ROW = 18;
const isBreak = (sign) => /\s/.test(sign);
/** A text in at most `most` rows that are no wider than `wide`. Rows break between words, or within a word that is too long. */
export const rowsOf = (text, wide, measure, most) => {
  const rows = [""], signs = [...text.slice(0, 1500)];
  let since = 0; // where the last word of the row begins
  for (const sign of signs) {
    const row = rows.at(-1);
    if (isBreak(sign)) {
      if (row) { rows[rows.length - 1] = `${row} `; since = row.length + 1; }
    } else if (!row || measure(row + sign) <= wide) rows[rows.length - 1] += sign;
    else {
      rows[rows.length - 1] = since ? row.slice(0, since) : row;
      rows.push((since ? row.slice(since) : "") + sign);
      since = 0;
    }
    if (rows.length > most) break;
  }
  const kept = rows.slice(0, most).map((row) => row.trim()), cut = rows.length > most || signs.length < [...text].length;
  return cut ? [...kept.slice(0, -1), `${kept.at(-1)}…`] : kept.filter(Boolean);
};

/** Samples with their words, one after the other. A sample is {wide, parts, text}; the middle of its left edge is at (0, 0). */
const legendOf = (entries, wide, measure) => {
  let x = EDGE, y = 16;
  const parts = entries.map(({ wide: sample, parts: drawn, text }) => {
    const [words] = rowsOf(text, wide - 2 * EDGE - sample, measure, 1), long = sample + measure(words);
    if (x > EDGE && x + long > wide - EDGE) { x = EDGE; y += ROW; }
    const entry = ["g", { class: "entry", transform: `translate(${x} ${y})` }, ...drawn,
      ["text", { x: sample, y: 4, "font-size": 11 }, words]];
    x += Math.ceil(long) + 14;
    return entry;
  });
  return { parts, high: entries.length ? y + ROW : ROW };
};
/** The legend of a picture: {parts, high}. `said` are sentences; `measure(size, weight)` returns a function that tells a text's width. */
export const footOf = ({ wide, entries, title, said, measure, ink }) => {
  const legend = legendOf(entries, wide, measure(11, 400)), parts = [...legend.parts], room = wide - 2 * EDGE;
  let y = legend.high;
  const write = (text, size, weight, most) => {
    for (const row of rowsOf(text, room, measure(size, weight), most)) {
      y += size + 4;
      parts.push(["text", { class: "caption", x: EDGE, y, "font-size": size, "font-weight": weight }, row]);
    }
  };
  if (title) write(title, 13, 600, 2);
  for (const sentence of said) write(sentence, 11, 400, 9);
  return { parts: [["line", { x1: 0, y1: 0.5, x2: wide, y2: 0.5, stroke: ink, "stroke-opacity": 0.2 }], ...parts],
    high: y + (parts.length > legend.parts.length ? 10 : -4) };
};
