// Pictures that were made before: who goes back and forth waits for none of them twice.

const MOST_KEPT = 8;

/** A function that makes what a text asks for, or returns what it made for an equal text, of the last few; for "" it always makes anew. */
export const keepingLast = (make) => {
  const kept = new Map();
  return (text, ...rest) => {
    const found = kept.get(text) ?? make(...rest);
    kept.delete(text);
    if (text) kept.set(text, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
    return found;
  };
};
