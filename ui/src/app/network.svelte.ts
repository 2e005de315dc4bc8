import { createSubscriber } from 'svelte/reactivity';

/** Whether this computer has a network, as far as the window knows. */
class Network {
  readonly #subscribe = createSubscriber((update) => {
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  });

  get isOffline(): boolean {
    this.#subscribe();
    return !navigator.onLine;
  }
}

export const network = new Network();
