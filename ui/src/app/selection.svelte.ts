import { SvelteSet } from 'svelte/reactivity';

/** Several rows of a list that the reader chose, to do something with all of them. */
export class Selection {
  isOn = $state(false);
  readonly #ids = new SvelteSet<number>();
  /** The row from which a range begins. */
  #anchor: number | null = null;
  /** What the latest range added. */
  #range: readonly number[] = [];

  begin(): void {
    this.isOn = true;
  }

  end(): void {
    this.isOn = false;
    this.clear();
  }

  clear(): void {
    this.#ids.clear();
    this.#from(null);
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  get size(): number {
    return this.#ids.size;
  }

  /** All that are chosen, in the order in which they were. */
  get ids(): number[] {
    return [...this.#ids];
  }

  /** Of some rows, those that are chosen: what is no longer there is chosen no more. */
  of<Row extends { id: number }>(rows: readonly Row[]): Row[] {
    return rows.filter(({ id }) => this.#ids.has(id));
  }

  all(ids: readonly number[]): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** Rows that are gone are chosen no more. */
  without(ids: readonly number[]): void {
    for (const id of ids) this.#ids.delete(id);
  }

  /** Chooses a row, or no longer; as a range, and all rows from the last one on, in the order in which they are shown. */
  set(id: number, chosen: boolean, shown: readonly number[], asRange: boolean): void {
    for (const each of asRange ? this.#upTo(id, shown) : [id]) {
      if (chosen) this.#ids.add(each);
      else this.#ids.delete(each);
    }
    this.#from(id);
  }

  /** Chooses all rows from where the range begins up to this one, in place of those up to which it went before. */
  extend(id: number, shown: readonly number[]): void {
    this.#anchor ??= id;
    const range = this.#upTo(id, shown);
    const kept = new Set(range);
    for (const each of this.#range) if (!kept.has(each)) this.#ids.delete(each);
    const before = new Set(this.#range);
    this.#range = range.filter((each) => before.has(each) || !this.#ids.has(each));
    this.all(range);
  }

  #upTo(id: number, shown: readonly number[]): readonly number[] {
    const [from, to] = [this.#anchor === null ? -1 : shown.indexOf(this.#anchor), shown.indexOf(id)];
    return from >= 0 && to >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  }

  #from(anchor: number | null): void {
    this.#anchor = anchor;
    this.#range = [];
  }
}
