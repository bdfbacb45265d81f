// --- the beginning: the picture from the first rows; then the others, and what the address asks for

const start = (hash, move) => {
  readAddress(hash);
  root.dataset.theme = state.theme ?? "";
  readPalette();
  change({ move });
};
const readRest = () => {
  const rest = JSON.parse(at("rest").textContent);
  at("rest").remove();
  pending = false;
  if (rest.nodes) {
    additions.forEach((add) => add(rest));
    start(location.hash, location.hash.length > 1);
  }
  root.dataset.ready = "";
};
// what comes after this script calls it; by then the picture shall have been painted
const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50)); // not every browser has it
globalThis.kgraph = { readRest: () => { delete globalThis.kgraph; requestAnimationFrame(() => whenIdle(readRest, { timeout: 500 })); } };
root.classList.remove("no-js");
if (innerWidth < 900) at("controls").open = false;
start(pending ? "" : location.hash, true);
