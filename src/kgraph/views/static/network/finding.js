// Finds what a typed text may mean: names first, then questions, relations and claims that have its words in any order.

import { daysIn, isSaidOn } from "./dated.js";
import { dayNumber } from "./days.js";
import { ANSWERS, Best, inAll, Lexicon, SHORT } from "./lexicon.js";
import { makeBurmese } from "./burmese.js";
import { makeCalled } from "./called.js";
import { soundOf, stemOf, stemsOf, wordsOf } from "./names.js";
import { unique } from "./record.js";
import { makeUnspaced } from "./unspaced.js";
import { areNearUnits, areOneUnit, makeUnits } from "./units.js";

// Words that may be missing: a name without them is still the one that was meant.
const HEDGES = "about almost approximately around nearly roughly some".split(" "); // before figures
const LITTLE = new Set([..."a an and at by for from in of on or the to with who what when where why how is are was were did does"
  .split(" "), ...HEDGES]);
const TITLES = new Set(`mr mrs ms dr prof sir general gen colonel col major captain lieutenant lt sergeant president minister senator
  governor mayor king queen`.split(/\s+/));
export const MOST_FOUND = { days: 5, nodes: 8, paths: 2, questions: 4, edges: 5, claims: 8 };
const MOST_IN_ENDS = 8; // words of two names between which a path is asked for
const EVER = 1e9; // larger than any number of a day
const SLICE = 150; // rows that are read before other work may run

/** What was typed: its words, those that must be found, those and titles, and all words as one line. */
export const readQuery = (plain, text) => {
  const words = [...new Set(wordsOf(plain(text)))], titled = words.filter((word) => !LITTLE.has(word));
  const weighty = titled.filter((word) => !TITLES.has(word));
  return { words, titled, needed: weighty.length ? weighty : words, line: wordsOf(plain(text)).join(" ") };
};
/** Whether a word of a text matches a typed word: exactly, by its beginning, in another form, or by its sound. */
export const isMeant = (word, typed) => typed.some((one) => word.startsWith(one)
  || stemsOf(word).includes(stemOf(one)) || (one.length >= SHORT && !/\d/.test(one) && soundOf(word) === soundOf(one)));
const sameWords = (one, other) => one.length === other.length && one.every((word) => other.includes(word));
/** How well one name matches; less is better, 9 means that it does not match by itself. An initial matches a word, on either side. */
const rankOf = (name, { words, needed, line }) => {
  if (name === line) return 0;
  if (name.length > line.length && name.startsWith(line)) return 2;
  const own = name.split(" ");
  if (sameWords(own, words)) return 1;
  if (needed.every((word) => own.includes(word))) return 3;
  if (needed.every((word) => own.some((one) => one.startsWith(word)))) return 4;
  return initialled(own, needed) ? 5 : 9;
};
const initialled = (own, needed) => needed.length > 1 && needed.some((word) => word.length > 1 && own.includes(word))
  && needed.every((word) => own.some((one) => one === word || (/^\p{L}$/u.test(one) && word.startsWith(one))
    || (word.length === 1 && one.startsWith(word))));
/** The rank of a name by the worst match among its words, and below it the best rank that such a name can have. */
const BY_WORST = [5, 5, 6, 8, 7];
const AT_LEAST = [3, 4, 6, 8, 7];
const BEGUN = 4; // this rank and those after it have a name whose words, or some of them, only begin as typed
const longer = (name, { words }) => Math.min(9, Math.abs(name.split(" ").length - words.length)) / 20;

/** The names of the nodes; `tables` are those of kgraph.names. */
class Names {
  constructor(record, plain, tables) {
    Object.assign(this, { record, plain, lexicon: new Lexicon({ parts: true }), initials: new Lexicon(), names: [], units: new Map() });
    Object.assign(this, { tables, called: makeCalled(tables.given), unitOf: makeUnits(tables, plain) });
    Object.assign(this, { byKeys: makeUnspaced(tables.unspaced), inBurmese: makeBurmese(tables.burmese), keyed: [] });
  }
  read(id) {
    this.names[id] = [];
    for (const name of this.plains(id)) this.addName(id, name);
    if (this.record.nodes[id].keys.length) this.keyed.push(this.record.nodes[id]);
  }
  plains(id) { return [this.record.nodes[id].label, ...this.record.nodes[id].alt].map(this.plain); }
  addName(id, plainName) {
    const words = wordsOf(plainName);
    this.names[id].push(words.join(" "));
    for (const word of words) {
      this.lexicon.add(word, id);
      if (word.length === 1) this.initials.add(word, id);
    }
  }
  /** Reads what only few searches need: units, bodies with several names, and names as they are compared (called.js). */
  readMore(id) {
    const { label, alt } = this.record.nodes[id], names = [label, ...alt];
    this.plains(id).forEach((name, i) => {
      this.readUnit(id, names[i], name);
      const called = this.called(name), closed = name.replace(/-/g, "");
      if (called !== name) this.addName(id, called);
      if (closed !== name && closed !== called) this.addName(id, closed);
    });
  }
  readUnit(id, name, plainName) {
    for (const unit of [this.unitOf(name, plainName), this.bodyOf(plainName)]) {
      if (unit) this.units.set(String(unit.numbered), [...this.units.get(String(unit.numbered)) ?? [], { id, unit }]);
    }
  }
  /** A body that is known by several names, in the form of a unit. */
  bodyOf(plainName) {
    const at = this.bodies().get(plainName.replace(/^the /, ""));
    return at === undefined ? null : { numbered: [`body ${at}`], arms: [], others: [], honours: [] };
  }
  bodies() {
    this.known ??= new Map(this.tables.bodies.flatMap((row, at) => row.map((one) => [this.plain(one), at])));
    return this.known;
  }
  /** The units and bodies of which a text is a name, or else may be. `readRest` reads what is not yet read of all names. */
  findUnits(text, readRest) {
    const wanted = [this.unitOf(text), this.bodyOf(this.plain(text))].filter(Boolean);
    if (wanted.length) readRest();
    const found = (fits) => wanted.flatMap((unit) => (this.units.get(String(unit.numbered)) ?? []).filter((one) => fits(one.unit, unit)));
    const same = found(areOneUnit);
    return [...new Set((same.length ? same : found(areNearUnits)).map(({ id }) => id))];
  }
  /** {ids, sure}: `sure` if one of the nodes has the words as typed, or as they sound, or is the unit that was typed. */
  find(query, most, { text, readRest }) {
    const tight = this.ranked(this.answering(query, false), query, most), isSure = (best) => best.kept[0]?.key < BY_WORST[ANSWERS.inside];
    const units = tight.kept[0]?.key < 1 ? [] : this.findUnits(text, readRest);
    units.push(...this.byKeys(text, this.keyed));
    const other = this.inBurmese({ text, line: query.line, lines: this.names, keyed: this.keyed });
    if (other.length) units.push(...(isSure(tight) ? tight.ids() : []), ...other);
    if (units.length) return { ids: [...new Set([...units, ...tight.ids()])].slice(0, most), sure: true };
    if (isSure(tight)) return { ids: tight.ids(), sure: true };
    readRest();
    const called = readQuery((name) => this.called(this.plain(name)), text);
    const named = this.ranked(this.answering(called, false), called, most);
    if (isSure(named)) return { ids: named.ids(), sure: true };
    const all = this.ranked(this.answering(called, true), called, most);
    return { ids: (all.kept.length ? all : this.containedIn(query, most)).ids(), sure: false };
  }
  /** The node that has a name with all words as typed, or one that begins so; undefined if there is none. */
  named(query) {
    const { kept: [best] } = this.ranked(this.answering(query, false), query, 1);
    return best?.key < BEGUN ? best.id : undefined;
  }
  lookUp(word, loosely) { return this.lexicon.placesOf(word, this.names.length, loosely); }
  /** For each node, the worst rank among its matches of all words. An initial may match a word, but not all words. */
  answering({ needed }, loosely) {
    const whole = needed.map((word) => this.lookUp(word, loosely));
    if (needed.length < 2) return whole[0] ?? []; // "-" alone has no word
    const long = whole.filter((_, i) => needed[i].length > 1);
    const all = inAll(whole.map((places, i) => this.orInitials(places, needed[i])));
    return all.map((how, id) => (long.some((places) => places[id] < ANSWERS.not) ? how : ANSWERS.not));
  }
  orInitials(places, word) {
    if (!/^\p{L}/u.test(word)) return places;
    const initials = this.initials.placesOf(word[0], places.length);
    return places.map((how, id) => (how === ANSWERS.not && initials[id] < ANSWERS.not ? ANSWERS.begins : how));
  }
  ranked(answers, query, most) {
    const best = new Best(most);
    for (let id = 0; id < answers.length; id += 1) if (answers[id] < ANSWERS.not) this.rank(id, answers[id], query, best);
    return best;
  }
  rank(id, how, query, best) {
    let rank = 99;
    this.names[id].forEach((name, i) => {
      const atLeast = name.length === query.line.length ? 0 : name.startsWith(query.line) ? 2 : AT_LEAST[how];
      if (!best.hasRoom(atLeast)) return;
      const own = rankOf(name, query) + (i ? 0.5 : 0); // an alternative name ranks after a main name
      rank = Math.min(rank, own < 5 ? own : Math.min(own, BY_WORST[how] + longer(name, query)));
    });
    if (rank < 99) best.put(rank, id);
  }
  /** People whose whole name, of several words, is in what was typed. */
  containedIn({ words }, most) {
    const best = new Best(most), whole = (name) => name.includes(" ") && name.split(" ").every((one) => words.includes(one));
    if (words.length < 3) return best;
    const places = words.map((word) => this.lookUp(word));
    this.names.forEach((names, id) => {
      if (this.record.nodes[id].kind !== "person" || !places.some((of) => of[id] === ANSWERS.same)) return;
      if (names.some(whole)) best.put(0, id);
    });
    return best;
  }
}

const FIGURE_ITSELF = -2, TOGETHER = -1; // these rank before texts that merely have the words
/** Reads the texts of claims, questions or relations for the search. `textOf` gives a text, `topicOf` what it is about, `voiceOf` who says
 * it or is concerned, `figuresOf` its figures. */
class Texts {
  constructor(plain, textOf, { topicOf = () => [], voiceOf = () => [], figuresOf = () => [] } = {}) {
    const lexicon = () => new Lexicon({ figures: true });
    Object.assign(this, { plain, textOf, topicOf, voiceOf, figuresOf, lexicon: lexicon(), topics: lexicon(), voices: new Lexicon() });
    this.lines = [];
    this.figures = [];
    this.known = new Map();
  }
  /** The words of texts about many things; they are read once. */
  wordsOnce(text) {
    if (!this.known.has(text)) this.known.set(text, [...new Set(this.wordsIn(text))]);
    return this.known.get(text);
  }
  wordsIn(text) { return wordsOf(this.plain(text), true); }
  read(id) {
    const figures = this.figuresOf(id), words = this.wordsIn([this.textOf(id), ...figures].join(" · "));
    this.lines[id] = ` ${words.join(" ")} `;
    if (figures.length) this.figures[id] = figures.flatMap((figure) => this.spelt(this.bare(figure)));
    for (const word of words) for (const spelt of this.spelt(word)) this.lexicon.add(spelt, id);
    for (const topic of this.topicOf(id)) for (const word of this.wordsOnce(topic)) this.topics.add(word, id);
    for (const voice of this.voiceOf(id)) for (const word of this.wordsOnce(voice)) this.voices.add(word, id);
  }
  /** A figure without the words that say how near it is: "about 60" is found as "60" and as "some 60". */
  bare(figure) { return this.wordsIn(figure).filter((word) => !HEDGES.includes(word)).join(" "); }
  /** A word or figure, and the same without its per cent. */
  spelt(word) { return /\d%$/.test(word) ? [word, word.slice(0, -1)] : [word]; }
  /** The texts that have all words; some of the words may belong to what a text is about or to who says it. A text that gives the figure
   * itself comes first, then texts that have the words side by side as typed. `how` says whether a word may be spelt loosely, and whether a
   * short word may be the beginning of a longer one. */
  find({ needed, line }, how, { counts, later, most }) {
    const own = needed.map((word) => this.inTopics(this.lexicon.placesOf(word, this.lines.length, ...how), word, how));
    const all = inAll(own.map((places, i) => this.orVoices(places, needed[i]))), together = ` ${line} `, best = new Best(most);
    all.forEach((worst, id) => {
      if (worst === ANSWERS.not || !own.some((places) => places[id] < ANSWERS.not)) return;
      const given = this.figures[id]?.some((figure) => figure && together.includes(` ${figure} `));
      const rank = given ? FIGURE_ITSELF : this.lines[id].includes(together) ? TOGETHER : worst;
      const key = rank * EVER - later(id);
      if (best.hasRoom(key) && counts(id)) best.put(key, id);
    });
    return best.ids();
  }
  /** Adds matches for a word that belongs to what a text is about, unless the text has the word itself. */
  inTopics(places, word, how) {
    const topics = this.topics.placesOf(word, places.length, ...how);
    return places.map((own, id) => (own === ANSWERS.not && topics[id] < ANSWERS.inside ? ANSWERS.inside + 1 : own));
  }
  orVoices(places, word) {
    const voices = this.voices.placesOf(word, places.length);
    return places.map((how, id) => (how === ANSWERS.not && voices[id] < ANSWERS.inside ? ANSWERS.inside + 2 : how));
  }
}

/** The indexes in which a typed text is looked up. */
const listsOf = (record, plain, { aspects, also }, tables) => {
  const { nodes, edges, claims, questions, agents, positions } = record, others = new Map(Object.entries(also));
  const topics = (those) => [...new Set(those.flatMap(({ aspect }) => [aspects[aspect], others.get(aspects[aspect])]))].filter(Boolean);
  return {
    nodes: new Names(record, plain, tables),
    questions: new Texts(plain, (id) => questions[id].text,
      { topicOf: (id) => topics(questions[id].answers.map((one) => positions[one]).filter(Boolean)) }),
    edges: new Texts(plain, (id) => edges[id].name, {
      topicOf: (id) => [others.get(edges[id].name) ?? ""],
      voiceOf: (id) => [edges[id].from, edges[id].to].flatMap((end) => [nodes[end].label, ...nodes[end].alt]),
    }),
    claims: new Texts(plain, (id) => claims[id].text, {
      topicOf: (id) => topics(record.told(id)), voiceOf: (id) => [agents[claims[id].by].label],
      figuresOf: (id) => record.told(id).filter(({ figure }) => figure).map(({ what }) => what),
    }),
  };
};
const NOTHING_TYPED = { nodes: [], paths: [], questions: [], edges: [], claims: [], namesLast: false };
/** Finds the nodes, questions, relations and claims that a text may mean, the best first. `said` tells whether a claim had been made,
 * `asked` whether a question had arisen, `told` whether anybody had spoken of a relation; `aspects` are the names of aspects, `also`
 * what else these and relations are called, by name, `names` the tables of kgraph.names, `days` those on which something was said. The
 * indexes are made once, little by little when `prepare` is called. */
export const makeFinder = (record, plain, { said, asked, told, aspects, also = {}, names, days = [] }) => {
  let reading = null, lists, ready = false;
  function* readAll() {
    lists = listsOf(record, plain, { aspects, also }, names);
    for (const [sort, list] of Object.entries(lists)) {
      for (let id = 0; id < record[sort].length; id += 1) {
        list.read(id);
        if (id % SLICE === SLICE - 1) yield;
      }
    }
    ready = true;
    yield;
    for (let id = 0; id < record.nodes.length; id += 1) {
      lists.nodes.readMore(id);
      if (id % SLICE === SLICE - 1) yield;
    }
  }
  record.whenAdded(() => { reading = null; ready = false; });
  /** Goes on reading; returns whether there is more to read. */
  const prepare = () => { reading ??= readAll(); return !reading.next().done; };
  const later = (id) => { const day = dayNumber(record.claims[id].day); return Number.isFinite(day) ? day : -EVER / 2; };
  const anyOrder = () => 0;
  const wanted = { questions: [asked, anyOrder], edges: [told, anyOrder], claims: [said, later] };
  const texts = (query, most, how) => Object.fromEntries(Object.entries(wanted).map(([sort, [counts, order]]) => {
    const look = (needed) => lists[sort].find({ ...query, needed }, how, { counts, later: order, most: most[sort] });
    const posts = sort === "edges" && query.titled.length > query.needed.length ? look(query.titled) : []; // "mayor of" is a relation
    return [sort, posts.length ? posts : look(query.needed)];
  }));
  const isAny = (found) => Object.values(found).some((ids) => ids.length);
  const isFound = ({ nodes, questions, edges, claims }) => isAny({ nodes, questions, edges, claims });
  /** Loosely spelt matches count only if no text of any sort has the words: a search for "trap" does not find "troop" too. `exact` tells
   * which it is. */
  const textsWith = (query, most, begun, sure) => {
    const tight = texts(query, most, [false, begun]), exact = isAny(tight);
    return { exact, found: sure || exact ? tight : texts(query, most, [true, begun]) };
  };
  /** The two nodes that a text names one after the other, as [[from, to]]. */
  const pathsIn = (text) => {
    const words = text.split(/[\s,;]+/), named = (some) => lists.nodes.named(readQuery(plain, some.join(" ")));
    for (let i = 1; i < words.length && words.length <= MOST_IN_ENDS; i += 1) {
      const ends = [words.slice(0, i), words.slice(i)].map(named);
      if (ends.every((end) => end !== undefined) && ends[0] !== ends[1]) return [ends];
    }
    return [];
  };
  const readRest = () => { while (prepare()); };
  const findWords = (text, most) => {
    const query = readQuery(plain, text);
    if (!query.words.length) return NOTHING_TYPED;
    const { ids: nodes, sure } = lists.nodes.find(query, most.nodes, { text, readRest });
    const { exact, found } = textsWith(query, most, false, sure), paths = sure || !most.paths ? [] : pathsIn(text);
    // who types a word means it, and no name that has it within a word
    const all = { nodes, paths, ...found, namesLast: exact && !sure };
    if (isFound(all) || query.needed.every((word) => word.length >= SHORT)) return all;
    return { ...all, ...textsWith(query, most, true, sure).found };
  };
  /** If the text names days, they are found, with claims of these days that have its other words, and all that has the whole text: a name
   * may be a day's. */
  const find = (text, most = MOST_FOUND) => {
    while (!ready) prepare();
    const { typed, rest } = daysIn(plain(text), days), query = readQuery(plain, rest), hasWords = query.titled.length > 0;
    if (!typed.length) return { days: [], ...findWords(text, most) };
    const isThen = (id) => said(id) && isSaidOn(record.claims[id], typed);
    const whole = findWords(text, most), others = hasWords && !isFound(whole) ? findWords(rest, most) : whole;
    const claims = hasWords ? lists.claims.find(query, [], { counts: isThen, later, most: most.claims })
      : record.claims.map(({ id }) => id).filter(isThen).sort((a, b) => later(b) - later(a) || a - b).slice(0, most.claims);
    return { days: typed.slice(0, most.days), ...others, claims: unique([...claims, ...whole.claims]).slice(0, most.claims) };
  };
  return { find, prepare };
};
