import { SvelteSet } from 'svelte/reactivity';

/** Several rows of a list that the reader chose, to do something with all of them. */
export class Selection {
  isOn = $state(false);
  readonly #ids = new SvelteSet<number>();
  /** The row from which a range begins. */
  #anchor: number | null = null;

  begin(): void {
    this.isOn = true;
  }

  end(): void {
    this.isOn = false;
    this.clear();
  }

  clear(): void {
    this.#ids.clear();
    this.#anchor = null;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** Of some rows, those that are chosen: what is no longer there is chosen no more. */
  of<Row extends { id: number }>(rows: readonly Row[]): Row[] {
    return rows.filter(({ id }) => this.#ids.has(id));
  }

  all(ids: readonly number[]): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** Chooses a row, or no longer; as a range, and all rows from the last one on, in the order in which they are shown. */
  set(id: number, chosen: boolean, shown: readonly number[], asRange: boolean): void {
    const [from, to] = [this.#anchor === null ? -1 : shown.indexOf(this.#anchor), shown.indexOf(id)];
    const range = asRange && from >= 0 && to >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    for (const each of range) {
      if (chosen) this.#ids.add(each);
      else this.#ids.delete(each);
    }
    this.#anchor = id;
  }
}
