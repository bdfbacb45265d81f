// Tables as CSV (RFC 4180), and file names that every operating system accepts.

/** A cell that no spreadsheet reads as a formula (OWASP, "CSV Injection"), in quotes if RFC 4180 requires them. */
const csvCell = (value) => {
  const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) && !/^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(value);
  const safe = formula ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
export const csvOf = (rows) => `\ufeff${rows.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;

const slug = (plain, text, most) => plain(text).replace(/%/g, " per cent").replace(/[^a-z0-9]+/g, "-").slice(0, most).replace(/^-|-$/g, "");
const TAKEN = /^(?:con|prn|aux|nul|com\d|lpt\d)$/; // as Windows has it
/** A file's name without its ending: the page's title, and which part of it the file holds. A title without Latin letters is replaced by a
 * word of ours. */
export const fileName = (plain, title, parts) => {
  const stem = slug(plain, title, 60), own = !stem || TAKEN.test(stem) ? "kgraph" : stem;
  return [own, ...parts.map((part) => slug(plain, part, 40))].filter(Boolean).join("-").slice(0, 160).replace(/-$/, "");
};
