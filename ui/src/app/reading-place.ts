// Where in an article the reader is, told in letters of its text, so that it holds at any size of window and type.
import { BLOCK, letters } from './passage';

/** What the bar above the page covers, in pixels, with the line below it, and a little air. */
export const COVERED = 88;

/** The parts of a text that hold words themselves, in order. */
function innermost(tree: ParentNode): Element[] {
  return [...tree.querySelectorAll(BLOCK)].filter((block) => block.querySelector(BLOCK) === null);
}

/** How many letters stand above what is being read; `null` at the beginning, and where the end has been seen. */
export function placeIn(tree: ShadowRoot): number | null {
  const blocks = innermost(tree).filter((block) => block.getBoundingClientRect().height > 0);
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined || last.getBoundingClientRect().bottom <= window.innerHeight) return null;
  const reading = blocks.find((block) => block.getBoundingClientRect().bottom > COVERED);
  if (reading === undefined || reading === first) return null;
  const above = document.createRange();
  above.setStart(tree, 0);
  above.setEndBefore(reading);
  const before = letters(above.toString());
  return before === 0 ? null : before;
}

/** Brings the part of the text to the top before which so many letters stand; the text may have changed since. Tells whether there is one. */
export function goTo(tree: ShadowRoot, place: number): boolean {
  const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    before += letters(node.nodeValue ?? '');
    if (before <= place) continue;
    const block = node.parentElement?.closest(BLOCK) ?? node.parentElement;
    if (block == null) return false;
    window.scrollTo({ top: window.scrollY + block.getBoundingClientRect().top - COVERED, behavior: 'instant' });
    return true;
  }
  return false;
}
