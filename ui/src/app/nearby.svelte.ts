import type { Attachment } from 'svelte/attachments';
import { SvelteSet } from 'svelte/reactivity';
import { keepFocus } from './focus';

/** How far beyond the window rows are set whole, so that none is met on the way that is not. */
const MARGIN = '2000px 0px';

/** Rows of a list that are set whole before anything is known of it, and how high the others are taken to be. */
const FIRST = 40;
const USUAL = '9rem';

/** What is known of the rows of a list, as long as the way back leads to it. */
export class KnownRows {
  /** How high each row was when it was last whole, by its id. */
  readonly heights = new Map<number, number>();
  /** The rows that stood near the window last. */
  readonly near = new Set<number>();
}

/**
 * Which rows of a long list stand far from the window. Engines ask for the style of all that is on a page, in sight or not, so that
 * a far row has only its headline there: the keyboard and the way from story to story need no more.
 */
export class Nearby {
  readonly #far: SvelteSet<number>;
  readonly #rows = new WeakMap<Element, number>();
  readonly #watcher = new IntersectionObserver((seen) => this.#look(seen), { rootMargin: MARGIN });

  readonly #measure = new ResizeObserver((sizes) => {
    for (const { target, borderBoxSize, contentRect } of sizes) {
      const row = this.#rows.get(target);
      const height = borderBoxSize?.[0]?.blockSize ?? contentRect.height;
      if (row !== undefined && !this.isFar(row) && height > 0) this.known.heights.set(row, height);
    }
  });

  constructor(
    readonly known: KnownRows,
    /** All that are there at once, for a list that does not come page by page: those behind the first are far until they are met. */
    rows: readonly number[] = [],
  ) {
    const { heights, near } = known;
    const unmet = near.size === 0 ? rows.slice(FIRST) : rows;
    this.#far = new SvelteSet([...heights.keys(), ...unmet].filter((row) => !near.has(row)));
  }

  isFar(row: number): boolean {
    return this.#far.has(row);
  }

  watch(row: number): Attachment<HTMLElement> {
    return (element) => {
      this.#rows.set(element, row);
      if (this.isFar(row)) this.#hold(element, row);
      this.#watcher.observe(element);
      this.#measure.observe(element);
      return () => {
        this.#watcher.unobserve(element);
        this.#measure.unobserve(element);
      };
    };
  }

  close(): void {
    this.#watcher.disconnect();
    this.#measure.disconnect();
  }

  /** A far row is as high as it was when it was whole. */
  #hold(element: HTMLElement, row: number): void {
    const height = this.known.heights.get(row);
    element.style.minBlockSize = height === undefined ? USUAL : `${height}px`;
  }

  #look(seen: readonly IntersectionObserverEntry[]): void {
    const hasFocus = ({ target }: IntersectionObserverEntry) => target.contains(document.activeElement);
    // What comes near is set anew, with the focus that its headline had.
    if (seen.some((entry) => entry.isIntersecting && hasFocus(entry))) keepFocus();
    for (const entry of seen) {
      const row = this.#rows.get(entry.target);
      if (row === undefined || !(entry.target instanceof HTMLElement)) continue;
      if (entry.isIntersecting) {
        this.known.near.add(row);
        this.#far.delete(row);
        entry.target.style.minBlockSize = '';
      } else {
        this.known.near.delete(row);
        if (!this.known.heights.has(row) || hasFocus(entry)) continue;
        this.#far.add(row);
        this.#hold(entry.target, row);
      }
    }
  }
}
