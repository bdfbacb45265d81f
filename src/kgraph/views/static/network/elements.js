// Makes the elements of the page. Every text gets into the page through this module: append() makes text nodes of strings, never markup.

import { clamped } from "./clamp.js";

export const at = (id) => document.getElementById(id);

// An element shows at most so many characters. These elements cannot hold a button that would show the rest.
const ROOM = { a: 300, h2: 300, h3: 300, h4: 300, button: 160, summary: 300, option: 70, text: 60 }, ELSEWHERE = 600;
/** The first part of a long text, with a button that shows the rest; a text of at most `most` characters as it is. */
export const unfolding = (text, most) => {
  if (text.length <= most) return [document.createTextNode(text)];
  const more = button(`all ${inFigures(text.length)} characters`, () => {
    shown.data = text;
    Object.assign(more.parentElement, { tabIndex: -1 }).focus({ preventScroll: true }); // the focus goes to the text
    more.remove();
  }, { className: "more" });
  const shown = document.createTextNode(`${clamped(text, most)} `);
  return [shown, more];
};
const PLAIN = new Set(["option", "title", "text", "tspan"]); // elements that hold nothing but text
/** A text whose days do not break at their hyphens: each is in an element of its own. */
const keepingDays = (text) => text.split(/(\b\d{4,}-\d\d-\d\d\b)/).map((part, i) => {
  if (i % 2 === 0) return part;
  const day = document.createElement("span");
  day.className = "nowrap";
  day.append(part);
  return day;
}).filter((part) => part !== "");
const fitting = (tag, role) => (kid) => {
  if (typeof kid !== "string") return kid;
  const most = role === "option" ? ROOM.a : ROOM[tag];
  if (!most && kid.length > ELSEWHERE) return unfolding(kid, ELSEWHERE);
  const text = most ? clamped(kid, most) : kid;
  return PLAIN.has(tag) ? text : keepingDays(text);
};
export const el = (tag, props = {}, ...kids) => {
  const { dataset, aria, role, ...own } = props;
  const made = Object.assign(document.createElement(tag), own);
  Object.assign(made.dataset, dataset);
  if (role) made.setAttribute("role", role);
  for (const [property, value] of Object.entries(aria ?? {})) made.setAttribute(`aria-${property}`, value);
  const there = kids.flat().filter((kid) => kid !== null && kid !== undefined && kid !== "" && kid !== false);
  made.append(...there.flatMap(fitting(tag, role)));
  return made;
};
export const svg = (tag, attributes, ...kids) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...kids.flatMap(fitting(tag)));
  return made;
};
export const name = (text, tag = "bdi") => el(tag, {}, text);
export const soft = (...kids) => el("p", { className: "soft" }, ...kids);
export const link = (text, action, more = "") => {
  const made = el("a", { href: "#", className: `link ${more}` }, name(clamped(text, ROOM.a))); // unlike a button, it breaks between lines
  made.addEventListener("click", (event) => { event.preventDefault(); action(); });
  return made;
};
export const button = (text, action, props = {}) => {
  const made = el("button", { type: "button", ...props }, text);
  made.addEventListener("click", action);
  return made;
};
export const badge = (text, kind = "") => el("span", { className: `badge ${kind}` }, text);
/** A line in a list of facts; nothing if there is no value. */
export const fact = (word, ...what) => (what.flat().some((part) => part !== "" && part !== null)
  ? [el("dt", {}, word), el("dd", {}, ...what)] : []);

const FIGURES = new Intl.NumberFormat("en"); // made once: toLocaleString makes one for each number
export const inFigures = (number) => FIGURES.format(number);
export const count = (number, one, many = `${one}s`) => `${inFigures(number)} ${number === 1 ? one : many}`;
export const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
const ON_PAPER = 30;
const papers = new WeakMap();
/** For print: lays out what a list's button would show, up to a limit, and says how many more there are. */
export const layOut = (more) => papers.get(more)?.();
/** The first few items of a list, and a button that shows the others. */
export const few = (list, most, make) => {
  if (list.length <= most + 2) return list.map((one) => make(one));
  const shown = list.slice(0, most).map((one) => make(one)), [first] = shown;
  const more = (from) => {
    const next = Math.min(list.length, from + 50);
    const wrapped = (one) => (first.localName === "li" ? el("li", {}, one) : one);
    const show = button(`Show ${next - from} more of ${list.length}`, () => {
      rest.replaceWith(...list.slice(from, next).map((one) => make(one)), ...(next < list.length ? [more(next)] : []));
    }, { className: "more" });
    const rest = wrapped(show);
    papers.set(show, () => {
      const end = Math.max(from, Math.min(list.length, ON_PAPER)), left = list.length - end;
      rest.replaceWith(...list.slice(from, end).map((one) => make(one)), ...(left ? [wrapped(soft(`and ${inFigures(left)} more`))] : []));
    });
    return rest;
  };
  return [...shown, more(most)];
};
