// A pen with the methods of a canvas context. It records what is drawn as SVG paths, so that one function can draw the picture on either.

const rounded = (number) => Math.round(number * 100) / 100;
/** A colour in the form that SVG 1.1 knows, and its opacity. */
export const opaque = (colour) => {
  const parts = /^rgba?\(([^)]*)\)$/.exec(colour)?.[1].split(/[\s,/]+/).filter(Boolean).map(Number);
  if (!parts) return [colour, 1];
  const hex = parts.slice(0, 3).map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
  return [`#${hex}`, parts[3] ?? 1];
};

/** Draws in units of the picture, and records units of a view: view = corner + scale * picture. */
export class Pen {
  marks = []; // attributes of paths
  box = null; // [left, top, right, bottom] of all that is drawn
  strokeStyle = "#000000";
  fillStyle = "#000000";
  lineWidth = 1;
  lineCap = "butt";
  globalAlpha = 1;
  dashes = [];
  kept = [];
  path = [];
  constructor({ x, y, scale }) { Object.assign(this, { x, y, scale }); }
  /** A point of the view, by which the box grows. */
  at(x, y) {
    const [left, top] = [this.x + x * this.scale, this.y + y * this.scale], box = this.box ?? [left, top, left, top];
    this.box = [Math.min(box[0], left), Math.min(box[1], top), Math.max(box[2], left), Math.max(box[3], top)];
    return `${rounded(left)} ${rounded(top)}`;
  }
  beginPath() { this.path = []; }
  closePath() { if (this.path.length) this.path.push("Z"); }
  moveTo(x, y) { this.path.push(`M${this.at(x, y)}`); }
  lineTo(x, y) { this.path.push(`${this.path.length ? "L" : "M"}${this.at(x, y)}`); }
  quadraticCurveTo(...points) { this.curveTo("Q", points); }
  bezierCurveTo(...points) { this.curveTo("C", points); }
  curveTo(letter, points) {
    const pairs = points.flatMap((x, i) => (i % 2 ? [] : [this.at(x, points[i + 1])]));
    this.path.push(`${letter}${pairs.join(" ")}`);
  }
  rect(x, y, wide, tall) {
    this.moveTo(x, y);
    for (const [dx, dy] of [[wide, 0], [wide, tall], [0, tall]]) this.lineTo(x + dx, y + dy);
    this.closePath();
  }
  /** Part of a circle. A whole circle is drawn as two halves, as SVG draws no arc from a point to itself. */
  arc(x, y, radius, start, end, back = false) {
    const full = Math.abs(end - start) >= 2 * Math.PI - 1e-9, way = back ? -1 : 1, turn = 2 * Math.PI;
    const whole = full ? turn : (((end - start) * way) % turn + turn) % turn;
    const on = (angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    this.lineTo(...on(start));
    const far = rounded(radius * this.scale), sweep = back ? 0 : 1;
    for (const half of [whole / 2, whole]) this.path.push(`A${far} ${far} 0 0 ${sweep} ${this.at(...on(start + way * half))}`);
    for (const [dx, dy] of full ? [[-radius, -radius], [radius, radius]] : []) this.at(x + dx, y + dy);
  }
  fill() {
    const [fill, part] = opaque(this.fillStyle);
    this.mark({ fill, ...this.alpha("fill-opacity", part) });
  }
  stroke() {
    const [stroke, part] = opaque(this.strokeStyle), wide = rounded(this.lineWidth * this.scale);
    const dashes = this.dashes.some(Boolean) ? { "stroke-dasharray": this.dashes.map((dash) => rounded(dash * this.scale)).join(" ") } : {};
    const cap = this.lineCap === "butt" ? {} : { "stroke-linecap": this.lineCap };
    this.mark({ stroke, "stroke-width": wide, ...dashes, ...cap, ...this.alpha("stroke-opacity", part) });
  }
  alpha(name, part) { return part * this.globalAlpha < 1 ? { [name]: rounded(part * this.globalAlpha) } : {}; }
  /** A shape that is filled and then stroked becomes one path. */
  mark(look) {
    const d = this.path.join(""), last = this.marks.at(-1);
    if (!d) return;
    if (last?.d === d && !last.stroke && look.stroke) Object.assign(last, look);
    else this.marks.push({ d, fill: "none", ...look });
  }
  setLineDash(dashes) { this.dashes = dashes; }
  save() {
    const { strokeStyle, fillStyle, lineWidth, lineCap, globalAlpha, dashes } = this;
    this.kept.push({ strokeStyle, fillStyle, lineWidth, lineCap, globalAlpha, dashes });
  }
  restore() { Object.assign(this, this.kept.pop()); }
}
