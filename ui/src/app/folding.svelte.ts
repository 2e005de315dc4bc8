import { liesIn } from './folders';

const KEY = 'broadsheet.folded-folders';

/** Which folders the reader folded on the page of their sources. It is kept over restarts. */
export class Folding {
  /** The ways to them; an empty one stands for the sources that lie in none. */
  #folded = $state.raw<readonly string[]>([]);
  readonly #storage: Storage;

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
    this.#folded = read(storage.getItem(KEY));
  }

  isFolded(folder: string): boolean {
    return this.#folded.includes(folder);
  }

  /** Whether a folder that it lies in is folded. */
  isWithinFolded(folder: string): boolean {
    return this.#folded.some((outer) => outer !== '' && outer !== folder && liesIn(folder, outer));
  }

  toggle(folder: string): void {
    this.#folded = this.isFolded(folder) ? this.#folded.filter((each) => each !== folder) : [...this.#folded, folder];
    this.#storage.setItem(KEY, JSON.stringify(this.#folded));
  }
}

function read(kept: string | null): string[] {
  try {
    const folded: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(folded) ? folded.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
