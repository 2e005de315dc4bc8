export type Theme = 'system' | 'light' | 'dark';
export type Face = 'serif' | 'sans';
export type Width = 'narrow' | 'usual' | 'wide';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const FACES: readonly Face[] = ['serif', 'sans'];
const WIDTHS: readonly Width[] = ['usual', 'narrow', 'wide'];
const THEME_KEY = 'broadsheet.theme';
const SIZE_KEY = 'broadsheet.text-size';
const FACE_KEY = 'broadsheet.reading-face';
const WIDTH_KEY = 'broadsheet.reading-width';
export const SMALLEST = -2;
export const LARGEST = 5;
/** What each size is in percent of the usual one, from the smallest on, as `tokens.css` sets it. */
export const PERCENTS: readonly number[] = [81.25, 90, 100, 110, 122, 137, 155, 175];

/**
 * The reader's theme and text size, and in which face and how wide an article's text is set. `public/appearance.js` applies the
 * same before the first paint.
 */
export class Appearance {
  #theme = $state<Theme>('system');
  #size = $state(0);
  #face = $state<Face>('serif');
  #width = $state<Width>('usual');
  readonly #root: HTMLElement;
  readonly #storage: Storage;

  constructor(root: HTMLElement = document.documentElement, storage: Storage = localStorage) {
    this.#root = root;
    this.#storage = storage;
    this.#theme = this.#kept(THEME_KEY, THEMES);
    this.#face = this.#kept(FACE_KEY, FACES);
    this.#width = this.#kept(WIDTH_KEY, WIDTHS);
    const size = Number(storage.getItem(SIZE_KEY) ?? 0);
    this.#size = Number.isInteger(size) ? Math.min(LARGEST, Math.max(SMALLEST, size)) : 0;
    this.#apply();
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    this.#keep(THEME_KEY, theme);
  }

  /** Steps from the usual size, −2 to 5. */
  get size(): number {
    return this.#size;
  }

  set size(size: number) {
    this.#size = Math.min(LARGEST, Math.max(SMALLEST, size));
    this.#keep(SIZE_KEY, String(this.#size));
  }

  /** The size in percent of the usual one. */
  get percent(): number {
    return Math.round(PERCENTS[this.#size - SMALLEST] ?? 100);
  }

  get face(): Face {
    return this.#face;
  }

  set face(face: Face) {
    this.#face = face;
    this.#keep(FACE_KEY, face);
  }

  get width(): Width {
    return this.#width;
  }

  set width(width: Width) {
    this.#width = width;
    this.#keep(WIDTH_KEY, width);
  }

  /** What was kept, or the first of the choices where nothing was that is one. */
  #kept<Choice extends string>(key: string, choices: readonly Choice[]): Choice {
    const kept = this.#storage.getItem(key);
    return choices.find((choice) => choice === kept) ?? (choices[0] as Choice);
  }

  #keep(key: string, value: string): void {
    this.#storage.setItem(key, value);
    this.#apply();
  }

  #apply(): void {
    this.#root.dataset['theme'] = this.#theme;
    this.#root.dataset['textSize'] = String(this.#size);
    this.#root.dataset['readingFace'] = this.#face;
    this.#root.dataset['readingWidth'] = this.#width;
  }
}
