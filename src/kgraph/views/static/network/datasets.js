// Names for addresses of well-known datasets: "GeoNames 704422" says more than its address.

const SETS = [
  [/^https?:\/\/(?:sws|www)\.geonames\.org\/(\d+)/, ([, id]) => `GeoNames ${id}`],
  [/^https?:\/\/(?:www\.)?wikidata\.org\/(?:wiki|entity)\/(?:Special:EntityPage\/)?([QP]\d+)/, ([, id]) => `Wikidata ${id}`],
  [/^https?:\/\/([a-z-]+)\.(?:m\.)?wikipedia\.org\/wiki\/([^?#]+)/, ([, language, title]) => `Wikipedia (${language}): ${readable(title)}`],
  [/^https?:\/\/(?:www\.)?openstreetmap\.org\/(node|way|relation)\/(\d+)/, ([, sort, id]) => `OpenStreetMap ${sort} ${id}`],
  [/^https?:\/\/viaf\.org\/viaf\/(\d+)/, ([, id]) => `VIAF ${id}`],
];
const readable = (title) => {
  try { return decodeURIComponent(title).replaceAll("_", " "); } catch { return title; }
};
/** The dataset with the entry's number or title; for other datasets the address without "https://" and the like. */
export const addressName = (address) => {
  for (const [form, called] of SETS) {
    const found = form.exec(address);
    if (found) return called(found);
  }
  return address.replace(/^https?:\/\/(?:www\.)?/, "");
};
