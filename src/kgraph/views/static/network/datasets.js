// What an address of a well-known dataset is called: "GeoNames 704422" says more than the address.

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
/** The dataset with its number or title; else the address without what all addresses begin with. */
export const addressName = (address) => {
  for (const [form, called] of SETS) {
    const found = form.exec(address);
    if (found) return called(found);
  }
  return address.replace(/^https?:\/\/(?:www\.)?/, "");
};
