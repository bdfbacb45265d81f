// Keeps track of the room on the screen that labels have taken.

const CELL = 48;
export const overlap = (a, b) => a[2] > b[0] && a[0] < b[2] && a[3] > b[1] && a[1] < b[3];

/** A box [left, top, right, bottom] with the grid cells that it touches, which are looked up over and over. */
export const celled = (box) => {
  const cells = [], [last, lowest] = [Math.floor(box[2] / CELL), Math.floor(box[3] / CELL)];
  for (let x = Math.floor(box[0] / CELL); x <= last; x += 1) {
    for (let y = Math.floor(box[1] / CELL); y <= lowest; y += 1) cells.push(x * 65536 + y);
  }
  return { box, cells };
};
/** A box that is wider on all sides by so much. */
export const grown = ([left, top, right, bottom], by) => celled([left - by, top - by, right + by, bottom + by]);
/** Boxes with their owners in a grid, so that only the cells nearby have to be searched. */
export class Taken {
  cells = new Map();
  add({ box, cells }, owner = null) {
    const entry = { box, owner };
    for (const cell of cells) {
      if (this.cells.has(cell)) this.cells.get(cell).push(entry);
      else this.cells.set(cell, [entry]);
    }
  }
  /** Removes the boxes of an owner from the cells of one of them. */
  remove({ cells }, owner) {
    for (const cell of cells) {
      const here = this.cells.get(cell);
      if (here) this.cells.set(cell, here.filter((entry) => entry.owner !== owner));
    }
  }
  /** Whether a box overlaps only its owner's boxes. */
  free({ box, cells }, owner) {
    for (let i = 0; i < cells.length; i += 1) {
      const here = this.cells.get(cells[i]) ?? [];
      for (let j = 0; j < here.length; j += 1) if (here[j].owner !== owner && overlap(here[j].box, box)) return false;
    }
    return true;
  }
  /** Whether nothing lies between these edges; of the many places that are tried most end here, so nothing is made for them. */
  none(left, top, right, bottom) {
    const [last, lowest] = [Math.floor(right / CELL), Math.floor(bottom / CELL)], first = Math.floor(top / CELL);
    for (let x = Math.floor(left / CELL); x <= last; x += 1) {
      for (let y = first; y <= lowest; y += 1) {
        const here = this.cells.get(x * 65536 + y);
        if (here === undefined) continue;
        for (let i = 0; i < here.length; i += 1) {
          const one = here[i].box;
          if (one[2] > left && one[0] < right && one[3] > top && one[1] < bottom) return false;
        }
      }
    }
    return true;
  }
  ownersOf(place) {
    const found = new Set();
    this.owners(place, found);
    return found;
  }
  /** Adds the owners of the boxes that a box overlaps to those found. */
  owners({ box, cells }, found) {
    for (let i = 0; i < cells.length; i += 1) {
      const here = this.cells.get(cells[i]) ?? [];
      for (let j = 0; j < here.length; j += 1) if (overlap(here[j].box, box)) found.add(here[j].owner);
    }
  }
}

/** Points of lines in a grid, each with its line. */
export class Strokes {
  cells = new Map();
  add(x, y, id) {
    const cell = Math.floor(x / CELL) * 65536 + Math.floor(y / CELL);
    if (this.cells.has(cell)) this.cells.get(cell).push(x, y, id);
    else this.cells.set(cell, [x, y, id]);
  }
  /** The lines of which a point lies in a box, other than one. */
  under([left, top, right, bottom], but) {
    const found = new Set(), [last, lowest] = [Math.floor(right / CELL), Math.floor(bottom / CELL)], first = Math.floor(top / CELL);
    for (let column = Math.floor(left / CELL); column <= last; column += 1) {
      for (let row = first; row <= lowest; row += 1) {
        const here = this.cells.get(column * 65536 + row);
        if (here === undefined) continue;
        for (let i = 0; i < here.length; i += 3) {
          const x = here[i], y = here[i + 1]; // no list is made of them: thousands of points are looked at for each place that is tried
          if (x > left && x < right && y > top && y < bottom && here[i + 2] !== but) found.add(here[i + 2]);
        }
      }
    }
    return found;
  }
}
/** Points in a grid, to count the points in a box. */
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
