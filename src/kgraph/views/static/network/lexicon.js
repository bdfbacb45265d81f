// An index of words: in which texts each word stands. A word is found by its spelling, by its sound, and in the form that another language
// may give it.

import { bonesOf, mayBeOne, nearlyOne, soundOf, stemOf, stemsOf } from "./names.js";

/** How a word matches what was typed; less is better. */
export const ANSWERS = { same: 0, begins: 1, sounds: 2, alike: 3, inside: 4, not: 99 };

const isFigure = (word) => /\d/.test(word);
export const SHORT = 4; // a word of fewer letters is in the way as a beginning: "hur" is not meant to be "hurry"
const isForeign = (word) => /[^\x00-\x7f]/.test(word); // in a script that may put no space between words

export class Lexicon {
  /** `figures`: the index is of sentences. A figure is then matched as a whole, a short word and a short sound too, and a word also by its
   * stem. `parts`: a word is also found by a part of it. */
  constructor({ figures = false, parts = false } = {}) {
    Object.assign(this, { figures, parts, words: [], sounds: [], places: [], numbers: new Map(), bones: new Map(), stems: new Map() });
  }

  /** Notes that a word stands in the text with this number; numbers come in order. */
  add(word, place) {
    let number = this.numbers.get(word);
    if (number === undefined) {
      number = this.words.push(word) - 1;
      this.numbers.set(word, number);
      this.places.push([]);
      const sound = isFigure(word) ? "" : soundOf(word), bones = bonesOf(sound);
      this.sounds.push(sound);
      if (!this.bones.has(bones)) this.bones.set(bones, []);
      this.bones.get(bones).push(number);
      if (this.figures) for (const stem of stemsOf(word)) this.addStem(stem, number);
    }
    const places = this.places[number];
    if (places.at(-1) !== place) places.push(place);
  }

  addStem(stem, number) {
    if (!this.stems.has(stem)) this.stems.set(stem, []);
    this.stems.get(stem).push(number);
  }

  /** The words that match what was typed, by number, each with how well it matches. With `begun`, also words that begin with a short one.
   * */
  answering(typed, loosely, begun) {
    const found = new Map(), { words } = this;
    const note = (number, how) => { if (!(found.get(number) <= how)) found.set(number, how); };
    const whole = this.figures && isFigure(typed), goesOn = (word) => whole && /[\d.:]/.test(word[typed.length]);
    if (this.numbers.has(typed)) note(this.numbers.get(typed), ANSWERS.same);
    if (begun || !this.figures || typed.length >= SHORT || !/^[a-z]+$/.test(typed)) {
      words.forEach((word, i) => { if (word.startsWith(typed) && !goesOn(word)) note(i, ANSWERS.begins); });
    }
    for (const i of this.stems.get(stemOf(typed)) ?? []) note(i, ANSWERS.begins);
    if (!isFigure(typed)) this.sounding(typed, soundOf(typed), found.size > 0, note);
    if (loosely && !isFigure(typed)) this.looselyAlike(soundOf(typed), note);
    const inside = isForeign(typed) || (this.parts && typed.length > 2);
    if (inside) for (let i = 0; i < words.length; i += 1) if (words[i].includes(typed, 1)) note(i, ANSWERS.inside);
    return found;
  }

  sounding(typed, sound, whole, note) {
    if (sound.length < 3) return;
    const fits = whole || (this.figures && sound.length < 5) ? (own) => own === sound : (own) => own.startsWith(sound);
    this.sounds.forEach((own, i) => { if (fits(own)) note(i, ANSWERS.sounds); });
  }

  looselyAlike(sound, note) {
    const bones = bonesOf(sound);
    if (bones.length > 1) for (const i of this.bones.get(bones) ?? []) if (mayBeOne(this.sounds[i], sound)) note(i, ANSWERS.alike);
    if (sound.length > 6) this.sounds.forEach((own, i) => { if (nearlyOne(own, sound)) note(i, ANSWERS.alike); });
  }

  /** Where a typed word stands: for each of `count` texts how well it matches there. */
  placesOf(typed, count, loosely = false, begun = true) {
    const found = new Uint8Array(count).fill(ANSWERS.not);
    for (const [number, how] of this.answering(typed, loosely, begun)) {
      for (const place of this.places[number]) if (how < found[place]) found[place] = how;
    }
    return found;
  }
}

/** What all of several lookups found: for each text the worst match. */
export const inAll = ([first, ...others]) => {
  const found = first.slice();
  for (const other of others) for (let i = 0; i < found.length; i += 1) if (other[i] > found[i]) found[i] = other[i];
  return found;
};

/** Keeps the first few of what is added, by their keys; of equal keys those that came first. */
export class Best {
  constructor(most) { Object.assign(this, { most, kept: [] }); }
  /** Whether something with this key, or a lesser one, would be kept. */
  hasRoom(key) { return this.kept.length < this.most || key < this.kept.at(-1)?.key; }
  put(key, id) {
    if (!this.hasRoom(key)) return;
    let at = this.kept.length;
    while (at > 0 && key < this.kept[at - 1].key) at -= 1;
    this.kept.splice(at, 0, { key, id });
    this.kept.length = Math.min(this.kept.length, this.most);
  }
  ids() { return this.kept.map(({ id }) => id); }
}
