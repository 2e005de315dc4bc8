const UNREAD_KEY = 'broadsheet.unread-only';

/** How the reader goes through long lists. It is kept over restarts. */
export class Habits {
  #unreadOnly = $state(false);
  readonly #storage: Storage;

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
    this.#unreadOnly = storage.getItem(UNREAD_KEY) === 'true';
  }

  /** The front page and the lists of a section, a publication and a folder leave out what was read. */
  get unreadOnly(): boolean {
    return this.#unreadOnly;
  }

  set unreadOnly(only: boolean) {
    this.#unreadOnly = only;
    this.#storage.setItem(UNREAD_KEY, String(only));
  }
}
