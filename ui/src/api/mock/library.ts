import type { ArticleCard, ArticleView, BackupsView, ConnectionView, Deed, EnclosureView, FolderView, HighlightRow, Keeping, KeepingRules, ListView, MarkedRead, OfflineReport, PublicationView, RefreshPace, Section, SourceView, WasSo } from '../types';
import { labelOf } from '../../words/sections';
import { icon, picture } from './pictures';
import { ARABIC_BODY, BODY, TOLD, type Told } from './stories';

const HOUR = 3_600_000;

export const PUBLICATIONS: readonly PublicationView[] = [
  ['The Meridian Post', 'M', '#1d3b53'],
  ['Harbour & Hill', 'H', '#7a3b2e'],
  ['Northern Ledger', 'N', '#2f5d50'],
  ['The Evening Compass', 'C', '#5b4b8a'],
  ['Field Notes', 'F', '#8a6d1d'],
  ['Weltblatt', 'W', '#333333'],
].map(([name, letter, colour], at) => ({
  id: at + 1,
  name: name as string,
  url: `https://example.org/${at + 1}`,
  icon: icon(letter as string, colour as string),
}));

function card(told: Told, at: number, now: number): ArticleCard {
  const [section, publication, headline, standfirst, byline, hours, quirks = {}] = told;
  const published = new Date(now - hours * HOUR).toISOString();
  const missing = quirks.missing ?? [];
  return {
    id: at + 1,
    url: `https://example.org/articles/${at + 1}`,
    headline,
    standfirst,
    section,
    sectionLabel: labelOf(section),
    publisherSection: at % 3 === 0 ? 'World' : null,
    publication: PUBLICATIONS[publication - 1] as PublicationView,
    byline,
    publishedAt: published,
    sortedAt: published,
    language: quirks.language ?? 'en',
    lead: quirks.noPicture
      ? null
      : {
          src: picture(at),
          original: null,
          placeholder: null,
          alt: 'A drawn landscape',
          caption: 'The valley at first light, a day after the line fell silent. Lorries waited at the bridge for the barrier to be raised.',
          credit: 'Sanna Törnqvist / Meridian Pictures',
          width: 1200,
          height: 800,
          missing: null,
        },
    opening: null,
    readingMinutes: 3 + (at % 7),
    textState: quirks.textState ?? 'full',
    read: quirks.read ?? false,
    starred: quirks.starred ?? false,
    kept: quirks.starred ?? false,
    lists: [],
    offline: { ready: missing.length === 0, missing, bytes: 420_000 + at * 31_000 },
  };
}

/** The whole state of the invented library. A fresh one for every test. */
export class InventedLibrary {
  /** The visit before this one. */
  lastVisit: { through: number; endedAt: string } | null = null;
  /** Texts that a test gives in place of the invented ones. */
  readonly html = new Map<number, string>();
  notified: Section[] = [];
  pausesWhenMetered = false;
  /** A search finds more than it looks at. */
  isCut = false;
  pace: RefreshPace = 'by_habit';
  cards: ArticleCard[];
  lists: { view: ListView; articles: number[] }[];
  sources: SourceView[];
  /** Sources that were left. */
  left: SourceView[] = [];
  highlights: HighlightRow[] = [];
  enclosures: EnclosureView[] = [];
  feedback = new Map<number, ArticleView['feedback']>();
  nextId = 1_000;
  readonly now: number;

  constructor({ empty = false, now = Date.now() } = {}) {
    this.now = now;
    this.cards = empty ? [] : TOLD.map((told, at) => card(told, at, now));
    this.lists = [{ view: this.#list(1, 'Read later', 'read_later'), articles: empty ? [] : [16, 1, 21, 26, 36] }];
    if (!empty) this.lists.push({ view: this.#list(2, 'For the train', 'own'), articles: [27, 17, 12] });
    this.noteLists();
    if (!empty) this.enclosures = [this.#enclosure(501, 4), this.#enclosure(502, 5)];
    this.sources = empty ? [] : PUBLICATIONS.map((publication, at) => this.#source(publication, at));
  }

  find(id: number): ArticleCard {
    const found = this.cards.find((known) => known.id === id);
    if (found === undefined) {
      throw { code: 'not_found', message: 'This article is not in the library.', hint: 'It may have been removed. Go back to the front page.', retryable: false };
    }
    return found;
  }

  #enclosure(id: number, article: number): EnclosureView {
    const { headline } = this.find(article);
    return { id, article, headline, url: `https://example.org/${id}.mp3`, kind: 'audio', mediaType: 'audio/mpeg', bytes: 24_000_000, seconds: 1_925, state: 'there', hereBytes: 0, problem: null, address: null };
  }

  changeEnclosure(id: number, change: Partial<EnclosureView>): EnclosureView {
    this.enclosures = this.enclosures.map((known) => (known.id === id ? { ...known, ...change } : known));
    return this.enclosures.find((known) => known.id === id) as EnclosureView;
  }

  /** When each article was read in this session. */
  readonly #readAt = new Map<number, number>();

  /** Of some articles, those that were unread at a time; all of them where there is none. */
  unread(cards: ArticleCard[], since: unknown): ArticleCard[] {
    if (since === null || since === undefined) return cards;
    return cards.filter(({ id, read }) => !read || (this.#readAt.get(id) ?? -1) >= Number(since));
  }

  change(id: number, marks: Partial<ArticleCard>): ArticleCard {
    const changed = { ...this.find(id), ...marks };
    if (marks.read === true) this.#readAt.set(id, Date.now());
    this.cards = this.cards.map((known) => (known.id === id ? changed : known));
    return changed;
  }

  /** Gives a publication another name; its own where that is empty. */
  rename(id: number, given: string): PublicationView {
    const own = PUBLICATIONS.find((known) => known.id === id) as PublicationView;
    const named = { ...own, name: given === '' ? own.name : given };
    this.cards = this.cards.map((known) => (known.publication.id === id ? { ...known, publication: named } : known));
    return named;
  }

  folderOrder: string[] = [];

  /** The folders that sources lie in, each before those within it. */
  get folders(): FolderView[] {
    const ways = this.sources.flatMap(({ folder }) => {
      const names = folder?.split('/') ?? [];
      return names.map((name, at) => ({ folder: names.slice(0, at + 1).join('/'), name, depth: at + 1 }));
    });
    const unread = (folder: string) => this.cards.filter((card) => !card.read && this.isIn(folder)(card)).length;
    const found = new Map(ways.map((way) => [way.folder, { ...way, sources: ways.filter(({ folder }) => folder === way.folder).length, unread: unread(way.folder) }]));
    const placeOf = ({ folder }: { folder: string }) => folder.split('/').map((_, at) => {
      const place = this.folderOrder.indexOf(folder.split('/').slice(0, at + 1).join('/'));
      return place < 0 ? Infinity : place;
    });
    const byPlace = (one: number[], other: number[]) => one.map((place, at) => place - (other[at] ?? -1)).find((by) => by !== 0 && !Number.isNaN(by)) ?? 0;
    return [...found.values()].sort((a, b) => a.folder.localeCompare(b.folder)).sort((a, b) => byPlace(placeOf(a), placeOf(b)));
  }

  /** Gives a folder another place among those that lie where it lies; answers at which it stood. */
  orderFolder(folder: string, to: number): number {
    const outer = (one: string) => one.split('/').slice(0, -1).join('/');
    const beside = this.folders.map((one) => one.folder).filter((one) => outer(one) === outer(folder));
    const stood = beside.indexOf(folder);
    beside.splice(to, 0, ...beside.splice(stood, 1));
    this.folderOrder = [...this.folderOrder.filter((one) => !beside.includes(one)), ...beside];
    return stood;
  }

  folder(wanted: unknown): FolderView {
    const found = this.folders.find(({ folder }) => folder === wanted);
    if (found === undefined) throw { code: 'not_found', message: `There is no folder “${String(wanted)}”.`, hint: 'You have no folders yet; moving a source into one makes it.', retryable: false };
    return found;
  }

  /** What lies in a folder lies in another one from now on; in none where that is empty. */
  moveFolder(from: string, to: string): void {
    const put = (folder: string) => `${to}${folder.slice(from.length)}`.replace(/^\//, '') || null;
    const lies = (folder: string | null): folder is string => folder === from || folder?.startsWith(`${from}/`) === true;
    this.sources = this.sources.map((source) => (lies(source.folder) ? { ...source, folder: put(source.folder) } : source));
  }

  /** The sources, with what is unread of each. */
  counted(): SourceView[] {
    return this.sources.map((source) => {
      const unread = this.cards.filter((card) => card.publication.id === source.publication.id && !card.read).length;
      return { ...source, unread };
    });
  }

  /** Whether an article came from one of some sources. */
  isFrom(feeds: readonly number[]): (card: ArticleCard) => boolean {
    const publications = this.sources.filter(({ id }) => feeds.includes(id)).map(({ publication }) => publication.id);
    return (card) => publications.includes(card.publication.id);
  }

  /** Whether an article came from a source in a folder. */
  isIn(folder: string): (card: ArticleCard) => boolean {
    const publications = this.sources.filter((source) => `${source.folder ?? ''}/`.startsWith(`${folder}/`)).map(({ publication }) => publication.id);
    return (card) => publications.includes(card.publication.id);
  }

  /** Marks what is not read yet of what had come by then. */
  markRead(isOne: (card: ArticleCard) => boolean, through: number | null): MarkedRead {
    const marked = this.cards.filter((card) => !card.read && card.id <= (through ?? Infinity) && isOne(card));
    const at = Math.max(Date.now(), ...[...this.markedAt.keys()].map((earlier) => earlier + 1));
    this.markedAt.set(at, marked.map(({ id }) => id));
    for (const { id } of marked) {
      this.change(id, { read: true });
      this.#readAt.set(id, at);
    }
    return { articles: marked.length, at };
  }

  takeBackRead(at: number): number {
    const marked = this.markedAt.get(at) ?? [];
    for (const id of marked) this.change(id, { read: false });
    return marked.length;
  }

  /** The version that the reader saw, of articles that are others now. */
  readonly seen = new Map<number, number>();
  private readonly markedAt = new Map<number, number[]>();

  /** Writes on every card which lists it is on. */
  noteLists(): void {
    this.cards = this.cards.map((known) => ({ ...known, lists: this.lists.filter((list) => list.articles.includes(known.id)).map((list) => list.view.id) }));
  }

  doWithMany(articles: readonly number[], deed: Deed): WasSo[] {
    const before: WasSo[] = [];
    for (const { id, read, starred, lists } of articles.map((article) => this.find(article))) {
      const is = deed.kind === 'read' ? read : deed.kind === 'starred' ? starred : lists.includes(deed.list);
      const wanted = deed.kind === 'read' ? deed.read : deed.kind === 'starred' ? deed.starred : deed.listed;
      if (is === wanted) continue;
      const list = deed.kind === 'listed' ? this.lists.find(({ view }) => view.id === deed.list) : undefined;
      before.push({ article: id, at: is ? 1 : null, position: list === undefined || wanted ? null : list.articles.indexOf(id) });
      this.#put(id, deed, wanted);
    }
    if (deed.kind === 'listed') {
      const off = before.map(({ article }) => article);
      if (!deed.listed) for (const list of this.lists) if (list.view.id === deed.list) list.articles = list.articles.filter((id) => !off.includes(id));
      this.noteLists();
    }
    return before;
  }

  takeBackMany(deed: Deed, before: readonly WasSo[]): number {
    for (const { article, at, position } of before) {
      if (deed.kind !== 'listed') this.#put(article, deed, at !== null);
      for (const list of this.lists) {
        if (deed.kind !== 'listed' || list.view.id !== deed.list) continue;
        if (position === null) list.articles = list.articles.filter((id) => id !== article);
        else list.articles.splice(position, 0, article);
      }
    }
    if (deed.kind === 'listed') this.noteLists();
    return before.length;
  }

  #put(id: number, deed: Deed, wanted: boolean): void {
    if (deed.kind === 'read') this.change(id, { read: wanted });
    else if (deed.kind === 'starred') this.change(id, { starred: wanted });
    else if (wanted) this.lists.find(({ view }) => view.id === deed.list)?.articles.push(id);
  }

  view(id: number): ArticleView {
    const found = this.find(id);
    const others = this.cards.filter((known) => known.section === found.section && known.id !== id);
    const arabic = found.language === 'ar';
    return {
      card: found,
      modifiedAt: new Date(new Date(found.sortedAt).getTime() + 0.6 * HOUR).toISOString(),
      html: this.#marked(id, this.html.get(id) ?? (found.textState === 'summary' ? `<p>${found.standfirst ?? found.headline}</p>` : arabic ? ARABIC_BODY : BODY.replace('PICTURE', picture(id + 2).replaceAll('"', '&quot;')))),
      saysStandfirst: found.textState === 'summary',
      textNote: found.textState === 'summary' ? 'Only the summary is here: the site asks for a log-in before it shows the rest.' : null,
      related: others.slice(0, 3).map((article, at) => ({ article, reason: at === 0 ? 'Names “Ines Okafor” and “the river” too' : 'On the same event' })),
      trending: [7, 16, 30].filter((known) => known !== id && known <= this.cards.length).map((known) => ({ article: this.find(known), reason: `${3 + (known % 3)} of your sources write about this` })),
      facts: id % 3 === 0 ? null : { programs: 30 + id % 17, otherSites: 11 + id % 9, topics: ['River', 'Flood defences', 'Ines Okafor'].slice(id % 2), forSubscribers: id % 5 === 1 },
      attempts: [],
      versions: [
        { id: 2, capturedAt: new Date(this.now - HOUR).toISOString(), headline: found.headline, shown: true, archivedAt: null },
        { id: 1, capturedAt: found.sortedAt, headline: found.headline, shown: id % 2 === 1, archivedAt: null },
      ].slice(id % 2),
      feedback: this.feedback.get(id) ?? [],
      place: this.places.get(id) ?? null,
      changedSince: this.seen.get(id) ?? null,
      enclosures: this.enclosures.filter(({ article }) => article === id),
      highlights: this.highlights.filter(({ article }) => article === id).map((row) => ({ id: row.id, quote: row.quote, note: row.note, shown: true, madeAt: row.madeAt })),
    };
  }

  #marked(article: number, html: string): string {
    return this.highlights.filter((row) => row.article === article).reduce((text, { id, quote }) => text.replace(quote, `<mark data-highlight="${id}">${quote}</mark>`), html);
  }

  highlight(article: number, quote: string, note: string): ArticleView {
    const { headline, url, publication } = this.find(article);
    const madeAt = new Date(this.now).toISOString();
    this.highlights.unshift({ id: ++this.nextId, article, quote, note, madeAt, headline, url, publication: publication.name });
    this.change(article, { kept: true });
    return this.view(article);
  }

  /** Writes a note beside a highlight, or takes it away. */
  changeHighlight(id: number, note: string | null): ArticleView {
    const found = this.highlights.find((row) => row.id === id);
    if (found === undefined) throw { code: 'not_found', message: 'This highlight is gone.', hint: null, retryable: false };
    this.highlights = this.highlights.flatMap((row) => (row.id !== id ? [row] : note === null ? [] : [{ ...row, note }]));
    return this.view(found.article);
  }

  /** Where the reader left an article. */
  readonly places = new Map<number, number | null>();

  rules: KeepingRules[] = [{ source: null, keepDays: null, pictureBudget: null }];
  connection: ConnectionView = { proxy: 'system', hasPassword: false, isOverruled: false, certificates: 0 };
  backups: BackupsView = { plan: null, lastAt: null, problem: null, nextAt: null };

  offlineReport(keeping: Keeping): OfflineReport {
    const cards = keeping.kind === 'list'
      ? (this.lists.find(({ view }) => view.id === keeping.list)?.articles ?? []).map((article) => this.find(article))
      : this.cards.filter(({ starred, kept }) => (keeping.kind === 'starred' ? starred : kept));
    const gaps = cards.filter(({ offline }) => !offline.ready);
    return {
      articles: cards.length,
      ready: cards.length - gaps.length,
      bytes: cards.reduce((sum, { offline }) => sum + offline.bytes, 0),
      picturesMissing: gaps.filter(({ textState }) => textState === 'full').length,
      textsMissing: gaps.filter(({ textState }) => textState !== 'full').length,
      gaps: gaps.map(({ id, headline, offline }) => ({ article: id, headline, missing: offline.missing })),
    };
  }

  listView(id: number): ListView {
    const list = this.lists.find((known) => known.view.id === id);
    if (list === undefined) throw { code: 'not_found', message: 'This reading list is gone.', hint: null, retryable: false };
    const cards = list.articles.map((article) => this.find(article));
    return { ...list.view, articles: cards.length, ready: cards.filter((known) => known.offline.ready).length, bytes: cards.reduce((sum, known) => sum + known.offline.bytes, 0) };
  }

  #list(id: number, name: string, kind: ListView['kind']): ListView {
    return { id, name, kind, articles: 0, ready: 0, bytes: 0 };
  }

  #source(publication: PublicationView, at: number): SourceView {
    const failing = at === 2;
    const gone = at === 4;
    return {
      id: at + 1,
      title: publication.name,
      publisherTitle: publication.name,
      url: `https://example.org/${at + 1}/feed.xml`,
      publication,
      format: ['RSS', 'Atom', 'JSON Feed'][at % 3] ?? null,
      articles: this.cards.filter((known) => known.publication.id === publication.id).length,
      unread: 0,
      state: failing ? 'failing' : gone ? 'gone' : at === 5 ? 'new' : 'healthy',
      lastTryAt: new Date(this.now - 0.4 * HOUR).toISOString(),
      lastSuccessAt: new Date(this.now - (failing ? 30 : 0.4) * HOUR).toISOString(),
      nextTryAt: gone ? null : new Date(this.now + 0.6 * HOUR).toISOString(),
      error: failing ? 'example.org did not answer within 30 seconds.' : gone ? 'example.org says that this feed is gone for good (410).' : null,
      hint: failing ? 'The site may be busy. Broadsheet tries again by itself.' : gone ? 'Its articles stay in your library. Look for a new address on the site.' : null,
      gives: 'beginning',
      textFrom: null,
      remedies: failing ? ['try_again', 'open_site'] : gone ? ['unsubscribe', 'find_feed', 'try_again'] : at === 3 ? ['use_new_address'] : [],
      movedTo: at === 3 ? 'https://example.org/new/feed.xml' : null,
      access: null,
      notifies: false,
      folder: null,
    };
  }
}
