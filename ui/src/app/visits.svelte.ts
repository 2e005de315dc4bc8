import * as commands from '../api/commands';
import type { ArticleCard, LastVisit } from '../api/types';

/** The library is told no more often than this that the reader is here. */
const NOTE_MS = 5 * 60_000;

/** When the reader was here before, and what came since. A visit ends with an hour in which the window was not touched. */
export class Visits {
  /** The visit before this one; `null` in the first, and until it is known. */
  last = $state.raw<LastVisit | null>(null);
  /** Whether it is known by now. */
  isKnown = $state(false);
  #notedAt = -Infinity;

  /** The reader does something. */
  note(): void {
    const now = Date.now();
    // A clock that was put back is no reason to wait.
    if (now >= this.#notedAt && now - this.#notedAt < NOTE_MS) return;
    this.#notedAt = now;
    void this.#read(true);
  }

  /** The library changed: more may have come. */
  count(): void {
    if (this.isKnown) void this.#read(false);
  }

  /** Whether a story came since the last visit. */
  isNew(card: ArticleCard): boolean {
    return this.last !== null && card.id > this.last.through;
  }

  async #read(here: boolean): Promise<void> {
    try {
      this.last = await commands.lastVisit(here);
    } catch {
      // Whoever cannot be told what is new can read all the same; the view that is open shows what the library lacks.
    }
    this.isKnown = true;
  }
}
