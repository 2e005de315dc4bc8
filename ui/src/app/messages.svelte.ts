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
/** What can be undone, and what went wrong, takes longer to read and to act upon. */
const PROBLEM_MS = 14_000;

/** Short messages about what was just done, read aloud by screen readers, gone after a while. */
export class Messages {
  shown = $state.raw<Message[]>([]);
  /** The stacks on the page, the last one in front: a dialog has its own, since nothing outside it is read aloud. */
  #stacks = $state.raw<readonly symbol[]>([]);
  #nextId = 1;

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
    return this.#show({ text, hint: null, tone: 'plain', undo, undoing, failed: null }, undo === null ? PLAIN_MS : PROBLEM_MS);
  }

  /** Words for something that failed. */
  fail(thrown: unknown): void {
    const { message, hint } = toApiError(thrown);
    this.#show({ text: message, hint, tone: 'problem', undo: null, undoing: 'Undo', failed: commandOf(thrown) }, PROBLEM_MS);
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
    if (this.shown.some(({ failed }) => failed === command)) this.shown = this.shown.filter(({ failed }) => failed !== command);
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((message) => message.id !== id);
  }

  #show(message: Omit<Message, 'id'>, milliseconds: number): number {
    const id = this.#nextId;
    this.#nextId += 1;
    // What says the same as one already shown takes its place, as the latest; what the other can undo stays within reach.
    const others = this.shown.filter(({ text, hint, tone, undo }) => undo !== null || text !== message.text || hint !== message.hint || tone !== message.tone);
    this.shown = [...others.slice(-2), { ...message, id }];
    setTimeout(() => this.dismiss(id), milliseconds);
    return id;
  }
}
