// Search: any name, by keyboard alone.

import { choose } from "./acts.js";
import { at, el, name, svg } from "./elements.js";
import { data, findNodes, nodes, plain } from "./opened.js";

export const search = at("search");
const hits = at("hits");
const NOTHING = "No name holds this. A part of a name is enough; other spellings and Cyrillic are understood.";
let found = [];
let active = 0;
let pathFrom = null;

const hit = (id, i, query) => {
  const node = nodes[id], holds = (text) => plain(text).includes(query);
  const alt = holds(node.label) ? "" : node.alt.find(holds) ?? "";
  const shape = svg("polygon", { points: data.kinds[node.kind].outline, class: `fill-${node.kind}` });
  const item = el("li", { id: `hit-${i}`, role: "option", aria: { selected: i === active } },
    svg("svg", { viewBox: "-1 -1 18 18", width: 12, height: 12, "aria-hidden": "true" }, shape),
    " ", name(node.label), el("small", {}, alt ? name(alt) : node.type));
  item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(i); });
  return item;
};
const listHits = () => {
  const query = search.value.trim(), folded = plain(query);
  found = findNodes(query, 12);
  active = Math.max(0, Math.min(active, found.length - 1));
  hits.replaceChildren(...found.map((id, i) => hit(id, i, folded)));
  if (query && !found.length) {
    hits.append(el("li", { className: "soft", role: "option", aria: { disabled: "true", selected: "false" } }, NOTHING));
  }
  hits.hidden = !query;
  search.setAttribute("aria-expanded", String(!hits.hidden));
  if (found.length) search.setAttribute("aria-activedescendant", `hit-${active}`);
  else search.removeAttribute("aria-activedescendant");
  hits.children[active]?.scrollIntoView({ block: "nearest" });
};
const closeHits = () => {
  hits.hidden = true;
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
};
const endPath = () => { pathFrom = null; search.placeholder = search.dataset.placeholder; };
export const askPath = (from) => {
  pathFrom = from;
  search.value = "";
  search.placeholder = `Path from ${nodes[from].label} to …`;
  search.focus();
};
const pick = (i) => {
  if (found[i] === undefined) return;
  const start = pathFrom;
  endPath();
  closeHits();
  choose(start === null ? { node: found[i] } : { path: [start, found[i]] }, { table: null });
};
search.addEventListener("input", () => { active = 0; listHits(); });
search.addEventListener("focus", () => search.value && listHits());
search.addEventListener("blur", () => { closeHits(); endPath(); });
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    active = (active + step + found.length) % found.length;
    listHits();
    event.preventDefault();
  } else if (event.key === "Enter") { pick(active); search.select(); }
  else if (event.key === "Escape") { search.value = ""; endPath(); closeHits(); at("graph").focus(); event.stopPropagation(); }
});
