"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const root = document.documentElement;
  root.classList.remove("no-js");
  const graph = at("graph"), panel = at("panel"), notice = at("notice"), search = at("search"), hits = at("hits");

  // Texts reach the page through here only: append() makes text nodes of strings, never markup.
  const el = (tag, props, ...kids) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...kids.filter((kid) => kid !== null && kid !== ""));
    return made;
  };
  const name = (text, tag = "bdi") => el(tag, {}, text);
  const link = (text, action) => {
    const made = el("a", { href: "#", className: "link" }, name(text)); // unlike a button, it breaks between lines
    made.addEventListener("click", (event) => { event.preventDefault(); action(); });
    return made;
  };
  const badge = (text, kind) => el("span", { className: `badge ${kind}` }, text);

  // --- what is shown

  const { nodes, edges, claims } = data;
  const touching = nodes.map(() => []);
  for (const edge of edges) for (const end of new Set([edge.from, edge.to])) touching[end].push(edge);
  const other = (edge, node) => (edge.from === node ? edge.to : edge.from);
  const drawn = new Set(nodes.filter((node) => node.drawn).map((node) => node.id));
  const off = { kind: new Set(), status: new Set() };
  let selected = null; // {node} or {edge} or {claim}
  let hovered = { node: null, edge: null };

  const nodeShown = (id) => drawn.has(id) && !off.kind.has(nodes[id].group);
  const edgeShown = (edge) => !off.status.has(edge.status) && nodeShown(edge.from) && nodeShown(edge.to);

  /** The nodes and edges that the selection lights up, or null when nothing is selected. */
  const lit = () => {
    if (!selected) return null;
    if ("edge" in selected) {
      const edge = edges[selected.edge];
      return { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]) };
    }
    if ("claim" in selected) {
      const own = edges.filter((edge) => edge.claims.includes(selected.claim));
      const ends = own.flatMap((edge) => [edge.from, edge.to]);
      return { nodes: new Set([...ends, ...claims[selected.claim].about]), edges: new Set(own.map((e) => e.id)) };
    }
    const own = touching[selected.node].filter(edgeShown);
    const near = own.map((edge) => other(edge, selected.node));
    return { nodes: new Set([selected.node, ...near]), edges: new Set(own.map((edge) => edge.id)) };
  };

  // --- drawing

  const colour = (tone) => getComputedStyle(root).getPropertyValue(`--${tone}`).trim();
  const arrow = { from: "from", to: "to" };
  const vertices = new vis.DataSet(nodes.map((n) => ({ id: n.id, x: n.x, y: n.y, shape: n.shape, size: n.size })));
  const lines = new vis.DataSet(edges.map((e) => ({
    id: e.id, [arrow.from]: e.from, [arrow.to]: e.to, arrows: e.arrows, smooth: e.smooth, dashes: e.dashes,
  })));
  const network = new vis.Network(graph, { nodes: vertices, edges: lines }, data.options);
  let light = null;

  const paint = () => {
    light = lit();
    const faint = colour("faint"), ink = colour("ink");
    vertices.update(nodes.map((n) => {
      const bright = !light || light.nodes.has(n.id);
      const chosen = selected && selected.node === n.id;
      const background = bright ? colour(n.group) : faint;
      const border = chosen ? ink : background;
      const both = { background, border };
      return { id: n.id, hidden: !nodeShown(n.id), borderWidth: chosen ? 4 : 1.5, color: { ...both, highlight: both, hover: both } };
    }));
    lines.update(edges.map((e) => {
      const tone = !light || light.edges.has(e.id) ? colour(e.tone) : faint;
      const opacity = !light && drawn.size > 200 && e.status === "undisputed" ? 0.4 : 1;
      return {
        id: e.id, hidden: !edgeShown(e), color: { color: tone, highlight: tone, hover: tone, inherit: false, opacity },
        width: e.width * (light && light.edges.has(e.id) ? 1.5 : 1),
      };
    }));
    // What vis-network takes for selected it draws last, so above what is faint.
    network.setSelection({ nodes: light ? [...light.nodes] : [], edges: light ? [...light.edges] : [] }, { highlightEdges: false });
    const shown = nodes.filter((n) => nodeShown(n.id)).length;
    notice.replaceChildren();
    if (drawn.size < nodes.length) {
      const all = el("button", { type: "button" }, "Draw all");
      all.addEventListener("click", () => { nodes.forEach((n) => drawn.add(n.id)); paint(); frameAll(); });
      notice.append(`${shown} of ${nodes.length} entities drawn, the best connected first; whatever you search for or click is added with its neighbours.`, all);
    } else if (shown < nodes.length) notice.append(`${shown} of ${nodes.length} entities shown`);
  };

  /** At most two lines of about 18 characters; all of it where the reader is looking. */
  const wrap = (text, whole) => {
    const out = [""];
    for (const word of text.split(/\s+/)) {
      if (out.at(-1) && out.at(-1).length + word.length > 18) out.push("");
      out[out.length - 1] += (out.at(-1) && " ") + word;
    }
    const kept = whole ? out.slice(0, 5) : out.slice(0, 2);
    if (kept.length < out.length) kept[kept.length - 1] += "…";
    return kept.map((line) => (line.length > 40 ? `${line.slice(0, 39)}…` : line));
  };

  /** Labels at one size on the screen, the weightiest first; one that would cover another waits for a closer look. */
  const label = (ctx) => {
    const scale = network.getScale(), taken = [];
    const places = network.getPositions();
    const corners = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: graph.clientWidth, y: graph.clientHeight })];
    const view = [corners[0].x, corners[0].y, corners[1].x, corners[1].y];
    for (const n of nodes) {
      if (!nodeShown(n.id) || (light && !light.nodes.has(n.id))) continue;
      const { x, y } = places[n.id];
      taken.push([x - n.size, y - n.size, x + n.size, y + n.size, n.id]);
    }
    const put = (text, spots, { own = null, tone, weight = 400, whole = false, force = false, hub = false, size = 12 }) => {
      const rows = wrap(text, whole), high = (size * 1.2) / scale, tall = high * rows.length;
      ctx.font = `${weight} ${size / scale}px system-ui, "DejaVu Sans", sans-serif`;
      const wide = Math.max(...rows.map((row) => ctx.measureText(row).width)) / 2 + 2 / scale;
      const inside = ([left, top, right, bottom]) => left > view[0] && top > view[1] && right < view[2] && bottom < view[3];
      const clear = (box, among) => among.every((t) => (own !== null && t[4] === own)
        || t[2] < box[0] || t[0] > box[2] || t[3] < box[1] || t[1] > box[3]);
      const boxes = spots(wide, tall).map(([x, y]) => [x - wide, y, x + wide, y + tall, own]);
      const box = boxes.find((b) => inside(b) && clear(b, taken))
        ?? (hub && boxes.find((b) => inside(b) && clear(b, taken.filter((t) => t[4] === null)))) ?? (force && boxes[0]);
      if (!box) return;
      taken.push([...box.slice(0, 4), null]);
      Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4 / scale });
      ctx.strokeStyle = colour("canvas");
      ctx.fillStyle = tone;
      for (const draw of ["strokeText", "fillText"]) rows.forEach((row, i) => ctx[draw](row, (box[0] + box[2]) / 2, box[1] + i * high));
    };
    const ink = colour("ink");
    const nodeLabel = (n, extra = {}) => {
      const { x, y } = places[n.id], gap = n.size + 2 / scale;
      const spots = (wide, tall) => [[x, y + gap], [x, y - gap - tall], [x + gap + wide, y - tall / 2], [x - gap - wide, y - tall / 2]];
      put(n.label, spots, { own: n.id, tone: ink, ...extra });
    };
    const edgeLabel = (e, text, extra = {}) => {
      const line = network.body.edges[e.id].edgeType;
      const spots = (wide, tall) => [0.5, 0.35, 0.65].map((part) => line.getPoint(part)).map(({ x, y }) => [x, y - tall / 2]);
      put(text, spots, { tone: colour(e.tone), size: 11, ...extra });
    };
    const words = (e) => (e.status === "undisputed" ? e.name : `${e.name} · ${e.status}`);
    const seen = (n) => nodeShown(n.id) && (!light || light.nodes.has(n.id));
    if (hovered.node !== null && nodeShown(hovered.node)) nodeLabel(nodes[hovered.node], { whole: true, force: true, weight: 600 });
    if (selected && "node" in selected && nodeShown(selected.node)) nodeLabel(nodes[selected.node], { whole: true, force: true, weight: 700 });
    const chosenEdge = selected?.edge ?? null;
    if (hovered.edge !== null && edgeShown(edges[hovered.edge])) edgeLabel(edges[hovered.edge], words(edges[hovered.edge]), { whole: true, force: true });
    if (chosenEdge !== null && edgeShown(edges[chosenEdge])) edgeLabel(edges[chosenEdge], words(edges[chosenEdge]), { whole: true, force: true });
    for (const n of byWeight) if (seen(n) && n.id !== hovered.node && !(selected && selected.node === n.id)) nodeLabel(n, { weight: hubs.has(n.id) ? 600 : 400, hub: hubs.has(n.id) || Boolean(light) });
    for (const e of byStatus) {
      if (!edgeShown(e) || (light && !light.edges.has(e.id)) || e.id === chosenEdge || e.id === hovered.edge) continue;
      if (light || scale > 1.15) edgeLabel(e, words(e));
      else if (e.status !== "undisputed" && e.status !== "outside") edgeLabel(e, e.status, { size: 10.5 });
    }
  };
  const order = Object.keys(data.statuses);
  const byWeight = [...nodes].sort((a, b) => b.degree - a.degree || a.id - b.id);
  const hubs = new Set(byWeight.filter((n) => n.degree > 3).slice(0, 6).map((n) => n.id));
  const byStatus = [...edges].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.id - b.id);
  network.on("afterDrawing", label);

  // --- the panel

  const inverse = { denies: "denied by", contradicts: "contradicted by", supports: "supported by", qualifies: "qualified by", "derived from": "source of" };
  const relationsOf = claims.map((claim) => [...claim.relations]);
  claims.forEach((claim, id) => claim.relations.forEach(([word, to]) => relationsOf[to].push([inverse[word] ?? word, id])));

  const card = (id) => {
    const claim = claims[id];
    const fact = (term, ...what) => (what.some((w) => w !== "" && w !== null) ? [el("dt", {}, term), el("dd", {}, ...what)] : []);
    const certainty = claim.certainty === "unstated" ? "certainty not stated" : claim.certainty;
    const chain = claim.chain.flatMap((hop, i) => (i ? [" → ", name(hop)] : [name(hop)]));
    const links = relationsOf[id].flatMap(([word, to]) => fact(word, link(`${claims[to].claimant}: ${claims[to].paraphrase}`, () => choose({ claim: to }))));
    return el("article", { className: `card ${claim.against ? "against" : ""} ${claim.disputed ? "disputed" : ""}` },
      el("div", {},
        claim.by === null ? name(claim.claimant, "strong") : link(claim.claimant, () => choose({ node: claim.by })), " ",
        badge(claim.stance, claim.against ? "status-denied" : ""), " ",
        claim.disputed ? badge("disputed", "status-disputed") : "", " ",
        claim.review === "accepted" || !claim.review ? "" : badge(`${claim.review}, not reviewed`, "soft")),
      el("p", { className: "what", dir: "auto" }, claim.paraphrase),
      el("dl", {},
        ...fact("how sure", certainty), ...fact("voice", claim.voice), ...fact("said", claim.said),
        ...fact("through", ...chain), ...links,
        ...fact("content", claim.inWorld ? "held in this world" : "not held in this world"), ...fact("where", name(claim.pointer))));
  };
  /** The first few of a list, and a button for the others. */
  const few = (list, most, make) => {
    if (list.length <= most + 2) return list.map((one) => make(one));
    const rest = el("button", { type: "button", className: "more" }, `Show ${list.length - most} more`);
    rest.addEventListener("click", () => rest.replaceWith(...list.slice(most).map((one) => make(one))));
    return [...list.slice(0, most).map((one) => make(one)), rest];
  };
  const cards = (title, ids) => {
    if (!ids.length) return [];
    const list = [...new Set(ids)].sort((a, b) => claims[a].day.localeCompare(claims[b].day) || a - b);
    return [el("h3", {}, `${title} (${list.length})`), ...few(list, 20, card)];
  };
  const status = (edge) => (edge.status === "undisputed" ? "" : badge(edge.status, `status-${edge.status}`));
  const relation = (edge, from = null) => {
    const end = (id) => link(nodes[id].label, () => choose({ node: id }));
    const what = link(edge.name, () => choose({ edge: edge.id }));
    what.classList.add("relation");
    const parts = from === edge.from ? ["→ ", what, " · ", end(edge.to)] : from === edge.to ? ["← ", end(edge.from), " · ", what]
      : [end(edge.from), " · ", what, " → ", end(edge.to)];
    return el("li", { className: "row" }, ...parts, " ", status(edge));
  };
  const relations = (title, list, from = null) => (list.length
    ? [el("h3", {}, `${title} (${list.length})`), el("ul", {}, ...few(list, 10, (edge) => relation(edge, from)))] : []);

  const views = {
    start: () => [
      el("p", {}, "Click a node or a line, or search, to read who claims what, through whom, when and how surely."),
      ...order.filter((s) => s === "denied" || s === "disputed").flatMap((s) => relations(s, edges.filter((e) => e.status === s))),
      el("h3", {}, "Best connected"),
      el("ul", {}, ...byWeight.slice(0, 8).map((n) => el("li", { className: "row" }, link(n.label, () => choose({ node: n.id })), el("span", { className: "soft" }, ` ${n.degree}`)))),
    ],
    node: (id) => {
      const node = nodes[id];
      const own = [...touching[id]].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.id - b.id);
      const about = claims.flatMap((c, i) => (c.about.includes(id) || own.some((e) => e.claims.includes(i)) ? [i] : []));
      return [
        badge(data.kinds[node.group], ""), " ", el("span", { className: "soft" }, node.type),
        name(node.label, "h2"), el("p", { className: "soft", dir: "auto" }, node.alt.join(" · ")), el("code", {}, node.iri),
        ...relations("Relations", own, id), ...cards("Claims about it", about),
        ...cards("Claims it makes", claims.flatMap((c, i) => (c.by === id ? [i] : []))),
      ];
    },
    edge: (id) => {
      const edge = edges[id];
      return [
        link(nodes[edge.from].label, () => choose({ node: edge.from })), " → ", name(edge.name, "strong"), " → ",
        link(nodes[edge.to].label, () => choose({ node: edge.to })),
        el("p", {}, badge(edge.status, `status-${edge.status}`), " ", data.statuses[edge.status]),
        ...cards("Claims behind it", edge.claims),
      ];
    },
    claim: (id) => [
      el("h3", {}, "Claim"), card(id),
      ...relations("It relates", edges.filter((edge) => edge.claims.includes(id))),
      el("h3", {}, "About"), el("ul", {}, ...claims[id].about.map((n) => el("li", { className: "row" }, link(nodes[n].label, () => choose({ node: n }))))),
    ],
  };

  const choose = (what, { move = true } = {}) => {
    selected = what;
    const [view, id] = what ? Object.entries(what)[0] : ["start"];
    if (view === "node") {
      drawn.add(id);
      touching[id].forEach((edge) => drawn.add(other(edge, id)));
      off.kind.delete(nodes[id].group);
      press();
    }
    const close = el("button", { type: "button", className: "close", title: "Close (Esc)" }, "×");
    close.addEventListener("click", () => choose(null));
    panel.replaceChildren(...(what ? [close] : []), ...views[view](id));
    panel.scrollTop = 0;
    paint();
    if (what && move) frame([...light.nodes], 1.2);
  };

  /** Brings nodes into view, with room for their labels. */
  const frame = (ids, closest) => {
    network.fit({ nodes: ids.filter(nodeShown), maxZoomLevel: closest });
    network.moveTo({ scale: network.getScale() * 0.9 });
  };
  const frameAll = () => frame(nodes.map((n) => n.id), 1.5);

  // --- what the reader does

  const press = () => document.querySelectorAll(".legend button").forEach((button) => {
    const { kind, status: state } = button.dataset;
    button.setAttribute("aria-pressed", String(kind ? !off.kind.has(kind) : !off.status.has(state)));
  });
  document.querySelectorAll(".legend button").forEach((button) => button.addEventListener("click", () => {
    const [which, key] = Object.entries(button.dataset)[0];
    if (!off[which].delete(key)) off[which].add(key);
    press();
    paint();
  }));
  network.on("click", ({ pointer }) => {
    const node = network.getNodeAt(pointer.DOM), edge = network.getEdgeAt(pointer.DOM);
    if (node !== undefined) choose({ node }, { move: false });
    else choose(edge === undefined ? null : { edge }, { move: false });
  });
  for (const [event, key, part] of [["hoverNode", "node", "node"], ["blurNode", "node"], ["hoverEdge", "edge", "edge"], ["blurEdge", "edge"]]) {
    network.on(event, (about) => {
      hovered[key] = part ? about[part] : null;
      graph.classList.toggle("pointing", hovered.node !== null || hovered.edge !== null);
      network.redraw();
    });
  }

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const names = nodes.map((n) => [n.label, ...n.alt].map(plain));
  let found = [], active = 0;
  const list = () => {
    const query = plain(search.value.trim());
    const rank = (id) => Math.min(...names[id].map((text) => (text.startsWith(query) ? 0 : text.includes(` ${query}`) ? 1 : text.includes(query) ? 2 : 9)));
    found = query ? byWeight.filter((n) => rank(n.id) < 9).sort((a, b) => rank(a.id) - rank(b.id)).slice(0, 12) : [];
    active = Math.max(0, Math.min(active, found.length - 1));
    hits.replaceChildren(...found.map((n, i) => {
      const alt = names[n.id][0].includes(query) ? "" : n.alt.find((text) => plain(text).includes(query)) ?? "";
      const item = el("li", { id: `hit-${i}`, role: "option" }, name(n.label), el("small", {}, alt ? name(alt) : n.type));
      item.setAttribute("aria-selected", String(i === active));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(i); });
      return item;
    }));
    if (query && !found.length) hits.append(el("li", { className: "soft" }, "No name holds this."));
    hits.hidden = !query;
    search.setAttribute("aria-expanded", String(!hits.hidden));
    if (found.length) search.setAttribute("aria-activedescendant", `hit-${active}`);
    else search.removeAttribute("aria-activedescendant");
    hits.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const pick = (i) => {
    if (!found[i]) return;
    table(false);
    choose({ node: found[i].id });
    hits.hidden = true;
    search.setAttribute("aria-expanded", "false");
  };
  search.addEventListener("input", () => { active = 0; list(); });
  search.addEventListener("focus", () => search.value && list());
  search.addEventListener("blur", () => { hits.hidden = true; });
  search.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { active = (active + step + found.length) % found.length; list(); event.preventDefault(); }
    else if (event.key === "Enter") { pick(active); event.preventDefault(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) { search.focus(); event.preventDefault(); }
    else if (event.key === "Escape" && !hits.hidden) hits.hidden = true;
    else if (event.key === "Escape") choose(null);
  });
  const table = (on) => {
    root.classList.toggle("tabled", on);
    at("as-table").setAttribute("aria-pressed", String(on));
  };
  at("as-table").addEventListener("click", () => table(!root.classList.contains("tabled")));
  at("fit").addEventListener("click", () => { table(false); frameAll(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  choose(null);
  frameAll();
})();
