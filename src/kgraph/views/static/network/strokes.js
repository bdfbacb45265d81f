// How wide a line is, and how it is dashed.

/** A stroke {width, dashes} in another width. The gaps grow with it, as round caps would otherwise close them and make the line look solid.
 * */
export const ofWidth = (stroke, width) => ({
  ...stroke, width, dashes: stroke.dashes && stroke.dashes.map((dash) => (dash * width) / stroke.width),
});
/** The stroke of a status; `several`: whether two or more independent origins assert it. A stroke without dashes is solid. */
export const strokeOf = ({ width, dashes }, several) => ofWidth(
  { width, dashes: dashes.length ? dashes : false }, width * (several ? 2 : 1),
);
