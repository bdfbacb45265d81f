// Where a window is empty, so that a place for a name can be looked for all over it.

const SIDE = 1; // pixels: the side of the squares that are either empty or not

/** A window of so many pixels in which boxes [left, top, right, bottom] are taken. */
export class Emptiness {
  constructor(wide, high, boxes) {
    this.columns = Math.ceil(wide / SIDE) + 1;
    this.rows = Math.ceil(high / SIDE) + 1;
    this.sums = new Int32Array((this.columns + 1) * (this.rows + 1)); // of taken squares above and to the left
    const taken = new Uint8Array(this.columns * this.rows);
    for (const box of boxes) this.take(taken, box);
    for (let row = 0; row < this.rows; row += 1) this.sumUp(taken, row);
  }
  /** The squares [first column, first row, column after the last, row after the last] that a box touches. */
  squares([left, top, right, bottom]) {
    const within = (at, most) => Math.max(0, Math.min(most, at));
    return [within(Math.floor(left / SIDE), this.columns), within(Math.floor(top / SIDE), this.rows),
      within(Math.ceil(right / SIDE), this.columns), within(Math.ceil(bottom / SIDE), this.rows)];
  }
  take(taken, box) {
    const [first, top, end, below] = this.squares(box);
    for (let row = top; row < below; row += 1) taken.fill(1, row * this.columns + first, row * this.columns + end);
  }
  sumUp(taken, row) {
    const wide = this.columns + 1, here = (row + 1) * wide, above = row * wide;
    for (let column = 0, sum = 0; column < this.columns; column += 1) {
      sum += taken[row * this.columns + column];
      this.sums[here + column + 1] = this.sums[above + column + 1] + sum;
    }
  }
  isEmpty(box) {
    const [first, top, end, below] = this.squares(box), wide = this.columns + 1, sum = (row, column) => this.sums[row * wide + column];
    return sum(below, end) - sum(top, end) - sum(below, first) + sum(top, first) === 0;
  }
}
