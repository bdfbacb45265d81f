// Which room on the screen is taken already.

const CELL = 64;
/** Boxes [left, top, right, bottom], in a grid so that a look at their surroundings is enough. */
export class Taken {
  cells = new Map();
  * around([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
      for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) yield `${x},${y}`;
    }
  }
  add(box, owner = null) {
    for (const cell of this.around(box)) this.cells.set(cell, [...(this.cells.get(cell) ?? []), [box, owner]]);
  }
  /** Whether a box covers none but its owner's; with `textOnly`, none that has no owner. */
  free(box, own, textOnly = false) {
    for (const cell of this.around(box)) {
      for (const [[left, top, right, bottom], owner] of this.cells.get(cell) ?? []) {
        if (owner !== null && (owner === own || textOnly)) continue;
        if (right > box[0] && left < box[2] && bottom > box[1] && top < box[3]) return false;
      }
    }
    return true;
  }
}
