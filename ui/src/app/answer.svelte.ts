import { toApiError } from '../api/error';
import type { ApiError } from '../api/types';

/** One answer of the library with its loading and error states. A late answer never overwrites a newer one. */
export class Answer<Value> {
  value = $state.raw<Value | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  #turn = 0;

  constructor(private readonly ask: () => Promise<Value>) {}

  /** Asks again. What was shown stays until the new answer is here. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.loading = true;
    try {
      const value = await this.ask();
      if (turn !== this.#turn) return;
      this.value = value;
      this.error = null;
    } catch (thrown) {
      if (turn === this.#turn) this.error = toApiError(thrown);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Puts in an answer that came another way, such as from a change that the reader made. */
  put(value: Value): void {
    this.#turn += 1;
    this.value = value;
    this.error = null;
    this.loading = false;
  }
}
