// --- controls

/** The counts on the chips, after the picture: they look at every relation. And the names for the first search. */
const countChips = () => {
  findNodes(".", 0);
  const counts = new Map();
  for (const edge of edges) {
    if (!claimsBehind(edge.id).some(theirs)) continue;
    for (const key of [`line ${status(edge.id)}`, `sort ${SORT_OF[edge.kind]}`]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const node of nodes) if (known(node.id)) counts.set(`kind ${node.kind}`, (counts.get(`kind ${node.kind}`) ?? 0) + 1);
  chips.forEach((chip) => {
    const { off, key } = chip.dataset;
    const number = counts.get(`${off} ${key}`) ?? 0;
    chip.querySelector(".count").textContent = number.toLocaleString("en");
    chip.hidden = off !== "kind" && !number && !state.off[off].has(key);
  });
};
let counting = 0;
const chips = document.querySelectorAll("[data-off]");
const showControls = () => {
  chips.forEach((chip) => chip.setAttribute("aria-pressed", String(!state.off[chip.dataset.off].has(chip.dataset.key))));
  at("speakers").setAttribute("aria-pressed", String(state.speakers));
  at("claims-as-nodes").setAttribute("aria-pressed", String(state.claims));
  at("world").value = world();
  if (state.by.length > 1 && !at("by").querySelector('[value="several"]')) at("by").append(el("option", { value: "several" }, state.by.map((agent) => agents[agent].label).join(" or ")));
  at("by").value = state.by.length > 1 ? "several" : state.by.length ? String(state.by[0]) : "";
  at("until").value = String(state.until ? days.indexOf(state.until) : days.length - 1);
  at("day").textContent = state.until || days.at(-1) || "–";
  at("until").setAttribute("aria-valuetext", at("day").textContent);
  const asOpened = world() === data.opening.world && state.by.join() === data.opening.by.join();
  at("reset").hidden = !(state.focus || !asOpened || state.until || Object.values(state.off).some((set) => set.size));
  at("back-to-all").hidden = !state.focus;
  root.dataset.theme = state.theme ?? "";
  document.body.classList.toggle("selected", Boolean(state.selected));
};
chips.forEach((chip) => chip.addEventListener("click", ({ altKey, shiftKey }) => {
  const { off, key } = chip.dataset, set = state.off[off];
  if (altKey || shiftKey) { // this one only
    set.clear();
    chips.forEach((one) => one.dataset.off === off && one.dataset.key !== key && set.add(one.dataset.key));
  } else if (!set.delete(key)) set.add(key);
  if (off === "kind" && state.selected?.node !== undefined && set.has(nodes[state.selected.node].kind)) state.selected = null;
  change({ step: true });
}));
const showHelp = () => { at("help").showModal(); at("help-title").focus(); };
const press = (id, action) => at(id).addEventListener("click", action);
press("speakers", () => { state.speakers = !state.speakers; change({ step: true }); });
press("claims-as-nodes", () => { state.claims = !state.claims; change({ step: true }); });
press("fit", showAll);
press("back-to-all", showAll);
press("as-table", () => { state.table = state.table ? null : "relations"; change({ step: true }); });
document.querySelectorAll("[data-table]").forEach((tab) => tab.addEventListener("click", () => { state.table = tab.dataset.table; at("filter").value = ""; change({ step: true }); }));
press("skip", (event) => {
  event.preventDefault();
  state.table ??= "relations";
  change({ step: true });
  at("tables-start").focus();
});
press("theme", () => {
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  state.theme = dark ? "light" : "dark";
  root.dataset.theme = state.theme;
  readPalette();
  change();
});
press("share", () => (location.protocol === "about:" ? showCopy("This page stands inside another", "Write it to a file of its own to have an address for it.") : showCopy("A link to just this", location.href)));
press("help-open", () => showHelp());
press("help-close", () => at("help").close());
press("reset", () => {
  Object.assign(state, { world: openingWorld(), by: data.opening.by, until: "", focus: null });
  Object.values(state.off).forEach((set) => set.clear());
  change({ step: true });
  frameAll();
});
for (const which of Object.keys(TABLES)) press(`csv-${which}`, () => saveCsv(which));
press("png", savePng);
press("gexf", saveGexf);
document.querySelectorAll("#menu button").forEach((one) => one.addEventListener("click", () => { at("menu").open = false; }));
document.addEventListener("pointerdown", ({ target }) => document.querySelectorAll(".popover[open]").forEach((menu) => { menu.open = menu.contains(target); }));
agents.filter((agent) => agent.claims || data.opening.by.includes(agent.id)).sort((a, b) => natural(a.label, b.label))
  .forEach((agent) => at("by").append(el("option", { value: String(agent.id) }, `${agent.label} (${agent.claims})`)));
at("world").addEventListener("change", () => { state.world = at("world").value; change({ step: true }); });
at("by").addEventListener("change", () => { if (at("by").value !== "several") { state.by = at("by").value ? [Number(at("by").value)] : []; change({ step: true }); } });
at("until").max = String(Math.max(0, days.length - 1));
at("until").disabled = days.length < 2;
let waiting = 0;
at("until").addEventListener("input", () => {
  const day = days[Number(at("until").value)];
  at("day").textContent = day;
  clearTimeout(waiting);
  waiting = setTimeout(() => { state.until = day === days.at(-1) ? "" : day; change(); }, 30);
});
