// How wide a line is drawn, and with which dashes.

/** A stroke {width, dashes} in another width: its gaps grow with it, or round caps would close them and the line look solid. */
export const ofWidth = (stroke, width) => ({
  ...stroke, width, dashes: stroke.dashes && stroke.dashes.map((dash) => (dash * width) / stroke.width),
});
/** The stroke of a status; `several`: whether two or more have it from nobody else. Without dashes it is solid. */
export const strokeOf = ({ width, dashes }, several) => ofWidth(
  { width, dashes: dashes.length ? dashes : false }, width * (several ? 2 : 1),
);
