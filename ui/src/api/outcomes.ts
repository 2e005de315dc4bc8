// What came of each command: which one an error is from, and which ones went well.

const commands = new WeakMap<object, string>();
const listeners = new Set<(command: string) => void>();

export function noteError(error: object, command: string): void {
  commands.set(error, command);
}

/** The command that an error is from; `null` where it is from none. */
export function commandOf(thrown: unknown): string | null {
  return typeof thrown === 'object' && thrown !== null ? (commands.get(thrown) ?? null) : null;
}

export function noteSuccess(command: string): void {
  for (const listener of listeners) listener(command);
}

/** Tells of every command that went well, until the returned function is called. */
export function listenToSuccesses(listener: (command: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
