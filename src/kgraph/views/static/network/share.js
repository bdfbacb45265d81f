// "Link": what a reader sends to others so that they see the same view, and the box in which they paste it.

import { showCopy } from "./copy.js";
import { at, button, count, el } from "./elements.js";
import { addressNow, remember } from "./history.js";
import { mostMoved } from "./moved.js";
import { state } from "./opened.js";

/** The view in what somebody sent: a whole address, or the part of it from # on; "" if it has none. */
const viewIn = (sent) => {
  const text = sent.trim(), start = text.indexOf("#");
  return start >= 0 ? text.slice(start) : /^[a-z-]+=/.test(text) ? `#${text}` : "";
};
const forFiles = "This page is a file, and where it lies with you says nothing to others. Send them the file, and this text with it. "
  + "They open the file, press Link, and paste the text where it says “Open a view”; or they add it to the end of the file’s address.";
const inAnother = "This page stands inside another and has no address of its own. Write it to a file and send that, and this text with it. "
  + "Who opens the file presses Link and pastes the text where it says “Open a view”.";
const movesLeftOut = () => (state.moved.size > mostMoved
  ? el("p", {}, `Of ${count(state.moved.size, "node")} moved by hand, this keeps the ${mostMoved} that were moved last.`) : "");

/** A box in which a reader pastes the view that somebody else sent. */
const pasteBox = () => {
  const box = el("input", { type: "text", id: "view", spellcheck: false, autocomplete: "off", placeholder: "#…" });
  const note = el("span", { role: "status" });
  const open = () => {
    if (!box.value.trim()) return;
    if (!viewIn(box.value)) { note.textContent = " This is no view: paste what stands from # on."; return; }
    at("copy").close();
    location.hash = viewIn(box.value);
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // otherwise the key would press Link again, which gets the focus
    open();
  });
  const label = el("label", { htmlFor: "view" }, "Open a view that was sent to you");
  return el("p", { className: "open-view" }, label, box, button("Open", open), note);
};
export const showLink = () => {
  remember(); // a view that was moved just now
  const served = /^https?:$/.test(location.protocol), here = location.protocol === "about:";
  const [title, sent, how] = served ? ["A link to just this", location.href, "It opens for whoever can reach this address."]
    : ["This view, for others", addressNow(), here ? inAnother : forFiles];
  const untouched = sent === "#" ? el("p", {}, "Nothing is chosen or moved yet: the file opens like this by itself.") : "";
  showCopy(title, sent, { before: [el("p", {}, how), untouched, movesLeftOut()], after: [pasteBox()] });
};
