// --- what a reader takes along: CSV, PNG, GEXF, a query, a link

const save = (content, type, ending) => {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const stem = plain(data.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "kgraph";
  el("a", { href: url, download: `${stem}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};
/** A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection"), quoted where RFC 4180 wants it. */
const csvCell = (value) => {
  const plainText = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) && !/^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plainText) ? `"${plainText.replaceAll('"', '""')}"` : plainText;
};
const saveCsv = (which) => {
  const lineOf = (cells) => cells.map((cell) => csvCell(text(cell))).join(",");
  const all = tableRows(which, state.table === which ? at("filter").value : "").map(({ cells, go }) => [...cells, whole("edge" in go ? "" : "node" in go ? nodes[go.node].iri : claims[go.claim].iri)]);
  const columns = which === "claims" ? [...TABLES.claims.columns, "Identifier"] : TABLES[which].columns;
  save(`\ufeff${[columns, ...all.map((cells) => cells.slice(0, columns.length))].map(lineOf).join("\r\n")}\r\n`, "text/csv;charset=utf-8", `${which}.csv`);
};
/** The picture with what it is and how to read it written under it: a picture travels without its page. */
const savePng = async () => {
  if (state.table) { // there is no picture then
    state.table = null;
    change({ step: true });
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  }
  const shot = graph.querySelector("canvas");
  if (!shot.width || !shot.height) return showCopy("The window is too small for a picture", "Make it larger, or close the filters, and save again.");
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
  return canvas.toBlob((blob) => save(blob, "image/png", "png"));
};
/** The shapes and lines that are drawn, with their names, in two rows at most. */
const legend = (pen, y) => {
  const kinds = unique([...picture.vertices.values()].filter((v) => v.claim === undefined).map((v) => v.tone));
  const shown = new Set([...picture.lines.keys()].filter((id) => typeof id === "number").map(status));
  pen.font = `11px ${FONT}`;
  let x = 10;
  const room = (wide, text) => { if (x + wide + pen.measureText(text).width > graph.clientWidth) { x = 10; y += 16; } };
  const named = (text) => { pen.fillStyle = palette.ink; pen.fillText(text, x, y + 4); x += pen.measureText(text).width + 14; };
  for (const kind of kinds) {
    room(16, data.kinds[kind].words);
    pen.fillStyle = palette[kind];
    pen.beginPath();
    for (const corner of data.kinds[kind].outline.split(" ")) { const [dx, dy] = corner.split(",").map(Number); pen.lineTo(x + dx * 0.75, y - 6 + dy * 0.75); }
    pen.fill();
    x += 16;
    named(data.kinds[kind].words);
  }
  for (const one of STATUSES.filter((word) => shown.has(word))) {
    const look = data.statuses[one];
    room(38, one);
    pen.setLineDash(look.dashes);
    Object.assign(pen, { strokeStyle: palette[look.tone], lineWidth: look.width });
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 32, y);
    pen.stroke();
    x += 38;
    named(one);
  }
  pen.setLineDash([]);
};
const xml = (value) => String(value).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
const rgb = (hex) => ["r", "g", "b"].map((part, i) => `${part}="${parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16)}"`).join(" ");
/** A relation as it may stand alone: with its status, unless it is undisputed. */
const standalone = (edge) => (status(edge) === "undisputed" ? wording(edge) : `${wording(edge)} · ${status(edge)}`);
/** What is drawn, as GEXF 1.2 for Gephi, with places and colours. */
const saveGexf = () => {
  const values = (pairs) => `<attvalues>${pairs.map(([key, value]) => `<attvalue for="${key}" value="${xml(value)}"/>`).join("")}</attvalues>`;
  const shown = [...drawn].filter(nodeShown).map((id) => nodes[id]);
  const relations = [...picture.lines.values()].filter((line) => typeof line.id === "number").map((line) => edges[line.id]);
  const attributes = (list) => list.map((title) => `<attribute id="${title}" title="${title}" type="${["claims", "origins"].includes(title) ? "integer" : "string"}"/>`).join("");
  save(`<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2"><meta><creator>kgraph</creator><description>${xml(data.title)}. ${xml(worldWords())}</description></meta>
<graph defaultedgetype="directed"><attributes class="node">${attributes(["kind", "type", "iri"])}</attributes><attributes class="edge">${attributes(["kind", "status", "claims", "origins", "claimants"])}</attributes>
<nodes>
${shown.map((n) => `<node id="n${n.id}" label="${xml(n.label)}">${values([["kind", n.kind], ["type", n.type], ["iri", whole(n.iri)]])}<viz:position x="${n.x}" y="${-n.y}" z="0"/><viz:size value="${n.size}"/><viz:color ${rgb(palette[n.kind])}/></node>`).join("\n")}
</nodes>
<edges>
${relations.map((e) => `<edge id="e${e.id}" source="n${e.from}" target="n${e.to}" label="${xml(standalone(e.id))}">${values([["kind", e.kind], ["status", status(e.id)], ["claims", claimsBehind(e.id).length], ["origins", origins(e.id).independent], ["claimants", [...new Set(claimsBehind(e.id).map((id) => agents[claims[id].by].label))].join(" | ")]])}</edge>`).join("\n")}
</edges></graph></gexf>
`, "application/gexf+xml", "gexf");
};
/** Shows a text to copy, and copies it where the browser lets a page do so. */
const showCopy = (title, content) => {
  const area = el("textarea", { value: content, readOnly: true, rows: Math.min(18, content.split("\n").length + 1), spellcheck: false, aria: { label: title } });
  const note = el("span", { role: "status" });
  const copy = button("Copy", async () => {
    area.select();
    try { await navigator.clipboard.writeText(content); note.textContent = "Copied."; }
    catch { note.textContent = "The browser does not let this page copy: press Ctrl+C."; }
  });
  at("copy").replaceChildren(el("h2", {}, title), area, el("p", {}, copy, " ", button("Close", () => at("copy").close()), " ", note));
  at("copy").showModal();
  copy.focus();
};
const showSparql = (what) => showCopy("These claims, as a SPARQL query", sparqlOf(what));
