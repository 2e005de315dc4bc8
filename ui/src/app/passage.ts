import type { HighlightId } from '../api/types';

/** Words of an article that the reader has selected. */
export interface Passage {
  quote: string;
  /** How many letters, white space not counted, the text has before them. */
  near: number;
  /** Where they are on the screen now. */
  place: () => DOMRect;
}

/** What engines have to tell of a selection inside a shadow tree. */
interface Selecting {
  getSelection?: () => Selection | null;
}
interface Composed {
  getComposedRanges?: (...options: unknown[]) => StaticRange[];
}

export const BLOCK = 'p, li, h1, h2, h3, h4, h5, h6, blockquote, figcaption, td, th, dt, dd, pre, summary';

export function selectedIn(tree: ShadowRoot): AbstractRange | null {
  const own = (tree as Selecting).getSelection?.();
  if (own !== undefined) return own !== null && own.rangeCount > 0 ? own.getRangeAt(0) : null;
  const all = document.getSelection() as (Selection & Composed) | null;
  if (all === null) return null;
  // Older engines take the trees one by one, newer ones as an option.
  const [range] = all.getComposedRanges?.({ shadowRoots: [tree] }) ?? [];
  if (range !== undefined && tree.contains(range.startContainer)) return range;
  return all.getComposedRanges?.(tree)[0] ?? null;
}

/** How many letters a text has, white space not counted. */
export function letters(text: string): number {
  return [...text.replace(/[\s\u200b]/gu, '')].length;
}

/** Where the word begins in which a text is cut at `at`. */
function wordStart(text: string, at: number): number {
  return /\p{L}|\p{N}/u.test(text[at] ?? '') ? at - (/[\p{L}\p{N}]+$/u.exec(text.slice(0, at))?.[0].length ?? 0) : at;
}

/** Where the word ends in which a text is cut at `at`. */
function wordEnd(text: string, at: number): number {
  return /\p{L}|\p{N}/u.test(text[at - 1] ?? '') ? at + (/^[\p{L}\p{N}]+/u.exec(text.slice(at))?.[0].length ?? 0) : at;
}

/** The words that are selected in a tree, if any; those of which a part is selected are whole. */
export function selectedPassage(tree: ShadowRoot): Passage | null {
  const range = selectedIn(tree);
  if (range === null || range.collapsed || !tree.contains(range.startContainer) || !tree.contains(range.endContainer)) return null;
  return passageOf(tree, range);
}

/** The words of a tree that are highlighted under an id, as they stand there now. */
export function highlightedPassage(tree: ShadowRoot, highlight: HighlightId): Passage | null {
  const marks = marksOf(tree, highlight);
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) return null;
  const range = document.createRange();
  range.setStartBefore(first);
  range.setEndAfter(last);
  return passageOf(tree, range);
}

/** What marks a highlight in a tree, part by part. */
export function marksOf(tree: ShadowRoot, highlight: HighlightId): HTMLElement[] {
  return [...tree.querySelectorAll<HTMLElement>(`mark[data-highlight="${highlight}"]`)];
}

function passageOf(tree: ShadowRoot, range: AbstractRange): Passage | null {
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  let quote = '';
  let near = 0;
  let block: Element | null = null;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    const start = node === range.startContainer ? wordStart(text, range.startOffset) : 0;
    const end = node === range.endContainer ? wordEnd(text, range.endOffset) : text.length;
    if (!live.intersectsNode(node)) {
      if (live.comparePoint(node, 0) < 0) near += letters(text);
      continue;
    }
    if (quote === '') near += letters(text.slice(0, start));
    const within = node.parentElement?.closest(BLOCK) ?? null;
    if (quote !== '' && within !== block) quote += ' ';
    block = within;
    quote += text.slice(start, end);
  }
  quote = quote.replace(/\s+/gu, ' ').trim();
  return quote === '' ? null : { quote, near, place: () => live.getBoundingClientRect() };
}
