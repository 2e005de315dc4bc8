import { tick } from 'svelte';

// Where the keyboard goes on when the control that had the focus is gone: to what stands for it or beside it, and not to the
// top of the window.

const CONTROL = 'a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]';
/** What a control belongs to, and what it is there: by both it is found again once the page was set anew. */
const ROWS = ['data-feed-id', 'data-list-article', 'data-article-id', 'data-list-id', 'data-folder'];
const NAMES = ['data-testid', 'data-remedy', 'data-step', 'data-action', 'href', 'id'];

/** Finds a control that is to have the focus, for the one that had it. */
export type Successor = (gone: HTMLElement) => Element | null | undefined;

/** The element that has the focus, also within an article's own tree; `null` where nothing can be done with it. */
export function focusedElement(): HTMLElement | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement != null) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement && at !== document.body && !at.matches(':disabled') ? at : null;
}

function selectorOf(element: Element, attributes: readonly string[]): string | null {
  const name = attributes.find((attribute) => element.hasAttribute(attribute));
  return name === undefined ? null : `[${name}="${CSS.escape(element.getAttribute(name) ?? '')}"]`;
}

/** How a control is found that stands for one which is gone: the same of the same row, or the only one of its name. */
function standInSelector(control: Element): string | null {
  const own = selectorOf(control, NAMES);
  const row = control.closest(ROWS.map((attribute) => `[${attribute}]`).join());
  const rows = row === null ? null : selectorOf(row, ROWS);
  if (row === control) return rows;
  if (own === null || rows !== null) return own === null ? null : `${rows} ${own}`;
  return document.querySelectorAll(own).length === 1 ? own : null;
}

/** The other controls of the page, the next ones first, then those before it, from the nearest on. */
function controlsBeside(control: HTMLElement): HTMLElement[] {
  const all = [...(control.closest('main')?.querySelectorAll<HTMLElement>(CONTROL) ?? [])].filter((one) => one.tabIndex >= 0);
  const isAfter = (one: HTMLElement) => (control.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return [...all.filter(isAfter), ...all.filter((one) => one !== control && !isAfter(one)).reverse()];
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

function take(element: Element | null | undefined): boolean {
  if (!(element instanceof HTMLElement) || !element.isConnected) return false;
  element.focus({ preventScroll: true });
  return focusedElement() === element;
}

/** The heading of the page, which can have the focus but is no stop on the way. */
function heading(): HTMLElement | null {
  const found = document.querySelector<HTMLElement>('main h1');
  if (found?.hasAttribute('tabindex') === false) found.tabIndex = -1;
  return found;
}

/**
 * Remembers what has the focus, or had it. The function that it returns gives the focus back where nothing has it by then: to
 * the control itself, to what stands for it now, to one of `successors`, to the same control of the next row or the one before,
 * to the control beside it, or to the heading of the page. Where nothing had the focus, nothing is given it.
 */
export function rememberFocus(before: Element | null = focusedElement()): (...successors: Successor[]) => void {
  if (!(before instanceof HTMLElement) || before === document.body) return () => {};
  const standIn = standInSelector(before);
  const beside = controlsBeside(before);
  const own = selectorOf(before, NAMES);
  const list = before.closest('ul, ol');
  const alike = own === null ? [] : beside.filter((one) => one.matches(own) && list?.contains(one) === true);
  const wasInSight = isInSight(before);
  return (...successors) => {
    if (focusedElement() !== null) return;
    if (take(before) || (standIn !== null && take(document.querySelector(standIn)))) {
      if (wasInSight) focusedElement()?.scrollIntoView?.({ block: 'nearest' });
      return;
    }
    if (successors.some((successor) => take(successor(before)))) return;
    if (![...alike, ...beside].some(take) && !take(heading())) take(document.querySelector('main'));
  };
}

/** The successors that are named for the change under way. */
let named: Successor[] | null = null;

/**
 * For an effect that runs before the page changes: the focus is given back once it has. Of several parts that change at once,
 * the innermost is asked first, since it knows its own controls.
 */
export function keepFocus(...successors: Successor[]): void {
  if (named !== null) {
    named.unshift(...successors);
    return;
  }
  const all = (named = [...successors]);
  const giveBack = rememberFocus();
  void tick().then(() => {
    named = null;
    giveBack(...all);
  });
}

/** What had the focus before each field that has it. */
const beforeFields = new WeakMap<Element, () => void>();

/** Remembers where the reader came from when the focus goes on to a field. */
export function noteMove(event: FocusEvent): void {
  const [from] = event.composedPath();
  if (!(from instanceof Element)) return;
  beforeFields.delete(from);
  const to = event.relatedTarget;
  if (to instanceof Element && to.matches('input, textarea, select')) beforeFields.set(to, rememberFocus(from));
}

/** Leads the reader back to where the focus was before a field had it. */
export function leaveField(field: HTMLElement): void {
  const giveBack = beforeFields.get(field);
  field.blur();
  giveBack?.();
}
