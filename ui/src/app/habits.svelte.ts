const UNREAD_KEY = 'broadsheet.unread-only';
const OLDEST_KEY = 'broadsheet.oldest-first';
const NEWEST_KEY = 'broadsheet.search-newest-first';

/** How the reader goes through long lists. It is kept over restarts. */
export class Habits {
  #unreadOnly = $state(false);
  #oldestFirst = $state(false);
  #searchNewestFirst = $state(false);
  readonly #storage: Storage;

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
    this.#unreadOnly = storage.getItem(UNREAD_KEY) === 'true';
    this.#oldestFirst = storage.getItem(OLDEST_KEY) === 'true';
    this.#searchNewestFirst = storage.getItem(NEWEST_KEY) === 'true';
  }

  /** The front page and the lists of a section, a publication and a folder leave out what was read. */
  get unreadOnly(): boolean {
    return this.#unreadOnly;
  }

  set unreadOnly(only: boolean) {
    this.#unreadOnly = only;
    this.#storage.setItem(UNREAD_KEY, String(only));
  }

  /** Long lists of articles begin with the oldest. */
  get oldestFirst(): boolean {
    return this.#oldestFirst;
  }

  set oldestFirst(oldest: boolean) {
    this.#oldestFirst = oldest;
    this.#storage.setItem(OLDEST_KEY, String(oldest));
  }

  /** What a search finds begins with the newest, and not with what matches best. */
  get searchNewestFirst(): boolean {
    return this.#searchNewestFirst;
  }

  set searchNewestFirst(newest: boolean) {
    this.#searchNewestFirst = newest;
    this.#storage.setItem(NEWEST_KEY, String(newest));
  }
}
