import { leaveField } from './focus';

export type Action =
  | 'next'
  | 'previous'
  | 'star'
  | 'list'
  | 'read'
  | 'choose'
  | 'choose-next'
  | 'choose-previous'
  | 'choose-all'
  | 'take-off'
  | 'search'
  | 'refresh'
  | 'help'
  | 'close'
  | 'back'
  | 'forward'
  | 'front'
  | 'new'
  | 'lists'
  | 'sources'
  | 'activity'
  | 'settings'
  | 'starred'
  | 'saved'
  | 'unread'
  | 'all-read'
  | 'unread-only'
  | 'original'
  | 'copy'
  | 'highlight'
  | 'highlights'
  | 'larger'
  | 'smaller'
  | 'usual'
  | 'find'
  | 'undo'
  | 'print'
  | 'contents'
  | 'add';

const SINGLE: Record<string, Action> = {
  j: 'next',
  k: 'previous',
  s: 'star',
  l: 'list',
  m: 'read',
  x: 'choose',
  Delete: 'take-off',
  '/': 'search',
  r: 'refresh',
  '?': 'help',
  Escape: 'close',
  u: 'unread',
  A: 'all-read',
  U: 'unread-only',
  o: 'original',
  c: 'copy',
  h: 'highlight',
  t: 'contents',
  a: 'add',
};

const AFTER_G: Record<string, Action> = { h: 'front', n: 'new', l: 'lists', s: 'sources', f: 'starred', k: 'saved', a: 'activity', b: 'settings', m: 'highlights' };

/** As in any browser, and wherever the reader is. */
const WITH_CONTROL: Record<string, Action> = { '+': 'larger', '=': 'larger', '-': 'smaller', '0': 'usual', f: 'find', p: 'print', ',': 'settings' };

/** As in any program, where no text is typed: there they undo what was typed, and select it. */
const WITH_CONTROL_OUTSIDE_TEXT: Record<string, Action> = { z: 'undo', a: 'choose-all' };

/** With Shift, as in any list. */
const WITH_SHIFT: Record<string, Action> = { ArrowDown: 'choose-next', ArrowUp: 'choose-previous' };

/** As in any browser, where no text is typed: there a system may move by words with them. */
const WITH_ALT: Record<string, Action> = { ArrowLeft: 'back', ArrowRight: 'forward' };

/** What goes on while its key is held down. */
const REPEATED: ReadonlySet<Action> = new Set(['next', 'previous', 'choose-next', 'choose-previous', 'larger', 'smaller']);

const G_MS = 1_500;

export function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('textarea, select, [contenteditable=""], [contenteditable="true"]')) return true;
  const input = target.closest('input');
  return input !== null && !['button', 'checkbox', 'file', 'radio', 'submit'].includes(input.type);
}

const isUnderDialog = () => document.querySelector('dialog[open]') !== null;

/**
 * Single keys to actions. The last to take an action over has it, so a view can answer before the paper does.
 * No single key acts while the reader types, with a modifier held, or under an open dialog (which has its own Escape).
 */
export class Keyboard {
  readonly #takers = new Map<Action, (() => void)[]>();
  #holder: ((event: KeyboardEvent) => boolean) | null = null;
  #gPressedAt: number | null = null;

  /** Takes actions over until the returned function is called. */
  take(actions: Partial<Record<Action, () => void>>): () => void {
    const taken = Object.entries(actions) as [Action, () => void][];
    for (const [action, act] of taken) {
      this.#takers.set(action, [...(this.#takers.get(action) ?? []), act]);
    }
    return () => {
      for (const [action, act] of taken) {
        this.#takers.set(
          action,
          (this.#takers.get(action) ?? []).filter((taker) => taker !== act),
        );
      }
    };
  }

  /** Shows `holder` every key first, until the returned function is called; it tells which ones were for it. */
  hold(holder: (event: KeyboardEvent) => boolean): () => void {
    this.#holder = holder;
    return () => {
      if (this.#holder === holder) this.#holder = null;
    };
  }

  /** Does what the key of an action would do. */
  run(action: Action): void {
    this.#takers.get(action)?.at(-1)?.();
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      const action = WITH_CONTROL[event.key] ?? null;
      // Another page would take the dialog's own away from under it, and what lies under it is not what is to be printed.
      if (!event.altKey && !((action === 'settings' || action === 'print') && isUnderDialog())) this.#act(action, event);
      if (!event.altKey && !isUnderDialog() && !typesText(event.target)) this.#act(WITH_CONTROL_OUTSIDE_TEXT[event.key] ?? null, event);
      return;
    }
    if (isUnderDialog()) return;
    if (!typesText(event.target) && this.#holder?.(event) === true) {
      event.preventDefault();
      return;
    }
    if (typesText(event.target)) {
      if (event.key !== 'Escape' || event.altKey || !(event.target instanceof HTMLElement)) return;
      // Some windows would empty the field.
      event.preventDefault();
      leaveField(event.target);
      return;
    }
    if (event.altKey) {
      if (!event.shiftKey) this.#act(WITH_ALT[event.key] ?? null, event);
      return;
    }
    this.#act(this.#actionOf(event), event);
  }

  #act(action: Action | null, event: KeyboardEvent): void {
    const act = action === null ? undefined : this.#takers.get(action)?.at(-1);
    if (act === undefined) return;
    event.preventDefault();
    // A key that is held down acts once.
    if (!event.repeat || (action !== null && REPEATED.has(action))) act();
  }

  #actionOf(event: KeyboardEvent): Action | null {
    if (event.repeat && event.key === 'g') return null;
    const afterG = this.#gPressedAt !== null && event.timeStamp - this.#gPressedAt < G_MS;
    this.#gPressedAt = null;
    if (afterG) return AFTER_G[event.key] ?? null;
    if (event.key === 'g') {
      this.#gPressedAt = event.timeStamp;
      return null;
    }
    return (event.shiftKey ? WITH_SHIFT[event.key] : undefined) ?? SINGLE[event.key] ?? null;
  }
}

/** What the help dialog lists. */
export const KEYS: readonly { group: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    group: 'Stories',
    keys: [
      ['j', 'Next story'],
      ['k', 'Previous story'],
      ['Enter', 'Open the story'],
      ['s', 'Star, or take the star away'],
      ['l', 'Add to a reading list'],
      ['u', 'Mark as unread; in an open article, also as read again'],
      ['m', 'Mark as read, on a list or in an article'],
      ['Shift a', 'Mark all as read'],
      ['Ctrl z', 'Undo what a message offers to undo, or what was done last with many stories'],
      ['Shift u', 'Unread only, or everything again'],
      ['o', 'Open the original in the browser'],
      ['c', 'Copy the link; in an article, what is selected with its source'],
      ['h', 'Highlight what is selected, or choose words by keys'],
      ['t', 'Contents of a long article: go to one of its headings'],
      ['Ctrl f', 'Find words in the text; on the page of sources, a source'],
      ['Ctrl p', 'Print the article'],
      ['Space', 'A page down'],
      ['Shift Space', 'A page up'],
      ['Esc', 'Back; also Alt ←, and Alt → forward again'],
    ],
  },
  {
    group: 'The paper',
    keys: [
      ['/', 'Search'],
      ['r', 'Refresh'],
      ['a', 'Add a source or save a page'],
      ['g h', 'Front page'],
      ['g n', 'New since your last visit'],
      ['g k', 'Saved: all that you keep'],
      ['g l', 'Reading lists'],
      ['g f', 'Starred'],
      ['g m', 'Highlights'],
      ['g s', 'Sources'],
      ['g a', 'Activity'],
      ['Ctrl ,', 'Settings; also g b'],
      ['Ctrl +', 'Larger text'],
      ['Ctrl −', 'Smaller text'],
      ['Ctrl 0', 'Text at 100 %'],
      ['?', 'These keys'],
    ],
  },
  {
    group: 'Several stories of a list',
    keys: [
      ['x', 'Select the story, or no longer; also Ctrl with a click'],
      ['Shift ↓', 'Select down to the next story; ↑ up; also Shift with a click'],
      ['Ctrl a', 'Select all of the list'],
      ['m', 'Mark them as read; u as unread'],
      ['s', 'Star them, or take their stars away'],
      ['l', 'Add them to a reading list'],
      ['Delete', 'Take them off the reading list'],
      ['Esc', 'Leave them'],
    ],
  },
  {
    group: 'While words are chosen',
    keys: [
      ['→', 'The next sentence; ← the one before'],
      ['↓', 'The next paragraph; ↑ the one before'],
      ['Shift →', 'More or fewer words; with ↓ ↑ sentences'],
      ['Alt →', 'The same for where they begin'],
      ['Enter', 'Highlight them'],
      ['n', 'Highlight them with a note'],
      ['c', 'Copy them with their source'],
      ['Esc', 'Leave them'],
    ],
  },
  {
    group: 'While a picture is open',
    keys: [
      ['→', 'The next picture; ← the one before'],
      ['+', 'Its full size; − fitted to the window'],
      ['Esc', 'Close it'],
    ],
  },
  {
    group: 'On a reading list, and on the heading of a folder',
    keys: [
      ['Alt ↑', 'Move the story or the folder up'],
      ['Alt ↓', 'Move it down'],
    ],
  },
];
