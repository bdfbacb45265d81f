// Which room on the screen is taken already.

const CELL = 48;
export const overlap = (a, b) => a[2] > b[0] && a[0] < b[2] && a[3] > b[1] && a[1] < b[3];

/** Boxes [left, top, right, bottom] with whom they belong to, in a grid, so that a look at their surroundings is enough. */
export class Taken {
  cells = new Map();
  * around([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 65536 + y;
    }
  }
  add(box, owner = null) {
    const entry = { box, owner };
    for (const cell of this.around(box)) {
      if (this.cells.has(cell)) this.cells.get(cell).push(entry);
      else this.cells.set(cell, [entry]);
    }
  }
  /** Takes away the boxes of an owner that touch a box of it. */
  remove(box, owner) {
    for (const cell of this.around(box)) {
      const here = this.cells.get(cell);
      if (here) this.cells.set(cell, here.filter((entry) => entry.owner !== owner));
    }
  }
  /** Whether a box covers none but its owner's. */
  free(box, owner) {
    for (const cell of this.around(box)) {
      for (const entry of this.cells.get(cell) ?? []) if (entry.owner !== owner && overlap(entry.box, box)) return false;
    }
    return true;
  }
  /** The owners of the boxes that a box covers, each once. */
  owners(box) {
    const found = new Set();
    for (const cell of this.around(box)) {
      for (const entry of this.cells.get(cell) ?? []) if (overlap(entry.box, box)) found.add(entry.owner);
    }
    return found;
  }
}

/** Points in a grid, to count those in a box. */
export class Points {
  cells = new Map();
  add(x, y) {
    const cell = Math.floor(x / CELL) * 65536 + Math.floor(y / CELL);
    if (this.cells.has(cell)) this.cells.get(cell).push(x, y);
    else this.cells.set(cell, [x, y]);
  }
  inside([left, top, right, bottom]) {
    let found = 0;
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
        const here = this.cells.get(column * 65536 + row) ?? [];
        for (let i = 0; i < here.length; i += 2) {
          if (here[i] > left && here[i] < right && here[i + 1] > top && here[i + 1] < bottom) found += 1;
        }
      }
    }
    return found;
  }
}
