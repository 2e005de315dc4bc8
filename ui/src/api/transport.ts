import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { LibraryEvent } from './types';

/** The way to the library. There are two: the desktop host, and an invented library for tests. */
export interface Transport {
  call<Answer>(command: string, given: Record<string, unknown>): Promise<Answer>;
  /** Hands every library event to `receive` until the returned function is called. */
  subscribe(receive: (event: LibraryEvent) => void): Promise<() => void>;
  /** Hands every address to `receive` to which the system leads the window, until the returned function is called. */
  led(receive: (address: string) => void): Promise<() => void>;
}

const desktop: Transport = {
  call: (command, given) => invoke(command, given),
  subscribe: (receive) => listen<LibraryEvent>('library', (event) => receive(event.payload)),
  led: (receive) => listen<string>('lead', (event) => receive(event.payload)),
};

let transport: Transport = desktop;

export function useTransport(replacement: Transport): void {
  transport = replacement;
}

export function currentTransport(): Transport {
  return transport;
}
