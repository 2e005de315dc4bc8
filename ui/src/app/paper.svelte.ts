import { getContext, setContext, tick, type Snippet } from 'svelte';
import * as commands from '../api/commands';
import { listenToSuccesses } from '../api/outcomes';
import type { ArticleCard, ArticleId, Document as ExportedDocument, FeedId, FolderView, ListView, MarkedRead, PublicationView, SourceView } from '../api/types';
import { Appearance } from './appearance.svelte';
import { Cards } from './cards.svelte';
import { copy } from './copying';
import { liesIn } from './folders';
import { Folding } from './folding.svelte';
import { Habits } from './habits.svelte';
import { Keyboard } from './keyboard';
import { LibraryWatch } from './library.svelte';
import { Messages } from './messages.svelte';
import { Player } from './player.svelte';
import { formatRoute, type Route } from './route';
import { Router } from './router.svelte';
import { Visits } from './visits.svelte';
import { painted } from './paint';
import { standingOf } from './standing';
import { focusedLink, focusedStory, type Headline, headlinesOn, trailOf } from './stories';
import { counted } from '../words/sizes';

/** A picture that the reader asked for, with the words that stand under it. */
export interface OpenedPicture {
  src: string;
  alt: string;
  caption: string | null;
  credit: string | null;
}

export type Overlay =
  | { kind: 'help' }
  | { kind: 'add'; part: 'source' | 'file' | 'page' }
  | { kind: 'export'; document: ExportedDocument }
  | { kind: 'lists'; card: ArticleCard }
  /** So many stories are to be put on a list; `onpick` does that. */
  | { kind: 'list-many'; articles: number; onpick: (list: ListView) => Promise<void> }
  /** Pictures as their publisher sent them, by their addresses; which of them is shown first. */
  | { kind: 'pictures'; pictures: readonly OpenedPicture[]; first: number }
  | { kind: 'sign-in'; source: SourceView }
  | { kind: 'find-feed'; source: SourceView }
  | { kind: 'rename-source'; source: SourceView }
  | { kind: 'rename-publication'; publication: PublicationView }
  | { kind: 'move-source'; sources: readonly SourceView[] }
  | { kind: 'move-folder'; folder: FolderView }
  | { kind: 'rename-folder'; folder: FolderView }
  | { kind: 'remove-folder'; folder: FolderView }
  /** `onleft` is called once they are left. */
  | { kind: 'leave'; sources: readonly SourceView[]; onleft?: () => void };

/** Everything that the views share: one for each window. */
export class Paper {
  readonly router = new Router();
  readonly cards = new Cards();
  readonly library = new LibraryWatch();
  readonly messages = new Messages();
  readonly keyboard = new Keyboard();
  readonly appearance = new Appearance();
  readonly habits = new Habits();
  readonly folding = new Folding();
  readonly player = new Player();
  readonly visits = new Visits();
  overlay = $state.raw<Overlay | null>(null);
  /** What a page lets hang below the bar at the top of the window. */
  belowBar = $state.raw<Snippet | null>(null);
  /** Goes up when reading lists changed through an overlay. */
  listChanges = $state(0);
  ready = $state(false);
  firstHeadlinesMs = $state<number | null>(null);
  /** Goes up when all of a page was marked as read, or that was taken back. */
  allReadChanges = $state(0);
  /** When all of a page was marked as read last, in milliseconds since 1970. */
  allReadAt = 0;
  #headlines: ReadonlyMap<ArticleId, Headline> = new Map();
  #takeBack: (() => Promise<void>) | null = null;
  #starring: Promise<unknown> = Promise.resolve();
  /** What was said last of each thing that goes back and forth. */
  readonly #saidNow = new Map<string, number>();

  readonly #unlisten = listenToSuccesses((command) => this.messages.settle(command));

  constructor() {
    this.cards.onRead = () => this.library.countAnew();
    this.router.onLeave = () => this.router.note(window.scrollY, focusedStory(), focusedLink(), standingOf(document.querySelector('main') ?? document));
  }

  /** Goes to a place; to the top of the page where that is shown already. What is read or searched stays as it is. */
  go(route: Route): void {
    const main = document.querySelector('main');
    if (formatRoute(route) === formatRoute(this.router.current.route)) {
      if (route.view === 'article' || route.view === 'search') return;
      window.scrollTo({ top: 0, behavior: 'instant' });
      main?.focus({ preventScroll: true });
      return;
    }
    const trail = route.view === 'article' ? trailOf(main ?? document) : [];
    if (trail.length > 0) this.#headlines = new Map([...this.#headlines, ...headlinesOn(main ?? document)]);
    this.router.go(route, trail);
  }

  /** The headline of a story that stood on a page from which an article was opened. */
  headlineOf(article: ArticleId | undefined): Headline | null {
    return article === undefined ? null : (this.#headlines.get(article) ?? null);
  }

  /** Says how something stands now, in place of how it stood before. */
  #sayNow(thing: `star of ${ArticleId}` | 'read' | 'unread-only', words: string, undo: (() => void) | null = null): void {
    const before = this.#saidNow.get(thing);
    if (before !== undefined) this.messages.dismiss(before);
    this.#saidNow.set(thing, this.messages.say(words, undo));
  }

  /** Stars an article, or takes its star away, which can be undone. */
  star(card: ArticleCard): Promise<unknown> {
    return this.#star(card, () => !this.cards.latest(card).starred);
  }

  /** One after the other: what a second press asks for depends on what came of the first. */
  #star(card: ArticleCard, wanted: () => boolean): Promise<unknown> {
    this.#starring = this.#starring.then(() =>
      this.attempt(async () => {
        const starred = wanted();
        this.cards.learn(await commands.setStarred(card.id, starred));
        const undo = () => void this.#star(card, () => true);
        this.#sayNow(`star of ${card.id}`, starred ? 'Starred. It is kept for good.' : 'Star taken away.', starred ? null : undo);
      }),
    );
    return this.#starring;
  }

  /** Tells whether it went well. */
  markRead(article: ArticleId, read: boolean): Promise<boolean> {
    return this.attempt(async () => {
      this.cards.learn(await commands.setRead(article, read));
      this.#sayNow('read', read ? 'Marked as read.' : 'Marked as unread.');
    });
  }

  /** Marks all articles as read of which `isOne` tells. It can be taken back. */
  async markAllRead(mark: () => Promise<MarkedRead>, isOne: (card: ArticleCard) => boolean): Promise<void> {
    await this.attempt(async () => {
      const { articles, at } = await mark();
      if (articles === 0) {
        this.messages.say('Everything here is read already.');
        return;
      }
      const forget = this.cards.learnAllRead(isOne);
      this.allReadAt = at;
      this.allReadChanges += 1;
      void this.library.readStatus();
      this.offerTakeBack(`${counted(articles, 'article')} marked as read.`, async () => {
        const unread = await commands.takeBackRead(at);
        forget();
        this.allReadChanges += 1;
        void this.library.readStatus();
        this.library.changed();
        return `${counted(unread, 'article')} marked as unread again.`;
      });
    });
  }

  /** Tells of something that was done with many articles; it can be taken back when the message is gone, too. `takeBack` answers what is said then. */
  offerTakeBack(done: string, takeBack: () => Promise<string>): void {
    const once = async () => {
      const words = await takeBack();
      if (this.#takeBack === once) this.#takeBack = null;
      this.messages.dismiss(said);
      this.messages.say(words);
    };
    this.#takeBack = once;
    const said = this.messages.say(done, () => void this.attempt(once));
  }

  /** Marks all as read that some sources brought. It can be taken back. */
  async markSourcesRead(sources: readonly FeedId[]): Promise<void> {
    // Which stories of other pages these are, the library tells.
    await this.markAllRead(() => commands.markSourcesRead(sources, null), () => false);
    this.library.changed();
  }

  /** Tells of something that was done to sources or folders, and offers to take it back; then says what `takeBack` answers. */
  offerUndo(done: string, takeBack: () => Promise<string>): void {
    this.messages.say(done, () => {
      void this.attempt(async () => {
        this.messages.say(await takeBack());
        this.library.changed();
        await this.library.readStatus();
      });
    });
  }

  /** Goes along with a folder that is called otherwise or lies elsewhere, where its page or that of one within it is shown. */
  goAlong(from: string, to: string): void {
    const { route } = this.router.current;
    if (route.view === 'folder' && liesIn(route.folder, from)) {
      this.router.replace({ view: 'folder', folder: `${to}${route.folder.slice(from.length)}` });
    }
  }

  /** Undoes what a message offers to undo; else takes back what was done last with many articles at once. */
  async undo(): Promise<void> {
    if (this.messages.undoLatest()) return;
    if (this.#takeBack === null) this.messages.say('There is nothing to undo.');
    else await this.attempt(this.#takeBack);
  }

  /** Leaves out of pages of news what was read, or shows it again. */
  showUnreadOnly(only: boolean): void {
    this.habits.unreadOnly = only;
    this.#sayNow('unread-only', only ? 'Unread articles only.' : 'All articles.');
  }

  /** Opens an original in the system's browser. */
  async openOriginal(url: string): Promise<void> {
    await this.attempt(() => commands.openLink(url));
  }

  /**
   * Follows a link of an article: to what it leads to in the library, where that is whole, or else out into the browser or the mail
   * program. Of one to the article itself, `leadWithin` tells whether it led to a place in it; where it did
   * not, the reader is asked.
   */
  async follow(url: string, from: ArticleCard, leadWithin: () => boolean): Promise<void> {
    await this.attempt(async () => {
      const isOwn = pageOf(url) === pageOf(from.url);
      const article = isOwn ? from.id : /^https?:/iu.test(url) ? await commands.articleAt(url) : null;
      if (article !== null && article !== from.id) this.go({ view: 'article', article });
      else if (article === null) await commands.openLink(url);
      else if (leadWithin()) return;
      // A name of a place that only the page has: it would open as if the article were not here.
      else if (url.includes('#')) this.messages.say('The article has no such place here.', () => void this.openOriginal(url), 'Open the original');
      else await commands.openLink(url);
    });
  }

  /** Copies words and says so. */
  async copy(words: string, said: string): Promise<void> {
    await this.attempt(async () => {
      await copy(words);
      this.messages.say(said);
    });
  }

  /** Copies the address of an article. */
  copyLink(url: string): Promise<void> {
    return this.copy(url, 'The link is copied.');
  }

  async refresh(): Promise<void> {
    await this.attempt(() => this.library.refresh());
  }

  /** Does something that may fail; what went wrong is shown as a message. Tells whether it went well. */
  async attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (thrown) {
      this.messages.fail(thrown);
      return false;
    }
  }

  /** A view calls this when its first content is in the document. */
  async shown(hasHeadlines: boolean): Promise<void> {
    await tick();
    // The window is called as its page is, for screen readers and the system's list of windows.
    const heading = document.querySelector('main h1')?.textContent?.trim() ?? '';
    document.title = heading === '' ? 'Broadsheet' : `${heading} · Broadsheet`;
    if (this.ready && (!hasHeadlines || this.firstHeadlinesMs !== null)) return;
    await painted();
    this.ready = true;
    if (hasHeadlines && this.firstHeadlinesMs === null) {
      this.firstHeadlinesMs = Math.round(performance.now());
      performance.mark('broadsheet:first-headlines');
    }
  }

  close(): void {
    this.#unlisten();
    this.router.close();
    this.library.close();
  }
}

/** The address of a page without the place on it. */
function pageOf(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

const KEY = Symbol('paper');

export function providePaper(paper: Paper): Paper {
  return setContext(KEY, paper);
}

export function usePaper(): Paper {
  return getContext<Paper>(KEY);
}
