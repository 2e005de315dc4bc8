import { createSubscriber } from 'svelte/reactivity';

/** How often what is worded by the time is worded anew. */
const TICK_MS = 60_000;

/** One clock for all that says how long ago something was: what reads `now` moves on with it. It stands still while nothing does. */
class Clock {
  readonly #subscribe = createSubscriber((update) => {
    const ticking = setInterval(update, TICK_MS);
    return () => clearInterval(ticking);
  });

  get now(): Date {
    this.#subscribe();
    return new Date();
  }
}

export const clock = new Clock();
