import * as commands from '../api/commands';
import { toApiError } from '../api/error';
import type { EnclosureId, EnclosureView, FeedId, LibraryEvent, LibraryStatus, SourceProgress, SourceView } from '../api/types';
import { counted } from '../words/sizes';

/** No page is read again more often than this, however many articles arrive. */
const SETTLE_MS = 800;
const SETTLE_REFRESHING_MS = 2_500;
/** Nor is a page that is still empty, while a refresh brings articles. */
const ARRIVALS_MS = 3_000;

/** After so much time what was read is counted. */
const COUNT_MS = 400;

/** What each source is at is shown no more often than this: a refresh of thousands tells of each of them several times. */
const PROGRESS_MS = 200;

/** How a download goes. */
export type DownloadProgress = Pick<Extract<LibraryEvent, { kind: 'download' }>, 'bytes' | 'total' | 'step'>;

type Outcome = { newArticles: number; failed: number; cancelled: boolean; paused: string | null; firstOf: number };

/** What the library is doing: its status, a refresh and its progress, and word of every change. */
export class LibraryWatch {
  status = $state.raw<LibraryStatus | null>(null);
  refreshing = $state(false);
  progress = $state.raw<ReadonlyMap<FeedId, SourceProgress>>(new Map());
  finished = $state(0);
  expected = $state(0);
  outcome = $state.raw<Outcome | null>(null);
  downloads = $state.raw<ReadonlyMap<EnclosureId, DownloadProgress>>(new Map());
  /** Goes up when the library changed and pages should be read again. */
  changes = $state(0);
  /** Goes up as articles arrive in a refresh: pages that show no story yet should be read again. */
  arrivals = $state(0);
  /** How many articles were whole before the refresh. */
  #wholeBefore: number | null = null;
  readonly #followed = new Set<FeedId>();
  /** What was heard last of each source in the refresh. */
  readonly #heardOf = new Map<FeedId, SourceProgress>();
  #showing: ReturnType<typeof setTimeout> | null = null;
  #settling: ReturnType<typeof setTimeout> | null = null;
  #arriving: ReturnType<typeof setTimeout> | null = null;
  #stop: (() => void) | null = null;
  /** Goes up with each word of a refresh that begins or ends. */
  #heard = 0;
  #countingAnew: ReturnType<typeof setTimeout> | null = null;
  #statusAsked = 0;
  #statusShown = 0;

  async start(): Promise<void> {
    const listening = commands.listenToLibrary((event) => this.receive(event));
    await this.#readRefreshing();
    try {
      this.#stop = await listening;
    } catch (thrown) {
      // Without events the paper can still be read; it only does not renew itself.
      console.warn(thrown);
    }
  }

  close(): void {
    this.#stop?.();
    if (this.#settling !== null) clearTimeout(this.#settling);
    if (this.#arriving !== null) clearTimeout(this.#arriving);
    if (this.#showing !== null) clearTimeout(this.#showing);
    if (this.#countingAnew !== null) clearTimeout(this.#countingAnew);
  }

  /** Asks how a download stands, and hands that over where there is one. */
  async readDownloads(id: EnclosureId, found: (enclosure: EnclosureView) => void): Promise<void> {
    try {
      const enclosure = (await commands.downloads()).find((known) => known.id === id);
      if (enclosure !== undefined) found(enclosure);
    } catch {
      // The view that is open shows why the library does not answer.
    }
  }

  /** Asks how the library stands. A late answer never overwrites a newer one. */
  async readStatus(): Promise<void> {
    this.#statusAsked += 1;
    const turn = this.#statusAsked;
    try {
      const status = await commands.libraryStatus();
      if (turn < this.#statusShown) return;
      this.#statusShown = turn;
      this.status = status;
    } catch {
      // The view that is open shows why the library does not answer; once is enough.
    }
  }

  /** Asks how much is unread, once the reader has opened what there is to open for the moment. */
  countAnew(): void {
    this.#countingAnew ??= setTimeout(() => {
      this.#countingAnew = null;
      void this.readStatus();
    }, COUNT_MS);
  }

  /** Asks whether a refresh is under way. What is heard of one meanwhile is newer than the answer. */
  async #readRefreshing(): Promise<void> {
    const heard = this.#heard;
    await this.readStatus();
    if (heard === this.#heard) this.refreshing = this.status?.refreshing ?? false;
  }

  /** How many articles of the whole paper are unread. */
  get unread(): number {
    return (this.status?.sections ?? []).reduce((sum, { unread }) => sum + unread, 0);
  }

  /** Every source of the refresh is done, and what they brought is still at work. */
  get isStoring(): boolean {
    return this.refreshing && this.expected > 0 && this.finished >= this.expected;
  }

  get #storingWords(): string {
    if ([...this.progress.values()].some(({ step }) => step === 'cancelled')) return 'Stopping…';
    return this.expected === 1 ? 'The source is read. Storing its pages and pictures…' : `All ${this.expected} sources are read. Storing their pages and pictures…`;
  }

  /** One line on the refresh under way, or on how the last one went. */
  get summary(): string {
    if (this.refreshing) {
      if (this.expected === 0) return 'Refreshing…';
      if (this.isStoring) return this.#storingWords;
      return `Refreshing: ${this.finished} of ${counted(this.expected, 'source')}`;
    }
    if (this.outcome === null) return '';
    const { newArticles, failed, cancelled, paused, firstOf } = this.outcome;
    if (paused !== null && newArticles === 0 && failed === 0) return paused;
    if (this.expected === 0 && newArticles === 0) return 'There are no sources to ask yet.';
    const nothing = firstOf === 0 ? 'No new articles' : `What your new ${firstOf === 1 ? 'source has' : 'sources have'} is in your library`;
    // What a network that broke off had left undone was no news, and is what the reader asked for.
    const whole = newArticles === 0 && this.#wholeBefore !== null ? (this.status?.offlineReady ?? 0) - this.#wholeBefore : 0;
    const completed = whole <= 0 ? '' : `; ${counted(whole, 'article')} that ${whole === 1 ? 'was' : 'were'} not whole ${whole === 1 ? 'is' : 'are'} now`;
    const found = newArticles === 0 ? `${nothing}${completed}` : counted(newArticles, 'new article');
    const troubles = failed === 0 ? '' : ` ${counted(failed, 'source')} could not be read.`;
    return `${cancelled ? 'Stopped. ' : ''}${paused === null ? '' : `${paused} `}${found}.${troubles}`;
  }

  async refresh(feeds: FeedId[] | null = null): Promise<void> {
    if (this.refreshing) return;
    this.#begin(0);
    try {
      await commands.refresh(feeds);
    } catch (thrown) {
      // It may be refused because one is under way already.
      await this.#readRefreshing();
      throw toApiError(thrown);
    }
  }

  /** Notes sources that were just followed: what they gave came before their first refresh, which need not find more. */
  followed(sources: readonly Pick<SourceView, 'id' | 'articles'>[]): void {
    for (const { id, articles } of sources) if (articles > 0) this.#followed.add(id);
  }

  receive(event: LibraryEvent): void {
    switch (event.kind) {
      case 'refresh_started':
        this.#begin(event.sources);
        break;
      case 'source':
        if (!this.refreshing) this.#begin(event.sources);
        this.finished = event.finished;
        this.expected = event.sources;
        if (event.progress.newArticles > (this.#heardOf.get(event.progress.feed)?.newArticles ?? 0)) this.#arrived();
        this.#heardOf.set(event.progress.feed, event.progress);
        this.#showing ??= setTimeout(() => this.#showProgress(), PROGRESS_MS);
        break;
      case 'refresh_finished':
        this.#heard += 1;
        this.refreshing = false;
        this.#showProgress();
        this.outcome = {
          newArticles: event.newArticles,
          failed: event.failed,
          cancelled: event.cancelled,
          paused: event.paused,
          firstOf: [...this.#heardOf.keys()].filter((feed) => this.#followed.delete(feed)).length,
        };
        this.#settle();
        break;
      case 'download':
        this.downloads = new Map(this.downloads).set(event.enclosure, event);
        break;
      case 'changed':
        this.#settle();
        break;
    }
  }

  /** Says that pages should be read again at once: the reader has changed something, and sees it. */
  changed(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = null;
    this.changes += 1;
    void this.readStatus();
  }

  /** Says the same once things have settled. */
  #settle(): void {
    this.#settling ??= setTimeout(() => this.changed(), this.refreshing ? SETTLE_REFRESHING_MS : SETTLE_MS);
  }

  #arrived(): void {
    this.#arriving ??= setTimeout(() => {
      this.#arriving = null;
      this.arrivals += 1;
    }, ARRIVALS_MS);
  }

  #showProgress(): void {
    if (this.#showing !== null) clearTimeout(this.#showing);
    this.#showing = null;
    this.progress = new Map(this.#heardOf);
  }

  #begin(sources: number): void {
    this.#heard += 1;
    if (!this.refreshing) this.#wholeBefore = this.status?.offlineReady ?? null;
    this.refreshing = true;
    this.outcome = null;
    this.#heardOf.clear();
    this.#showProgress();
    this.finished = 0;
    this.expected = sources;
  }
}
