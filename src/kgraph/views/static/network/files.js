// What a reader can save as a file: a table, the picture, the network.

import { showTableOf } from "./acts.js";
import { showCopy } from "./copy.js";
import { clamped } from "./clamp.js";
import { columnsOfEdge, columnsOfNode, wordsInFiles, tellingsOf } from "./columns.js";
import { csvOf, fileName } from "./csv.js";
import { at, count, el, inFigures } from "./elements.js";
import { COLUMNS_OF_EDGES, gexfOf } from "./gexf.js";
import { isRelation } from "./items.js";
import { announce } from "./notice.js";
import { agents, data, drawn, edges, nodes, nodeShown, plain, state } from "./opened.js";
import { palette } from "./palette.js";
import { picture } from "./picture.js";
import { worldWords } from "./says.js";
import { shoot, shotSize } from "./shot.js";
import { markupOf } from "./svg.js";
import { columnsOf, tableRows, textOf } from "./tables.js";

/** Gives a file to the browser, named after the page and `parts`, and says so; `what` names the file's content in words. */
const save = (content, type, ending, what, parts = []) => {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const file = `${fileName(plain, data.title, parts)}.${ending}`;
  el("a", { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  announce(`Saved: ${what}, as ${file}`);
};
const chosen = () => state.by.map((agent) => agents[agent].label);
const view = () => [...chosen(), state.until]; // words about the view, for the names of files
const someHidden = () => Object.values(state.off).some((hidden) => hidden.size);
/** The rows of a table as a file has them. A relation has a row for each way in which claims tell it, with the columns of the network's
 * file: a forecast must not stand in the row of a fact. */
const rowsInFile = (which, rows) => {
  if (which !== "relations") {
    const named = which === "claims" ? ["Identifier"] : [];
    return [[...columnsOf(which), ...named], ...rows.map(({ cells, iri }) => [...cells.map(textOf), ...named.map(() => iri)])];
  }
  const cellsOf = (telling) => {
    const { from, to } = edges[telling.edge], values = columnsOfEdge(telling);
    return [nodes[from].label, wordsInFiles(telling), nodes[to].label, ...COLUMNS_OF_EDGES.map((column) => String(values[column]))];
  };
  return [["From", "Relation", "To", ...COLUMNS_OF_EDGES], ...rows.flatMap(({ go }) => tellingsOf(go.edge)).map(cellsOf)];
};
/** How many edges or rows a file has for some relations, if there are more. */
const inFile = (relations, all, word) => (
  all > relations ? ` in ${count(all, word)}, one for each way in which claims tell a relation` : "");
export const saveCsv = (which) => {
  const words = state.table === which ? at("filter").value.trim() : "", rows = tableRows(which, words);
  const how = [
    ["by", chosen().join(" or "), "by"], ["until", state.until, "said up to"], ["with", words, "rows with"],
    ["filtered", someHidden() ? " " : "", "without what the filters hide"],
  ].filter(([, value]) => value);
  const table = rowsInFile(which, rows), inRows = which === "relations" ? inFile(rows.length, table.length - 1, "row") : "";
  const what = [count(rows.length, which === "entities" ? "entity" : which.slice(0, -1), which) + inRows,
    ...how.map(([, value, text]) => `${text} ${clamped(value, 120)}`.trim())].join(", ");
  save(csvOf(table), "text/csv;charset=utf-8", "csv", what,
    [which, ...how.map(([word, value]) => `${word} ${value}`)]);
};

/** Waits until there is a picture to save, and says so if the window has no room for one. */
const pictureIsThere = async () => {
  if (state.table) { // a table is shown instead of the picture
    showTableOf(null);
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  }
  if (shotSize()) return true;
  showCopy("The window is too small for a picture", "Make it larger, or close the filters, and save again.");
  return false;
};
const pictureMarkup = () => `<?xml version="1.0" encoding="UTF-8"?>\n${markupOf(shoot())}\n`;
export const saveSvg = async () => { if (await pictureIsThere()) save(pictureMarkup(), "image/svg+xml", "svg", "the picture", view()); };
const tooLarge = () => showCopy("This browser makes no picture of this size", "Choose a smaller one, or save it as SVG.");
/** The picture in pixels: so many for each pixel of the screen. */
export const savePng = async (times) => {
  if (!await pictureIsThere()) return;
  const { wide, high } = shotSize(), drawing = new Image(wide, high);
  drawing.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureMarkup())}`;
  try { await drawing.decode(); }
  catch { tooLarge(); return; }
  const canvas = el("canvas", { width: wide * times, height: high * times });
  canvas.getContext("2d").drawImage(drawing, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob) save(blob, "image/png", "png", `the picture, ${canvas.width} × ${canvas.height}`, view());
    else tooLarge();
  });
};
const shownNodes = () => [...drawn].filter(nodeShown).map((id) => nodes[id]);
/** How many entities a file of what is drawn has, if they are not all. */
const partSaved = (number) => {
  const all = data.totals.nodes;
  return number < all ? `${inFigures(number)} of ${count(all, "entity", "entities")}` : "";
};
const MOST_SIZED = 150; // how large a picture of more vertices is takes too long to find out before it is wanted
const writeSizes = () => {
  const size = picture.vertices.size > MOST_SIZED ? null : shotSize();
  for (const times of [1, 2, 3]) {
    const pixels = size ? `, ${size.wide * times} × ${size.high * times}` : "";
    at(`png-${times}`).querySelector("small").textContent = `${times}×${pixels}`;
  }
  const part = partSaved(shownNodes().length);
  at("gexf").querySelector("small").textContent = part && `as drawn: ${part}`;
};
/** Says in the menu how many pixels each picture has, and how much a file of what is drawn, once it is open. */
export const nameSizes = () => { if (at("menu").open) setTimeout(writeSizes, 30); };

export const saveGexf = () => {
  const shown = shownNodes(), part = partSaved(shown.length);
  const relations = [...picture.lines.values()].filter(isRelation).map((line) => edges[line.id]).sort((a, b) => a.id - b.id);
  const saved = new Set(relations.map(({ id }) => id));
  const tellings = relations.flatMap(({ id, from, to }) => tellingsOf(id).map((telling) => ({ from, to, telling })));
  const has = count(relations.length, "relation") + inFile(relations.length, tellings.length, "edge");
  const content = gexfOf(
    `${data.title}. ${worldWords()} The file has ${part ? `what was drawn, ${part}, and ` : ""}${has}.`,
    shown.map((node) => {
      const { x, y, size, kind } = node;
      return { id: node.id, label: node.label, x, y, size, colour: palette[kind], values: columnsOfNode(node, saved) };
    }),
    tellings.map(({ from, to, telling }, id) => ({ id, from, to, label: wordsInFiles(telling), values: columnsOfEdge(telling) })),
  );
  const what = `the network, ${part || count(shown.length, "entity", "entities")} and ${has}`;
  save(content, "application/gexf+xml", "gexf", what, view());
};
