import type { ArticleCard, ArticleId, ListView } from '../api/types';
import type { Successor } from './focus';
import type { Action } from './keyboard';
import { listMany, markMany, starMany } from './many';
import type { Paper } from './paper.svelte';
import type { Selection } from './selection.svelte';
import { focusedStory, refocus, stepFocus } from './stories';

/** What a list tells of itself to have many of its stories chosen. */
export interface ChosenFrom {
  /** Those that are loaded, in their order. */
  shown: () => readonly ArticleCard[];
  /** Names all of the list, loaded or not; without it only those can be chosen that are shown. */
  everything?: () => Promise<readonly ArticleId[]>;
  /** Whether those that are not loaded are starred, too. */
  areStarred?: boolean;
  /** The reading list that it is. */
  list?: () => ListView | null;
}

/** From the button that begins the choosing to the first story, and back from what stands below them. */
export const beginOrEnd: Successor = (gone) => {
  if (gone.matches('[data-testid="choose-stories"]')) return document.querySelector('[data-testid="choose-story"]');
  return gone.closest('[data-testid="chosen-stories"]') === null ? null : document.querySelector('[data-testid="choose-stories"]');
};

/** Choosing several stories of a long list by mouse and by keys, and doing something with all of them. */
export class Choice {
  constructor(
    readonly paper: Paper,
    readonly selection: Selection,
    readonly from: ChosenFrom,
  ) {}

  /** The chosen ones that are shown, as they stand now. */
  get cards(): ArticleCard[] {
    return this.selection.of(this.from.shown()).map((card) => this.paper.cards.latest(card));
  }

  get list(): ListView | null {
    return this.from.list?.() ?? null;
  }

  /** What is chosen, in the order of the list as far as that is known. */
  get #ids(): ArticleId[] {
    const shown = this.selection.of(this.from.shown()).map(({ id }) => id);
    const known = new Set(shown);
    return [...shown, ...this.selection.ids.filter((id) => !known.has(id))];
  }

  get #order(): ArticleId[] {
    return this.from.shown().map(({ id }) => id);
  }

  /** Whether all that is chosen is starred, so that stars can only be taken away. */
  get areStarred(): boolean {
    const { cards } = this;
    return cards.length > 0 && (cards.length === this.selection.size || this.from.areStarred === true) && cards.every(({ starred }) => starred);
  }

  /** What its keys do on the page of the list. */
  get keys(): Partial<Record<Action, () => void>> {
    return {
      choose: () => this.#toggleFocused(),
      'choose-next': () => this.#step(1),
      'choose-previous': () => this.#step(-1),
      'choose-all': () => void this.all(),
    };
  }

  /** What keys do while stories are chosen, which else do it with one. */
  get chosenKeys(): Partial<Record<Action, () => void>> {
    return {
      close: () => this.end(),
      read: () => void this.mark(true),
      unread: () => void this.mark(false),
      star: () => void this.star(),
      list: () => this.addToList(),
      copy: () => void this.copyLinks(),
      'take-off': () => void this.takeOff(),
    };
  }

  choose(article: ArticleId, chosen: boolean, asRange: boolean): void {
    this.selection.begin();
    this.selection.set(article, chosen, this.#order, asRange);
  }

  /** A press with Ctrl or Shift chooses, and opens nothing. */
  press(event: MouseEvent): void {
    if (!(event.ctrlKey || event.metaKey || event.shiftKey) || event.altKey || event.button !== 0) return;
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-choice]') : null;
    if (row === null || (event.target as Element).closest('button, input') !== null) return;
    event.preventDefault();
    // Whole words would be selected from one row to the other.
    if (event.type === 'mousedown') return;
    event.stopPropagation();
    const article = Number(row.dataset['choice']);
    if (event.shiftKey) this.#extend(article, focusedStory());
    else this.choose(article, !this.selection.has(article), false);
    refocus(article, row);
  }

  async all(): Promise<void> {
    this.selection.begin();
    await this.paper.attempt(async () => this.selection.all((await this.from.everything?.()) ?? this.#order));
  }

  end(): void {
    this.selection.end();
  }

  mark(read: boolean): Promise<void> {
    return this.#withChosen((ids) => markMany(this.paper, ids, read));
  }

  star(): Promise<void> {
    const wanted = !this.areStarred;
    return this.#withChosen((ids) => starMany(this.paper, ids, wanted));
  }

  addToList(): void {
    const ids = this.#ids;
    const shown = this.from.shown();
    if (ids.length === 0) return;
    this.paper.overlay = { kind: 'list-many', articles: ids.length, onpick: (list) => listMany(this.paper, ids, list, true, shown) };
  }

  takeOff(): Promise<void> {
    const { list } = this;
    const shown = this.from.shown();
    if (list === null) return Promise.resolve();
    return this.#withChosen(async (ids) => {
      this.selection.without(ids);
      await listMany(this.paper, ids, list, false, shown);
    });
  }

  copyLinks(): Promise<void> {
    const { cards } = this;
    const left = this.selection.size - cards.length;
    const said = left === 0 ? 'The links are copied.' : 'The links of those that are shown are copied.';
    return this.#withChosen(() => this.paper.copy(cards.map(({ url }) => url).join('\n'), said));
  }

  async #withChosen(act: (ids: readonly ArticleId[]) => Promise<void>): Promise<void> {
    const ids = this.#ids;
    if (ids.length === 0) this.paper.messages.say('Nothing is selected.');
    else await act(ids);
  }

  #toggleFocused(): void {
    const article = focusedStory();
    if (article === null) this.paper.messages.say('Choose a story first: j and k go through them.');
    else this.choose(article, !this.selection.has(article), false);
  }

  /** From the story that has the focus on to the next or previous one, which are both chosen then. */
  #step(by: 1 | -1): void {
    const before = focusedStory();
    stepFocus(by, document.querySelector('main') ?? document);
    const article = focusedStory();
    if (article !== null) this.#extend(article, before);
  }

  #extend(article: ArticleId, before: ArticleId | null): void {
    this.selection.begin();
    const order = this.#order;
    // What was left in between begins a range of its own.
    if (before !== null && this.selection.size === 0 && order.includes(before)) this.selection.set(before, true, order, false);
    if (order.includes(article)) this.selection.extend(article, order);
  }
}
