import * as commands from '../api/commands';
import type { ArticleCard, ArticleId, ArticleView, HighlightView } from '../api/types';
import { directionOf } from '../words/language';
import { Choosing } from './choosing';
import { quotation, sourceOf } from './copying';
import type { Paper } from './paper.svelte';
import { roomAtFoot } from './room';
import { highlightedPassage, type Passage, selectedPassage } from './passage';

/** The height of the bar at the top and a little more, in pixels: what stands below it is in sight. */
const TOP = 72;
/** How far from the window's edges words are brought that are chosen by keys, in pixels. */
const MARGIN = 40;

const sameLetters = (one: string, other: string) => one.replace(/\s/gu, '') === other.replace(/\s/gu, '');

/** Highlighting in one article: what is selected or chosen by keys, and the highlight whose note is open. */
export class Marking {
  passage = $state.raw<Passage | null>(null);
  #noting = $state.raw<HighlightView | Passage | null>(null);
  /** What was done last, for those who do not see it. */
  said = $state('');
  /** A note that could not be kept. */
  unkept = $state.raw<string | null>(null);
  /** A highlight that is asked about before it goes for good. */
  removing = $state.raw<HighlightView | null>(null);
  /** The tree in which the text stands. */
  tree: ShadowRoot | null = null;
  #choosing = $state.raw<Choosing | null>(null);
  #stopHolding: () => void = () => {};

  constructor(
    readonly paper: Paper,
    readonly article: ArticleId,
    readonly card: () => ArticleCard | null,
    /** Asks for something that gives the article anew. */
    readonly change: (ask: () => Promise<ArticleView>) => Promise<boolean>,
  ) {}

  get language(): string | null {
    return this.card()?.language ?? null;
  }

  /** The highlight that is open, or what is about to be one. */
  get noting(): HighlightView | Passage | null {
    return this.#noting;
  }

  set noting(open: HighlightView | Passage | null) {
    this.#noting = open;
    this.unkept = null;
  }

  /** Whether words are being chosen by keys. */
  get choosing(): boolean {
    return this.#choosing !== null;
  }

  /** Highlights what is selected; where nothing is, begins to choose words by keys. */
  press(): void {
    if (this.passage !== null) void this.#mark(this.passage, '');
    else this.#begin();
  }

  /** Copies what is selected with its source; the article's address where nothing is. It stays selected. */
  copy(): void {
    const card = this.card();
    if (card === null) return;
    if (this.passage === null) void this.paper.copyLink(card.url);
    else void this.paper.copy(quotation(this.passage.quote, sourceOf(card)), 'Copied with its source.');
  }

  /** Asks for a note at the words. Typing goes to the window's selection, so that they are let go of first. */
  note(): void {
    const words = this.passage;
    this.leave();
    this.noting = words;
  }

  /** The reader has selected something in the tree, or nothing any more. */
  select(tree: ShadowRoot): void {
    this.passage = selectedPassage(tree);
    // The selection is elsewhere now, perhaps where the reader types, and is left there.
    if (this.passage === null && this.choosing) this.#forget();
  }

  /** Lets go of what is selected. */
  leave(): void {
    this.#forget();
    document.getSelection()?.removeAllRanges();
  }

  #forget(): void {
    this.#stopHolding();
    this.#choosing = this.passage = null;
  }

  /** Keeps a note, or opens it again as it was written. */
  async save(note: string): Promise<void> {
    const open = this.noting;
    this.noting = null;
    if (open === null) return;
    const isKept = await ('id' in open ? this.change(() => commands.noteHighlight(open.id, note)) : this.#mark(open, note));
    if (isKept || note === '' || this.noting !== null) return;
    this.noting = open;
    this.unkept = note;
  }

  /** Takes a highlight away. Where its words stand in the text, that can be undone; where not, the reader is asked first. */
  remove(highlight: HighlightView): void {
    this.noting = null;
    if (highlight.shown) void this.#remove(highlight);
    else this.removing = highlight;
  }

  /** The reader was asked, and wants it. */
  async removeForGood(highlight: HighlightView): Promise<void> {
    if (await this.change(() => commands.removeHighlight(highlight.id))) this.paper.messages.say('The highlight is taken away.');
    this.removing = null;
  }

  async #remove({ id, quote, note }: HighlightView): Promise<void> {
    const words = this.tree === null ? null : highlightedPassage(this.tree, id);
    // A passage that was edited since is known by what it says now.
    const said = words === null || sameLetters(words.quote, quote) ? quote : words.quote;
    const mark = () => this.change(() => commands.highlight(this.article, said, words?.near ?? 0, note));
    const markAgain = async () => {
      if (await mark()) this.paper.messages.say('It is highlighted again.');
    };
    if (await this.change(() => commands.removeHighlight(id))) this.paper.messages.say('The highlight is taken away.', () => void markAgain());
  }

  /** Selects a place of the text. */
  choose(place: Range): void {
    document.getSelection()?.setBaseAndExtent(place.startContainer, place.startOffset, place.endContainer, place.endOffset);
    if (this.tree !== null) this.select(this.tree);
  }

  async #mark(words: Passage, note: string): Promise<boolean> {
    this.leave();
    this.said = '';
    const isKept = await this.change(() => commands.highlight(this.article, words.quote, words.near, note));
    if (isKept) this.said = 'It is highlighted.';
    return isKept;
  }

  #begin(): void {
    this.#choosing = this.tree === null ? null : Choosing.begin(this.tree, this.language, TOP);
    if (this.#choosing === null) {
      this.paper.messages.say('There is no text here to highlight.');
      return;
    }
    this.#stopHolding();
    this.#stopHolding = this.paper.keyboard.hold((event) => this.#choose(event));
    this.#show();
  }

  #choose(event: KeyboardEvent): boolean {
    if (this.#choosing?.press(event, directionOf(this.language) === 'rtl') === true) this.#show();
    else if (event.altKey || event.shiftKey) return false;
    else if (event.key === 'Enter' || event.key === 'h') this.press();
    else if (event.key === 'n') this.note();
    else if (event.key === 'c') this.copy();
    else if (event.key === 'Escape') this.leave();
    else return false;
    return true;
  }

  #show(): void {
    const range = this.#choosing?.range();
    if (range === undefined || this.tree === null) return;
    this.choose(range);
    const { top, bottom } = range.getBoundingClientRect();
    const above = top - TOP - MARGIN;
    const below = bottom - window.innerHeight + roomAtFoot() + MARGIN;
    if (above < 0 || below > 0) window.scrollBy({ top: above < 0 ? above : Math.min(below, above), behavior: 'instant' });
  }
}
