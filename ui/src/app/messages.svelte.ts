import { toApiError } from '../api/error';
import { commandOf } from '../api/outcomes';

export interface Message {
  id: number;
  text: string;
  hint: string | null;
  tone: 'plain' | 'problem';
  undo: (() => void) | null;
  /** What the button says that undoes it. */
  undoing: string;
  /** The command that failed, where it tells of one. */
  failed: string | null;
}

const PLAIN_MS = 6_000;
/** What can be undone takes longer to act upon. */
const UNDO_MS = 14_000;
/** No more are shown at a time. */
const MOST = 3;

/** How long a message is shown, in milliseconds; what went wrong stays until the reader closes it. */
function timeOf({ tone, undo }: Message): number | null {
  if (tone === 'problem') return null;
  return undo === null ? PLAIN_MS : UNDO_MS;
}

/** Short messages about what was just done, read aloud by screen readers. What went well is gone after a while. */
export class Messages {
  shown = $state.raw<Message[]>([]);
  /** The stacks on the page, the last one in front: a dialog has its own, since nothing outside it is read aloud. */
  #stacks = $state.raw<readonly symbol[]>([]);
  #nextId = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #isHeld = false;

  /** A stack came to the front; call what is returned when it goes. */
  raise(stack: symbol): () => void {
    this.#stacks = [...this.#stacks, stack];
    return () => {
      this.#stacks = this.#stacks.filter((known) => known !== stack);
    };
  }

  /** Whether messages are shown by this stack, and not by one before it. */
  isInFront(stack: symbol): boolean {
    return this.#stacks.at(-1) === stack;
  }

  /** Tells by which id it can be dismissed. */
  say(text: string, undo: (() => void) | null = null, undoing = 'Undo'): number {
    return this.#show({ text, hint: null, tone: 'plain', undo, undoing, failed: null });
  }

  /** Words for something that failed. */
  fail(thrown: unknown): void {
    const { message, hint } = toApiError(thrown);
    this.#show({ text: message, hint, tone: 'problem', undo: null, undoing: 'Undo', failed: commandOf(thrown) });
  }

  /** Does what the latest message offers to undo; tells whether one does. */
  undoLatest(): boolean {
    const latest = this.shown.findLast(({ undo }) => undo !== null);
    if (latest === undefined) return false;
    this.undo(latest);
    return true;
  }

  undo(message: Message): void {
    message.undo?.();
    this.dismiss(message.id);
  }

  /** A command went well: that it failed before is not news any more. */
  settle(command: string): void {
    if (this.shown.some(({ failed }) => failed === command)) this.#keep(this.shown.filter(({ failed }) => failed !== command));
  }

  dismiss(id: number): void {
    this.#keep(this.shown.filter((message) => message.id !== id));
  }

  /** None goes by itself while the reader is at them. */
  hold(): void {
    this.#isHeld = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** The reader has left them: each has its time once more. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    for (const message of this.shown) this.#time(message);
  }

  #time(message: Message): void {
    const milliseconds = timeOf(message);
    if (milliseconds !== null && !this.#isHeld) this.#timers.set(message.id, setTimeout(() => this.dismiss(message.id), milliseconds));
  }

  #keep(messages: Message[]): void {
    this.shown = messages;
    for (const [id, timer] of this.#timers) {
      if (messages.some((message) => message.id === id)) continue;
      clearTimeout(timer);
      this.#timers.delete(id);
    }
    // There is nothing left for the reader to be at.
    if (messages.length === 0) this.#isHeld = false;
  }

  #show(message: Omit<Message, 'id'>): number {
    const id = this.#nextId;
    this.#nextId += 1;
    // What says the same as one already shown takes its place, as the latest; what the other can undo stays within reach.
    const others = this.shown.filter(({ text, hint, tone, undo }) => undo !== null || text !== message.text || hint !== message.hint || tone !== message.tone);
    // Where there are too many, what would go by itself goes first.
    while (others.length >= MOST) {
      const passing = others.findIndex((other) => timeOf(other) !== null);
      others.splice(Math.max(0, passing), 1);
    }
    const shown = { ...message, id };
    this.#keep([...others, shown]);
    this.#time(shown);
    return id;
  }
}
