// Shows texts to copy: a link, or the selection as a query.

import { at, button, el } from "./elements.js";
import { claimsOf, lastDay, record } from "./opened.js";
import { sparqlOf } from "./sparql.js";

/** Shows a text to copy, and copies it if the browser lets the page do so. Other elements may be shown before and after it. */
export const showCopy = (title, content, { before = [], after = [] } = {}) => {
  const rows = Math.min(18, content.split("\n").length + 1 + Math.min(4, Math.floor(content.length / 240)));
  const area = el("textarea", { value: content, readOnly: true, rows, spellcheck: false, aria: { label: title } });
  const note = el("span", { role: "status" });
  const copy = button("Copy", async () => {
    area.select();
    try { await navigator.clipboard.writeText(content); note.textContent = "Copied."; }
    catch { note.textContent = "The browser does not let this page copy: press Ctrl+C."; }
  });
  const buttons = el("p", {}, copy, " ", button("Close", () => at("copy").close()), " ", note);
  at("copy").replaceChildren(el("h2", {}, title), ...before.filter(Boolean), area, buttons, ...after);
  at("copy").showModal();
  copy.focus();
};
export const showSparql = (what) => showCopy("These claims, as a SPARQL query", sparqlOf(what, record, claimsOf, lastDay()));
