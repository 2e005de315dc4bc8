// How far the reader of a long article has come: under which heading, and how much is left.
import { BLOCK, letters } from './passage';
import { COVERED } from './reading-place';

/** From how many minutes on an article is long. */
const LONG_MINUTES = 6;
/** From how many headings on there is something to choose from. */
const SEVERAL = 3;

/** A heading of the text, and how deep it lies: 0 for the highest that the text has. */
export interface Chapter {
  words: string;
  depth: number;
  heading: Element;
}

/** The headings of a text, without those that head a table or stand under a picture. */
export function chaptersOf(tree: ParentNode): Chapter[] {
  const headings = [...tree.querySelectorAll('h1, h2, h3, h4, h5, h6')].flatMap((heading) => {
    const words = heading.textContent.replace(/\s+/gu, ' ').trim();
    return words === '' || heading.closest('table, figure, details') !== null ? [] : [{ words, heading, level: Number(heading.tagName.slice(1)) }];
  });
  const levels = [...new Set(headings.map(({ level }) => level))].sort((one, other) => one - other);
  return headings.map(({ words, heading, level }) => ({ words, heading, depth: levels.indexOf(level) }));
}

/** The last of some elements, from the top to the bottom, that begins above a height of the window; -1 where none does. */
function lastAbove(elements: readonly Element[], height: number): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const top = elements[middle]?.getBoundingClientRect().top ?? Infinity;
    if (top < height) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class Headway {
  chapters = $state.raw<readonly Chapter[]>([]);
  /** Which of them is being read; -1 above the first. */
  chapter = $state(-1);
  /** How much of the text stands above the foot of the window, from 0 to 1. */
  share = $state(0);
  /** Minutes of reading that are left, rounded up. */
  left = $state(0);
  /** Whether the text has been reached, and its end has not. */
  isUnderWay = $state(false);
  /** From how many minutes of reading the text is. */
  #minutes = $state(0);
  #blocks: readonly Element[] = [];
  /** How many letters stand before each block; the last number is that of all. */
  #before: readonly number[] = [0];

  get isLong(): boolean {
    return this.#minutes >= LONG_MINUTES;
  }

  get hasContents(): boolean {
    return this.isLong && this.chapters.length >= SEVERAL;
  }

  /** A text is shown, or shown anew. */
  take(tree: ParentNode, minutes: number): void {
    this.#minutes = minutes;
    this.chapters = this.isLong ? chaptersOf(tree) : [];
    this.#blocks = this.isLong ? [...tree.querySelectorAll(BLOCK)].filter((block) => block.querySelector(BLOCK) === null && block.closest('td, th') === null) : [];
    let sum = 0;
    this.#before = [0, ...this.#blocks.map((block) => (sum += letters(block.textContent)))];
    this.look();
  }

  /** The part of the text that is being read: the first that is not wholly above. */
  get reading(): Element | undefined {
    const last = lastAbove(this.#blocks, COVERED);
    const block = this.#blocks[last];
    return block !== undefined && block.getBoundingClientRect().bottom > COVERED ? block : (this.#blocks[last + 1] ?? block);
  }

  /** Where the reader is now. */
  look(): void {
    const [first, last] = [this.#blocks[0], this.#blocks.at(-1)];
    if (first === undefined || last === undefined) {
      this.isUnderWay = false;
      return;
    }
    // A heading that is being read stands at the top of what is read, or has just come into its upper third.
    this.chapter = lastAbove(this.chapters.map(({ heading }) => heading), Math.max(COVERED + 8, window.innerHeight / 3));
    const seen = lastAbove(this.#blocks, window.innerHeight);
    const all = this.#before.at(-1) ?? 0;
    const block = this.#blocks[seen]?.getBoundingClientRect();
    const within = block === undefined || block.height === 0 ? 1 : Math.min(1, (window.innerHeight - block.top) / block.height);
    const [from, to] = [this.#before[seen] ?? 0, this.#before[seen + 1] ?? 0];
    this.share = all === 0 ? 0 : (from + (to - from) * within) / all;
    this.left = Math.ceil(this.#minutes * (1 - this.share));
    this.isUnderWay = first.getBoundingClientRect().top < COVERED && last.getBoundingClientRect().bottom > window.innerHeight;
  }
}
