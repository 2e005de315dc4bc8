import type { Attachment } from 'svelte/attachments';
import { SvelteSet } from 'svelte/reactivity';
import { keepFocus } from './focus';

/** How far beyond the window rows are set whole, so that none is met on the way that is not. */
const MARGIN = '2000px 0px';

/**
 * Which rows of a long list stand far from the window. Engines ask for the style of all that is on a page, in sight or not, so that
 * a far row has only its headline there: the keyboard and the way from story to story need no more.
 */
export class Nearby {
  readonly #far: SvelteSet<number>;
  readonly #rows = new WeakMap<Element, number>();
  readonly #watcher = new IntersectionObserver((seen) => this.#look(seen), { rootMargin: MARGIN });

  constructor(
    /** How high each row was when it was last on the page. */
    readonly heights: ReadonlyMap<number, number>,
    /** The rows that stood near the window, for whoever comes back. */
    readonly near: Set<number>,
  ) {
    this.#far = new SvelteSet([...heights.keys()].filter((row) => !near.has(row)));
  }

  isFar(row: number): boolean {
    return this.#far.has(row);
  }

  watch(row: number): Attachment<HTMLElement> {
    return (element) => {
      this.#rows.set(element, row);
      if (this.isFar(row)) this.#hold(element, row);
      this.#watcher.observe(element);
      return () => this.#watcher.unobserve(element);
    };
  }

  close(): void {
    this.#watcher.disconnect();
  }

  /** A far row is as high as it was when it was whole. */
  #hold(element: HTMLElement, row: number): void {
    element.style.minBlockSize = `${this.heights.get(row) ?? 0}px`;
  }

  #look(seen: readonly IntersectionObserverEntry[]): void {
    const hasFocus = ({ target }: IntersectionObserverEntry) => target.contains(document.activeElement);
    // What comes near is set anew, with the focus that its headline had.
    if (seen.some((entry) => entry.isIntersecting && hasFocus(entry))) keepFocus();
    for (const entry of seen) {
      const row = this.#rows.get(entry.target);
      if (row === undefined || !(entry.target instanceof HTMLElement)) continue;
      if (entry.isIntersecting) {
        this.near.add(row);
        this.#far.delete(row);
        entry.target.style.minBlockSize = '';
      } else {
        this.near.delete(row);
        if (!this.heights.has(row) || hasFocus(entry)) continue;
        this.#far.add(row);
        this.#hold(entry.target, row);
      }
    }
  }
}
