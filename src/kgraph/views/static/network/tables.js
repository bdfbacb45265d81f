// --- the same as tables: sortable, numbers as numbers

const tables = at("tables");
const TABLES = {
  relations: {
    columns: ["From", "Relation", "To", "Status", "Figure", "Origins", "Claims", "Claimed by", "First said"],
    rows: () => edges.filter((edge) => allowed(edge.from) && allowed(edge.to) && edgeCounts(edge)).map((edge) => {
      const ids = claimsBehind(edge.id), figures = ids.flatMap(told).filter((p) => p.figure && p.nodes.includes(edge.from) && p.nodes.includes(edge.to));
      const by = [...new Set(ids.map((id) => `${agents[claims[id].by].label} (${[claims[id].stance, via(claims[id]) && `via ${via(claims[id])}`].filter(Boolean).join(", ")})`))];
      const firstSaid = [...ids].filter((id) => claims[id].day).sort((a, b) => dayNumber(claims[a].day) - dayNumber(claims[b].day))[0];
      return {
        go: { edge: edge.id }, status: status(edge.id),
        cells: [nodes[edge.from].label, wording(edge.id), nodes[edge.to].label, status(edge.id),
          { text: [...new Set(figures.map((p) => p.what))].join(", "), order: figures.length ? figures[0].least ?? figures[0].most : null },
          origins(edge.id).independent, ids.length, by.join("; "), firstSaid === undefined ? "" : { text: claims[firstSaid].said, order: dayNumber(claims[firstSaid].day) }],
      };
    }),
  },
  claims: {
    columns: ["Claimant", "Saying", "Certainty", "What (our words)", "Figure", "Said", "Through", "About", "Disputed", "In this world", "Where"],
    rows: () => claims.filter((claim) => saidYet(claim.id) && theirs(claim.id) && (!claim.about.length || claim.about.some(allowed))).map((claim) => {
      const figures = told(claim.id).filter((p) => p.figure);
      return {
        go: { claim: claim.id }, status: against(claim) ? "denied" : "",
        cells: [agents[claim.by].label, `${claim.stance}, ${claim.voice}`, claim.certainty, claim.text,
          { text: [...new Set(figures.map((p) => p.what))].join(", "), order: figures.length ? figures[0].least ?? figures[0].most : null },
          { text: claim.said, order: claim.day && dayNumber(claim.day) }, [...claim.chain].reverse().map((agent) => agents[agent].label).join(" → "), claim.about.filter((id) => id < nodes.length).map((id) => nodes[id].label).join(", "),
          openDisputes(claim.id).length, held(claim.id) ? "yes" : "no", pointer(claim)],
      };
    }),
  },
  entities: {
    columns: ["Name", "Type", "Relations", "Claims about it", "Claims it makes", "Other names", "Identifier"],
    rows: () => nodes.filter((node) => allowed(node.id)).map((node) => ({
      go: { node: node.id }, status: "",
      cells: [node.label, node.type || data.kinds[node.kind].words, touching(node.id).filter((edge) => allowed(other(edge, node.id)) && edgeCounts(edge)).length,
        mentioned(node.id).filter((id) => saidYet(id) && theirs(id)).length, speaking(node.id).filter((id) => saidYet(id) && theirs(id)).length, node.alt.join("; "), whole(node.iri)],
    })),
  },
};
const text = (cell) => (typeof cell === "object" && cell !== null ? cell.text : String(cell));
const orderOf = (cell) => (typeof cell === "object" && cell !== null ? cell.order : cell);
const compare = (a, b) => {
  const [x, y] = [orderOf(a), orderOf(b)];
  return typeof x === "number" && typeof y === "number" ? x - y : natural(String(x), String(y));
};
const sorting = { relations: [0, 1], claims: [5, 1], entities: [2, -1] };
/** The rows of a table as they stand: filtered, sorted; what has no value comes last either way. */
const tableRows = (which, filter = at("filter").value) => {
  const [by, way] = sorting[which], wanted = plain(filter);
  const all = TABLES[which].rows().filter(({ cells }) => !wanted || cells.some((cell) => plain(text(cell)).includes(wanted)));
  return all.sort((a, b) => {
    const [x, y] = [orderOf(a.cells[by]), orderOf(b.cells[by])].map((value) => value === null || value === "");
    return x || y ? x - y : way * compare(a.cells[by], b.cells[by]);
  });
};
const cellClass = (column, cell, kind) => {
  if (column === "Status" || column === "Saying") return `status-${kind}`;
  if (column === "First said" || column === "Said") return "day";
  if (typeof orderOf(cell) === "number") return "number";
  return text(cell).length > 30 ? "text" : "";
};
const showTable = () => {
  const which = state.table;
  document.body.classList.toggle("tabled", Boolean(which));
  document.querySelectorAll("[data-table]").forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.table === which)));
  at("as-table").setAttribute("aria-pressed", String(Boolean(which)));
  if (!which) { at("table").replaceChildren(); return; }
  const rowsHere = tableRows(which), [by, way] = sorting[which];
  const head = el("tr", {}, ...TABLES[which].columns.map((title, i) => el("th", { scope: "col", aria: { sort: i === by ? (way > 0 ? "ascending" : "descending") : "none" } },
    button(`${title}${i === by ? (way > 0 ? " ▲" : " ▼") : ""}`, () => {
      sorting[which] = [i, i === by ? -way : typeof orderOf(TABLES[which].rows()[0]?.cells[i] ?? "") === "number" ? -1 : 1];
      showTable();
      at("table").querySelectorAll("th button")[i].focus();
    }))));
  const line = ({ cells, go, status: kind }) => el("tr", {}, ...cells.map((cell, i) => el("td", { dir: "auto", className: cellClass(TABLES[which].columns[i], cell, kind) },
    i === 0 ? link(text(cell), () => choose(go)) : text(cell))));
  const body = el("tbody", {}, ...rowsHere.slice(0, 200).map(line));
  const from = (start) => {
    const next = Math.min(rowsHere.length, start + 2000);
    const add = button(`Show ${(next - start).toLocaleString("en")} more rows`, () => {
      body.append(...rowsHere.slice(start, next).map(line));
      add.replaceWith(...(next < rowsHere.length ? [from(next)] : []));
    }, { className: "more" });
    return add;
  };
  const more = rowsHere.length > 200 ? from(200) : "";
  at("table").replaceChildren(el("table", {}, el("caption", {}, `${count(rowsHere.length, which === "entities" ? "entity" : which.slice(0, -1), which)}, as the filters above let through`), el("thead", {}, head), body), more);
};
at("filter").addEventListener("input", showTable);
