// How wide a line is, and how it is dashed.

/** A stroke {width, dashes} in another width. The gaps grow with it, as round caps would otherwise close them and make the line look solid;
 * long dashes do not, so that a short line has several. */
export const ofWidth = (stroke, width) => ({
  ...stroke, width, dashes: stroke.dashes && stroke.dashes.map((dash, i) => (i % 2 ? (dash * width) / stroke.width : dash)),
});
/** The stroke of a status; `several`: whether two or more independent origins assert it. A stroke without dashes is solid. */
export const strokeOf = ({ width, dashes }, several) => ofWidth(
  { width, dashes: dashes.length ? dashes : false }, width * (several ? 2 : 1),
);
