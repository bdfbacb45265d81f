// What a reader takes along as a file: a table, the picture, the network.

import { showTableOf } from "./acts.js";
import { claimant } from "./cards.js";
import { showCopy } from "./copy.js";
import { csvOf } from "./csv.js";
import { at, el } from "./elements.js";
import { gexfOf } from "./gexf.js";
import { claimsBehind, data, drawn, edges, nodes, nodeShown, origins, plain, record, state, status, whole, wording } from "./opened.js";
import { palette } from "./palette.js";
import { graph, isNode, isRelation, picture } from "./picture.js";
import { unique } from "./record.js";
import { worldWords } from "./says.js";
import { FONT } from "./sprites.js";
import { columnsOf, tableRows, textOf } from "./tables.js";

const save = (content, type, ending) => {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const stem = plain(data.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "kgraph";
  el("a", { href: url, download: `${stem}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};
export const saveCsv = (which) => {
  const named = which === "claims" ? ["Identifier"] : [], rows = tableRows(which, state.table === which ? at("filter").value : "");
  const cellsOf = ({ cells, iri }) => [...cells.map(textOf), ...named.map(() => iri)];
  save(csvOf([[...columnsOf(which), ...named], ...rows.map(cellsOf)]), "text/csv;charset=utf-8", `${which}.csv`);
};

/** The shapes and lines that are drawn, with their names, in two rows at most. */
const legend = (pen, top) => {
  const tones = unique([...picture.vertices.values()].filter(isNode).map((vertex) => vertex.tone));
  const shown = new Set([...picture.lines.values()].filter(isRelation).map(({ id }) => status(id)));
  let x = 10, y = top;
  pen.font = `11px ${FONT}`;
  const entry = (wide, text, paint) => {
    const long = pen.measureText(text).width;
    if (x + wide + long > graph.clientWidth) { x = 10; y += 16; }
    pen.beginPath();
    paint();
    pen.fillStyle = palette.ink;
    pen.fillText(text, x + wide, y + 4);
    x += wide + long + 14;
  };
  for (const tone of tones) {
    entry(16, data.kinds[tone].words, () => {
      const corners = data.kinds[tone].outline.split(" ").map((corner) => corner.split(",").map(Number));
      for (const [dx, dy] of corners) pen.lineTo(x + dx * 0.75, y - 6 + dy * 0.75);
      pen.fillStyle = palette[tone];
      pen.fill();
    });
  }
  for (const word of record.statuses.filter((one) => shown.has(one))) {
    entry(38, word, () => {
      const { dashes, tone, width } = data.statuses[word];
      pen.setLineDash(dashes);
      Object.assign(pen, { strokeStyle: palette[tone], lineWidth: width });
      pen.moveTo(x, y);
      pen.lineTo(x + 32, y);
      pen.stroke();
    });
  }
  pen.setLineDash([]);
};
/** The picture with what it is and how to read it written under it: a picture travels without its page. */
export const savePng = async () => {
  if (state.table) { // there is no picture then
    showTableOf(null);
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  }
  const shot = graph.querySelector("canvas");
  if (!shot.width || !shot.height) {
    showCopy("The window is too small for a picture", "Make it larger, or close the filters, and save again.");
    return;
  }
  const ratio = shot.width / graph.clientWidth, high = shot.height / ratio;
  const canvas = el("canvas", { width: shot.width, height: shot.height + 86 * ratio }), pen = canvas.getContext("2d");
  pen.fillStyle = palette.canvas;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(shot, 0, 0);
  pen.scale(ratio, ratio);
  legend(pen, high + 14);
  pen.fillStyle = palette.ink;
  pen.font = `600 13px ${FONT}`;
  pen.fillText(data.title, 10, high + 58, graph.clientWidth - 20);
  pen.font = `11px ${FONT}`;
  pen.fillText(`${worldWords()} ${at("made").textContent}`, 10, high + 76, graph.clientWidth - 20);
  canvas.toBlob((blob) => save(blob, "image/png", "png"));
};

/** A relation as it may stand alone: with its status, unless it is undisputed. */
const standalone = (edge) => (status(edge) === "undisputed" ? wording(edge) : `${wording(edge)} · ${status(edge)}`);
export const saveGexf = () => {
  const shown = [...drawn].filter(nodeShown).map((id) => nodes[id]);
  const relations = [...picture.lines.values()].filter(isRelation).map((line) => edges[line.id]);
  const content = gexfOf(
    `${data.title}. ${worldWords()}`,
    shown.map(({ id, label, x, y, size, kind, type, iri }) => ({
      id, label, x, y, size, colour: palette[kind], kind, type, iri: whole(iri),
    })),
    relations.map(({ id, from, to, kind }) => ({
      id, from, to, label: standalone(id), kind, status: status(id), claims: claimsBehind(id).length,
      origins: origins(id).independent, claimants: unique(claimsBehind(id).map(claimant)).join(" | "),
    })),
  );
  save(content, "application/gexf+xml", "gexf");
};
