// What a printer gets: the picture in lines that stay sharp, with its legend; of a table every row.

import { at } from "./elements.js";
import { state } from "./opened.js";
import { shotSize, shownOnPaper } from "./shot.js";
import { showTable, showWholeTable } from "./tables.js";

export const layOnPaper = () => {
  if (state.table) showWholeTable();
  else if (shotSize()) at("paper").replaceChildren(shownOnPaper());
};
export const clearPaper = () => {
  if (state.table) showTable();
  at("paper").replaceChildren();
};
