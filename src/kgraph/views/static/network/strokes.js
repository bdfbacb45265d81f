// How wide a line is, how it is dashed, and which lines lie over others.

const GREY = new Set(["undisputed", "outside", "statement", "soft"]);
/** Whether lines of this tone say no more than that there is a relation, or that somebody speaks of something. */
export const isGrey = (tone) => GREY.has(tone);
const heightOf = (tone) => (isGrey(tone) ? 0 : tone === "disputed" ? 2 : 1);
/** Lines in the order of drawing: grey ones first, then coloured ones, those in question last. */
export const byTone = (lines, toneOf) => [0, 1, 2].flatMap((height) => lines.filter((line) => heightOf(toneOf(line)) === height));

/** A stroke {width, dashes} in another width. The gaps grow with it, as round caps would otherwise close them and make the line look solid;
 * long dashes do not, so that a short line has several. */
export const ofWidth = (stroke, width) => ({
  ...stroke, width, dashes: stroke.dashes && stroke.dashes.map((dash, i) => (i % 2 ? (dash * width) / stroke.width : dash)),
});
/** The stroke of a status; `several`: whether two or more independent origins assert it. A stroke without dashes is solid. */
export const strokeOf = ({ width, dashes }, several) => ofWidth(
  { width, dashes: dashes.length ? dashes : false }, width * (several ? 2 : 1),
);

const LEAST_SCALE = 0.8; // where there are few lines they are not drawn thinner than at this scale, however far away they are
const THINNEST = [0, 1.2, 2]; // pixels: a line that says more than that there is a relation is not drawn thinner, one in question less so
/** A stroke as wide as it can be seen at a scale, in units of the picture, and wider by `more` pixels. Its dashes are as long as in the
 * key, however small the picture is: patterns could not be told apart if they shrank with it. Lines that join a claimant to what they
 * speak of are as thin as in the key however close they are, as they are many. */
export const seenStroke = ({ width, dashes }, tone, scale, { few = false, more = 0 } = {}) => {
  if (tone === "statement" && scale > 1) return { width: (width + more) / scale, dashes: dashes && dashes.map((dash) => dash / scale) };
  const larger = few ? Math.max(1, LEAST_SCALE / scale) : 1, least = THINNEST[heightOf(tone)] / scale;
  const wide = Math.max(width * larger, least) + more / scale, shrunk = Math.min(1, scale);
  const asInKey = ofWidth({ width, dashes }, Math.max(width, wide * shrunk));
  return { width: Math.max(width, wide), dashes: dashes && asInKey.dashes.map((dash) => dash / shrunk) };
};
