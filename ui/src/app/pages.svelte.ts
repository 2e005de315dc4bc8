import { toApiError } from '../api/error';
import type { ApiError } from '../api/types';
import { KnownRows } from './nearby.svelte';

/**
 * A list too long to hold at once, loaded page by page as the reader goes down.
 * `head` is the first page, for its title and total; `rows` is what has been loaded.
 */
export class Pages<Page extends { next: string | null }, Row> {
  head = $state.raw<Page | null>(null);
  rows = $state.raw<Row[]>([]);
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  /** The library changed since this was loaded, and reloading would lose the reader's place. */
  stale = $state(false);
  readonly known = new KnownRows();
  #next = $state.raw<string | null>(null);
  #pages = 0;
  #turn = 0;

  constructor(
    private readonly ask: (after: string | null) => Promise<Page>,
    private readonly rowsOf: (page: Page) => Row[],
    private readonly idOf: (row: Row) => number,
  ) {}

  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** Loads the first page, and lets go of those after it. */
  async load(): Promise<void> {
    await this.#fetch(null, (page) => {
      this.head = page;
      this.rows = this.#without(new Set(), this.rowsOf(page));
      this.#pages = 1;
      this.stale = false;
    });
  }

  async more(): Promise<void> {
    const after = this.#next;
    if (after === null || this.loading) return;
    await this.#fetch(after, (page) => {
      const known = new Set(this.rows.map(this.idOf));
      this.rows = [...this.rows, ...this.#without(known, this.rowsOf(page))];
      this.#pages += 1;
    });
  }

  /** The library changed: loads again if only the first page is here, else leaves it to the reader. */
  async renew(): Promise<void> {
    if (this.#pages > 1) this.stale = true;
    else await this.load();
  }

  async #fetch(after: string | null, accept: (page: Page) => void): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.loading = true;
    try {
      const page = await this.ask(after);
      if (turn !== this.#turn) return;
      accept(page);
      this.#next = page.next;
      this.error = null;
    } catch (thrown) {
      if (turn === this.#turn) this.error = toApiError(thrown);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** A row that moved between two pages while they were read comes only once. */
  #without(known: Set<number>, rows: Row[]): Row[] {
    return rows.filter((row) => {
      const id = this.idOf(row);
      if (known.has(id)) return false;
      known.add(id);
      return true;
    });
  }
}
