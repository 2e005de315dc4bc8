export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const THEME_KEY = 'broadsheet.theme';
const SIZE_KEY = 'broadsheet.text-size';
export const SMALLEST = -2;
export const LARGEST = 5;

/** The reader's theme and text size. `public/appearance.js` applies the same two before the first paint. */
export class Appearance {
  #theme = $state<Theme>('system');
  #size = $state(0);
  readonly #root: HTMLElement;
  readonly #storage: Storage;

  constructor(root: HTMLElement = document.documentElement, storage: Storage = localStorage) {
    this.#root = root;
    this.#storage = storage;
    const theme = storage.getItem(THEME_KEY) as Theme | null;
    this.#theme = theme !== null && THEMES.includes(theme) ? theme : 'system';
    const size = Number(storage.getItem(SIZE_KEY) ?? 0);
    this.#size = Number.isInteger(size) ? Math.min(LARGEST, Math.max(SMALLEST, size)) : 0;
    this.#apply();
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    this.#storage.setItem(THEME_KEY, theme);
    this.#apply();
  }

  /** Steps from the usual size, −2 to 5. */
  get size(): number {
    return this.#size;
  }

  set size(size: number) {
    this.#size = Math.min(LARGEST, Math.max(SMALLEST, size));
    this.#storage.setItem(SIZE_KEY, String(this.#size));
    this.#apply();
  }

  #apply(): void {
    this.#root.dataset['theme'] = this.#theme;
    this.#root.dataset['textSize'] = String(this.#size);
  }
}
