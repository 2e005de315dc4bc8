import { toApiError } from '../api/error';
import type { ApiError } from '../api/types';

/** An address that the reader types, and what the library made of it. */
export class AddressQuestion<Answer> {
  address = $state('');
  busy = $state(false);
  answer = $state.raw<Answer | null>(null);
  #error = $state.raw<ApiError | null>(null);
  #sent = $state('');

  constructor(private readonly ask: (address: string, allowPrivate: boolean) => Promise<Answer>) {}

  /** What went wrong with the address that stands there. Of another one nothing is known, and nothing is allowed. */
  get error(): ApiError | null {
    return this.address.trim() === this.#sent ? this.#error : null;
  }

  /** The address is in the reader's own network: the library wants to be told before it goes there. */
  get isPrivate(): boolean {
    return this.error?.code === 'private_address';
  }

  async send(allowPrivate: boolean): Promise<void> {
    const address = this.address.trim();
    if (address === '' || this.busy) return;
    this.busy = true;
    this.#sent = address;
    this.#error = null;
    this.answer = null;
    try {
      this.answer = await this.ask(address, allowPrivate);
    } catch (thrown) {
      this.#error = toApiError(thrown);
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.#error = null;
    this.answer = null;
  }
}
