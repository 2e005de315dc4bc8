import { onDestroy } from 'svelte';
import { toApiError } from '../api/error';
import type { ApiError } from '../api/types';
import { usePaper } from './paper.svelte';

/** What went wrong with a form. It stands at the field, not among the messages, and what was typed stays. */
export class FormTrouble {
  #now = $state.raw<Pick<ApiError, 'message' | 'hint'> | null>(null);
  #isLeft = false;

  /** Of what fails once the form is gone, `failLater` tells. */
  constructor(private readonly failLater: (thrown: unknown) => void) {
    onDestroy(() => (this.#isLeft = true));
  }

  get message(): string | null {
    return this.#now?.message ?? null;
  }

  get hint(): string | null {
    return this.#now?.hint ?? null;
  }

  /** For `aria-invalid` of the field. */
  get isThere(): boolean {
    return this.#now !== null;
  }

  say(message: string, hint: string | null = null): void {
    this.#now = { message, hint };
  }

  clear(): void {
    this.#now = null;
  }

  /** Does what the form asks for. Tells whether it went well. */
  async attempt(act: () => Promise<void>): Promise<boolean> {
    this.#now = null;
    try {
      await act();
      return true;
    } catch (thrown) {
      if (this.#isLeft) this.failLater(thrown);
      else this.#now = toApiError(thrown);
      return false;
    }
  }
}

/** For a component that is being made. */
export function useFormTrouble(): FormTrouble {
  const { messages } = usePaper();
  return new FormTrouble((thrown) => messages.fail(thrown));
}
