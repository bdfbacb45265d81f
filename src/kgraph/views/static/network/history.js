// The browser's history: the address holds the choice, so that "back" goes back.

import { change } from "./acts.js";
import { address, data, nodes, readAddress, state } from "./opened.js";
import { readTheme } from "./palette.js";
import { viewBefore } from "./picture.js";

/** Whether all rows are here: until then the address stays as it was given. */
export const isWhole = () => data.totals.nodes === nodes.length;
export const remember = ({ step = false }) => {
  if (!isWhole()) return;
  const how = step ? "pushState" : "replaceState";
  try {
    if (step) history.replaceState({ view: viewBefore.current }, "", location.href);
    history[how](null, "", address());
  } catch { /* a page inside another may have no history of its own */ }
};
/** Shows what an address asks for. */
export const goTo = (hash, move = true, view = null) => {
  readAddress(hash);
  readTheme(state.theme);
  change({ move, view });
};
addEventListener("popstate", ({ state: left }) => goTo(location.hash, true, left?.view ?? null));
addEventListener("hashchange", () => { if ((location.hash || "#") !== address()) goTo(location.hash); });
