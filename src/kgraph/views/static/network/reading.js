// In a small window the picture scrolls away while the reader reads on, and a button leads back to it.

import { at } from "./elements.js";

const main = document.querySelector("main"), up = at("up");
/** What scrolls: the panel beside the picture, or both together where the panel stands below. */
const scrolled = () => [at("panel"), main];
export const placeRead = () => scrolled().map((one) => one.scrollTop);
export const goToPlace = (tops) => scrolled().forEach((one, i) => { one.scrollTop = tops[i] ?? 0; });
export const toBeginning = () => goToPlace([]);
/** Whether the reader has come to the end of what scrolls. */
export const isAtEnd = () => scrolled().some((one) => one.scrollTop > 0 && one.scrollTop + one.clientHeight >= one.scrollHeight - 2);

const LITTLE_SEEN = 0.35; // the part of the picture that is seen when the button appears
const tellUp = ([{ intersectionRatio }]) => { up.hidden = intersectionRatio > LITTLE_SEEN; };
new IntersectionObserver(tellUp, { root: main, threshold: LITTLE_SEEN }).observe(at("stage"));
up.addEventListener("click", () => at("graph").focus({ preventScroll: true }));
// whoever comes to the picture sees it, by whichever way
at("graph").addEventListener("focus", () => { main.scrollTop = 0; });
