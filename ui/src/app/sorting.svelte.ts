import { placeAt } from './order';

type Span = { top: number; height: number };

/** Dragging one row of a list to another place with any pointer. The rows themselves are moved by whoever shows them. */
export class Sorting {
  from = $state<number | null>(null);
  to = $state(0);
  #middles: number[] = [];
  #scrolled = 0;

  constructor(
    private readonly measure: () => Span[],
    private readonly ondrop: (from: number, to: number) => Promise<unknown>,
  ) {}

  lift(event: PointerEvent, at: number): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#scrolled = window.scrollY;
    this.#middles = this.measure().map(({ top, height }) => top + height / 2);
    this.from = at;
    this.to = at;
    // On the window: the row itself moves about in the document, and would lose a pointer that it had captured.
    window.addEventListener('pointermove', this.#drag);
    window.addEventListener('pointerup', this.#drop);
    window.addEventListener('pointercancel', this.cancel);
  }

  readonly cancel = (): void => {
    this.from = null;
    this.#release();
  };

  #release(): void {
    window.removeEventListener('pointermove', this.#drag);
    window.removeEventListener('pointerup', this.#drop);
    window.removeEventListener('pointercancel', this.cancel);
  }

  readonly #drag = (event: PointerEvent): void => {
    if (this.from === null) return;
    this.to = placeAt(event.clientY + window.scrollY - this.#scrolled, this.#middles, this.from);
  };

  /** The row stays where it was dropped until the library has answered. */
  readonly #drop = async (): Promise<void> => {
    this.#release();
    const { from, to } = this;
    if (from !== null && from !== to) await this.ondrop(from, to);
    this.from = null;
  };
}
