import type { ArticleCard, ArticlePage, BackupPlan, Deed, FoundPart, Keeping, KeepingRules, LibraryEvent, ManyDone, RefreshPace, Section, SourceView } from '../types';
import type { Transport } from '../transport';
import { SECTIONS, labelOf } from '../../words/sections';
import { InventedLibrary, PUBLICATIONS } from './library';

type Given = Record<string, unknown>;
type Command = (given: Given) => unknown;

const PAGE = 12;

function pageOf(title: string, cards: ArticleCard[], { after, oldestFirst }: Given, publication: ArticlePage['publication'] = null): ArticlePage {
  const from = Number(after ?? 0);
  const sorted = [...cards].sort((a, b) => (oldestFirst === true ? a.sortedAt.localeCompare(b.sortedAt) : b.sortedAt.localeCompare(a.sortedAt)));
  const next = from + PAGE < sorted.length ? String(from + PAGE) : null;
  return { title, publication, articles: sorted.slice(from, from + PAGE), next, total: sorted.length, through: Number.MAX_SAFE_INTEGER };
}

/** A headline, part by part, where words are in it. */
function partsOf(headline: string, words: string): FoundPart[] {
  const at = headline.toLowerCase().indexOf(words);
  if (at < 0) return [];
  const end = at + words.length;
  return [
    { text: headline.slice(0, at), found: false },
    { text: headline.slice(at, end), found: true },
    { text: headline.slice(end), found: false },
  ].filter(({ text }) => text !== '');
}

/** A library that answers from memory. `commands` may be replaced one by one, to test what the views make of it. */
export class MockTransport implements Transport {
  readonly asked: { command: string; given: Given }[] = [];
  readonly commands: Record<string, Command>;
  #receivers: ((event: LibraryEvent) => void)[] = [];
  #running: ReturnType<typeof setInterval> | null = null;

  constructor(
    readonly library: InventedLibrary = new InventedLibrary(),
    private readonly delay = 0,
  ) {
    this.commands = { ...this.#reading(), ...this.#listing(), ...this.#sourcing() };
  }

  async call<Answer>(command: string, given: Given): Promise<Answer> {
    this.asked.push({ command, given });
    await new Promise((resolve) => setTimeout(resolve, this.delay));
    const run = this.commands[command];
    if (run === undefined) throw new Error(`No command ${command}`);
    return run(given) as Answer;
  }

  #leads = new Set<(address: string) => void>();

  async led(receive: (address: string) => void): Promise<() => void> {
    this.#leads.add(receive);
    return () => this.#leads.delete(receive);
  }

  /** A notification that leads to `address` is pressed. */
  lead(address: string): void {
    for (const receive of this.#leads) receive(address);
  }

  async subscribe(receive: (event: LibraryEvent) => void): Promise<() => void> {
    this.#receivers.push(receive);
    return () => {
      this.#receivers = this.#receivers.filter((known) => known !== receive);
    };
  }

  emit(event: LibraryEvent): void {
    for (const receive of this.#receivers) receive(event);
  }

  #cameAfter(article: number): ArticleCard[] {
    return this.library.cards.filter(({ id }) => id > article);
  }

  #reading(): Record<string, Command> {
    const { library } = this;
    const id = (given: Given) => given['article'] as number;
    return {
      front_page: ({ unreadSince }) => this.#frontPage(unreadSince),
      section_page: ({ section, unreadSince, ...listing }) => {
        const cards = library.cards.filter((card) => card.section === section);
        return pageOf(labelOf(section as ArticleCard['section']), library.unread(cards, unreadSince), listing);
      },
      publication_page: ({ publication, unreadSince, ...listing }) => {
        const cards = library.cards.filter((card) => card.publication.id === publication);
        return pageOf(cards[0]?.publication.name ?? '', library.unread(cards, unreadSince), listing, cards[0]?.publication ?? null);
      },
      folder_page: ({ folder, unreadSince, ...listing }) =>
        pageOf(library.folder(folder).name, library.unread(library.cards.filter(library.isIn(String(folder))), unreadSince), listing),
      source_articles: ({ feed, unreadSince, ...listing }) => {
        const title = library.sources.find(({ id }) => id === feed)?.title ?? '';
        return pageOf(title, library.unread(library.cards.filter(library.isFrom([feed as number])), unreadSince), listing);
      },
      last_visit: () => (library.lastVisit === null ? null : { ...library.lastVisit, articles: this.#cameAfter(library.lastVisit.through).length }),
      new_page: ({ article, unreadSince, ...listing }) => pageOf('New', library.unread(this.#cameAfter(article as number), unreadSince), listing),
      mark_new_read: ({ article, through }) => library.markRead((card) => card.id > (article as number), through as number),
      saved_page: (listing) => pageOf('Saved', library.cards.filter((card) => card.kept || card.lists.length > 0), listing),
      starred_page: (listing) => pageOf('Starred', library.cards.filter((card) => card.starred), listing),
      open_article: (given) => {
        library.change(id(given), { read: true });
        return library.view(id(given));
      },
      set_read: (given) => library.change(id(given), { read: given['read'] as boolean }),
      all_of_list: ({ listed, unreadSince, oldestFirst }) => {
        const { kind, ...of } = listed as { kind: string };
        const page = { section: 'section_page', publication: 'publication_page', folder: 'folder_page', source: 'source_articles', starred: 'starred_page', saved: 'saved_page', came_after: 'new_page' }[kind] ?? '';
        const ask = (after: string | null) => this.commands[page]?.({ ...of, ...('source' in of ? { feed: of.source } : {}), unreadSince, oldestFirst, after }) as ArticlePage;
        const ids: number[] = [];
        for (let found = ask(null); ; found = ask(found.next)) {
          ids.push(...found.articles.map((card) => card.id));
          if (found.next === null) return ids;
        }
      },
      do_with_many: ({ articles, deed }) => ({ at: Date.now(), before: library.doWithMany(articles as number[], deed as Deed) }),
      take_back_many: ({ deed, what }) => library.takeBackMany(deed as Deed, (what as ManyDone).before),
      set_place: (given) => {
        library.places.set(id(given), given['place'] as number | null);
        return null;
      },
      mark_paper_read: ({ through }) => library.markRead(() => true, through as number),
      mark_section_read: ({ section, through }) => library.markRead((card) => card.section === section, through as number),
      mark_publication_read: ({ publication, through }) =>
        library.markRead((card) => card.publication.id === publication, through as number),
      mark_folder_read: ({ folder, through }) => library.markRead(library.isIn(String(folder)), through as number),
      mark_sources_read: ({ feeds, through }) => library.markRead(library.isFrom(feeds as number[]), through as number | null),
      take_back_read: ({ at }) => library.takeBackRead(at as number),
      set_starred: (given) => library.change(id(given), { starred: given['starred'] as boolean, kept: true }),
      complete_article: (given) => {
        const { offline } = library.find(id(given));
        library.change(id(given), { textState: 'full', offline: { ...offline, ready: true, missing: [] } });
        return library.view(id(given));
      },
      download_enclosure: ({ enclosure }) => library.changeEnclosure(enclosure as number, { state: 'here', hereBytes: 24_000_000, problem: null, address: 'data:audio/wav;base64,' }),
      stop_enclosure: () => true,
      remove_enclosure: ({ enclosure }) => {
        library.changeEnclosure(enclosure as number, { state: 'there', hereBytes: 0, problem: null, address: null });
        return 24_000_000;
      },
      play_enclosure: () => null,
      downloads: () => library.enclosures.filter(({ state, problem }) => state !== 'there' || problem !== null),
      complete_from_archive: (given) => library.view(id(given)),
      keeping_rules: () => library.rules,
      preview_rules: ({ rules }) => {
        const goes = (rules as KeepingRules).keepDays === null ? [] : library.cards.filter(({ kept }) => !kept).slice(-2);
        return { articles: goes.length, picturesOf: 0, bytes: goes.length * 90_000, oldestArticles: goes.map(({ id, headline }) => ({ article: id, headline })), oldestPicturesOf: [] };
      },
      set_keeping_rules: ({ rules }) => {
        const made = rules as KeepingRules;
        library.rules = [...library.rules.filter(({ source }) => source !== made.source), made];
      },
      connection: () => library.connection,
      set_proxy: ({ proxy }) => {
        const given = proxy as string;
        const bare = given.replace(/:[^:@/]*@/, '@');
        return (library.connection = { ...library.connection, proxy: bare, hasPassword: bare !== given });
      },
      trust_certificates: ({ pem }) => {
        const certificates = library.connection.certificates + (pem as string).split('BEGIN CERTIFICATE').length - 1;
        return (library.connection = { ...library.connection, certificates });
      },
      forget_certificates: () => (library.connection = { ...library.connection, certificates: 0 }),
      backups: () => library.backups,
      plan_backups: ({ plan }) => (library.backups = { plan: plan as BackupPlan | null, lastAt: null, problem: null, nextAt: null }),
      back_up_now: () => (library.backups = { ...library.backups, problem: 'the folder is not there' }),
      highlight: (given) => library.highlight(id({ article: given['id'] }), given['quote'] as string, given['note'] as string),
      note_highlight: ({ highlight, note }) => library.changeHighlight(highlight as number, note as string),
      remove_highlight: ({ highlight }) => library.changeHighlight(highlight as number, null),
      highlights: ({ words }) => {
        const wanted = String(words).toLowerCase().split(/\s+/u);
        const found = library.highlights.filter(({ quote, note, headline }) => wanted.every((word) => `${quote} ${note} ${headline}`.toLowerCase().includes(word)));
        return { total: found.length, highlights: found, next: null };
      },
      compare_versions: ({ older, newer }) => ({
        older, newer,
        paragraphs: [
          [{ kind: 'same', text: 'The bridge stays closed.' }],
          [{ kind: 'same', text: 'Lorries waited ' }, { kind: 'deleted', text: 'two' }, { kind: 'inserted', text: 'three' }, { kind: 'same', text: ' days.' }],
        ],
      }),
      offline_report: ({ keeping }) => library.offlineReport(keeping as Keeping),
      complete_kept: ({ keeping }) => {
        for (const { article } of library.offlineReport(keeping as Keeping).gaps) {
          library.change(article, { textState: 'full', offline: { ...library.find(article).offline, ready: true, missing: [] } });
        }
        return { tried: 1, report: library.offlineReport(keeping as Keeping) };
      },
      give_feedback: (given) => {
        const known = library.feedback.get(id(given)) ?? [];
        const kind = given['kind'] as 'wrong_section';
        const detail = given['detail'] as string | null;
        const outcome = kind === 'wrong_section' ? `Moved to ${labelOf((detail ?? 'general') as ArticleCard['section'])}.` : 'Fetched again: nothing more was found on the page.';
        library.feedback.set(id(given), [...known, { id: library.nextId++, kind, detail, outcome }]);
        return library.view(id(given));
      },
      withdraw_feedback: (given) => {
        const known = library.feedback.get(id(given)) ?? [];
        library.feedback.set(id(given), known.filter((said) => said.id !== given['feedback']));
        return library.view(id(given));
      },
      search: ({ query, after }) => {
        const site = /(?<!\S)site:"?([^\s"]+)/iu.exec(String(query))?.[1]?.toLowerCase() ?? '';
        if (!PUBLICATIONS.some(({ name }) => name.toLowerCase().includes(site))) {
          throw { code: 'invalid_input', message: `There is no source “${site}” in your library.`, hint: 'Did you mean “Northern Ledger”?', retryable: false };
        }
        const words = String(query).toLowerCase().replaceAll(/\w+:("[^"]*"|\S+)\s*/gu, '');
        const found = library.cards.filter((card) => `${card.headline} ${card.standfirst ?? ''}`.toLowerCase().includes(words));
        const { articles, next, total } = pageOf('', found, { after });
        const hits = articles.map((article) => ({ article, snippet: `… ${article.standfirst ?? article.headline} …`.replace(new RegExp(words, 'i'), (word) => `<mark>${word}</mark>`), foundIn: 'standfirst', headline: partsOf(article.headline, words) }));
        return { query, hits, next, total, isCut: library.isCut };
      },
      article_at: (given) => library.cards.find((card) => card.url === given['url'])?.id ?? null,
      open_link: () => null,
    };
  }

  #listing(): Record<string, Command> {
    const { library } = this;
    const entries = (list: number) => library.lists.find((known) => known.view.id === list) ?? { articles: [] as number[] };
    const page = (list: number) => ({ list: library.listView(list), articles: entries(list).articles.map((article) => library.find(article)) });
    return {
      lists: () => library.lists.map(({ view }) => library.listView(view.id)),
      list_page: ({ list }) => page(list as number),
      create_list: ({ name }) => {
        const id = library.nextId++;
        library.lists.push({ view: { id, name: String(name), kind: 'own', articles: 0, ready: 0, bytes: 0 }, articles: [] });
        return library.listView(id);
      },
      rename_list: ({ list, name }) => {
        for (const known of library.lists) if (known.view.id === list) known.view = { ...known.view, name: String(name) };
        return library.listView(list as number);
      },
      delete_list: ({ list }) => {
        library.lists = library.lists.filter((known) => known.view.id !== list);
        library.noteLists();
      },
      add_to_list: ({ list, article }) => {
        const { articles } = entries(list as number);
        if (!articles.includes(article as number)) articles.push(article as number);
        library.change(article as number, { kept: true });
        library.noteLists();
        return page(list as number);
      },
      remove_from_list: ({ list, article }) => {
        const known = entries(list as number);
        known.articles = known.articles.filter((entry) => entry !== article);
        library.noteLists();
        return page(list as number);
      },
      move_in_list: ({ list, article, to }) => {
        const known = entries(list as number);
        const rest = known.articles.filter((entry) => entry !== article);
        known.articles = [...rest.slice(0, to as number), article as number, ...rest.slice(to as number)];
        return page(list as number);
      },
    };
  }

  #sourcing(): Record<string, Command> {
    const { library } = this;
    const ago = (hours: number) => new Date(library.now - hours * 3_600_000).toISOString();
    const source = (feed: unknown): SourceView => {
      const found = library.sources.find((known) => known.id === feed);
      if (found === undefined) throw { code: 'not_found', message: 'There is no source with this number.', hint: null, retryable: false };
      return found;
    };
    const change = (feed: unknown, marks: Partial<SourceView>): SourceView => {
      const changed = { ...source(feed), ...marks };
      library.sources = library.sources.map((known) => (known.id === feed ? changed : known));
      return changed;
    };
    const outcomes = () =>
      library.sources.map(({ id, title, error }) => ({
        feed: id, title, step: error === null ? 'done' : 'failed', newArticles: id % 3, message: error ?? (id % 3 === 0 ? 'Nothing new.' : `${id % 3} new articles.`), endedAt: ago(0.399),
      }));
    return {
      library_status: () => ({
        path: 'Library', readOnly: null, sources: library.sources.length, failing: library.sources.filter(({ state }) => state === 'failing').length, articles: library.cards.length,
        offlineReady: library.cards.filter((card) => card.offline.ready).length, bytes: 41_300_000, refreshing: this.#running !== null,
        sections: SECTIONS.map(({ section, label }) => {
          const cards = library.cards.filter((card) => card.section === section);
          return { section, label, articles: cards.length, unread: cards.filter((card) => !card.read).length };
        }).filter(({ articles }) => articles > 0),
        publications: PUBLICATIONS.map(({ id }) => {
          const cards = library.cards.filter(({ publication }) => publication.id === id);
          return { publication: cards[0]?.publication, articles: cards.length, unread: cards.filter(({ read }) => !read).length };
        }).filter(({ articles }) => articles > 0),
        folders: library.folders,
      }),
      sources: () => library.counted(),
      discover: ({ address, allowPrivate }) => {
        if (String(address).includes('192.168') && allowPrivate !== true) {
          throw { code: 'private_address', message: '192.168.0.10 is an address in your own network.', hint: null, retryable: false };
        }
        if (!String(address).includes('.')) throw { code: 'not_a_feed', message: `No feed was found at ${String(address)}.`, hint: 'Try the address of the site’s front page.', retryable: false };
        return {
          address,
          noFeed: String(address).endsWith('broken.xml') ? 'it breaks off before its first entry ends' : null,
          feeds: [
            { url: `https://${String(address)}/feed.xml`, title: 'The Lantern', format: 'RSS', entries: 20, isPage: false, sample: ['A Lighthouse for Sale', 'Tide Tables, Explained', 'The Last Ferryman'], subscribed: false },
            { url: `https://${String(address)}/comments.xml`, title: 'The Lantern: letters', format: 'Atom', entries: 50, isPage: false, sample: ['On the matter of the ferry', 'A correction'], subscribed: true },
            { url: `https://${String(address)}/sport.xml`, title: 'The Lantern: sport', format: 'RSS', entries: 12, isPage: false, sample: ['Rowing in the fog'], subscribed: false },
          ],
        };
      },
      follow: ({ urls }) => {
        const [first] = library.sources;
        const added = (urls as string[]).map((url) => {
          const id = library.nextId++;
          return { ...first, id, title: 'The Lantern', url, state: 'new', articles: 0, error: null, hint: null, remedies: [] } as unknown as SourceView;
        });
        library.sources = [...library.sources, ...added];
        this.#run();
        return { sources: added, problems: [] };
      },
      follow_unread: ({ address }) => ({ ...source(1), url: String(address) }),
      source_page: ({ feed }) => ({ source: library.counted().find(({ id }) => id === feed) ?? source(feed), outcomes: outcomes().slice(0, 3) }),
      move_source: ({ feed, address }) => change(feed, { url: String(address ?? source(feed).movedTo), state: 'healthy', error: null, hint: null, remedies: [], movedTo: null }),
      rename_source: ({ feed, name }) => {
        const { publication, publisherTitle } = source(feed);
        const title = name === '' ? publisherTitle : String(name);
        library.rename(publication.id, title);
        return change(feed, { title, publication: { ...publication, name: title } });
      },
      rename_publication: ({ publication, name }) => library.rename(publication as number, String(name)),
      move_to_folder: ({ feeds, folder }) => (feeds as number[]).map((feed) => change(feed, { folder: folder as string | null })),
      order_folder: ({ folder, to }) => library.orderFolder(String(folder), to as number),
      move_folder: ({ folder, into }) => {
        const to = [into, String(folder).split('/').at(-1)].filter((name) => name !== null).join('/');
        library.moveFolder(String(folder), to);
        return library.folder(to);
      },
      rename_folder: ({ folder, name }) => {
        const outer = String(folder).split('/').slice(0, -1);
        const to = [...outer, String(name)].join('/');
        if (library.folders.some((known) => known.folder === to)) {
          throw { code: 'invalid_input', message: `There is already a folder “${to}”.`, hint: 'Choose another name.', retryable: false };
        }
        library.moveFolder(String(folder), to);
        return library.folder(to);
      },
      remove_folder: ({ folder }) => library.moveFolder(String(folder), String(folder).split('/').slice(0, -1).join('/')),
      mark_ended: ({ feed }) => change(feed, { state: 'gone', error: null, remedies: ['try_again', 'unsubscribe'] }),
      allow_source_host: ({ feed }) => change(feed, { error: null, remedies: [] }),
      take_texts_from: ({ feed, from }) => change(feed, { textFrom: from as SourceView['textFrom'] }),
      notify_of_source: ({ feed, notifies }) => change(feed, { notifies: notifies as boolean }),
      pauses_when_metered: () => library.pausesWhenMetered,
      pause_when_metered: ({ pauses }) => (library.pausesWhenMetered = pauses as boolean),
      refresh_pace: () => library.pace,
      set_refresh_pace: ({ pace }) => (library.pace = pace as RefreshPace),
      notified_sections: () => library.notified,
      notify_of_section: ({ section, notifies }) => {
        library.notified = library.notified.filter((known) => known !== section);
        if (notifies === true) library.notified.push(section as Section);
        return library.notified;
      },
      sign_in: ({ feed }) => {
        change(feed, { access: 'password' });
        return { forGood: true, message: 'Signed in. It is kept in this system’s key store, for this source alone.' };
      },
      sign_in_on_site: ({ feed }) => {
        change(feed, { access: 'cookies' });
        return { forGood: false, message: 'Signed in until Broadsheet is closed: this system has no key store that answers, and it is written nowhere else.' };
      },
      end_sign_in_on_site: () => null,
      sign_out: ({ feed }) => change(feed, { access: null }),
      activity: () => [
        { id: 2, startedAt: ago(0.4), endedAt: ago(0.399), newArticles: 7, failed: 1, cancelled: false, sources: library.sources.length },
        { id: 1, startedAt: ago(5), endedAt: ago(4.99), newArticles: 0, failed: 0, cancelled: true, sources: library.sources.length },
      ],
      activity_sources: () => outcomes(),
      unsubscribe: ({ feeds }) => {
        const left = library.sources.filter((source) => (feeds as number[]).includes(source.id));
        library.left.push(...left.map((source) => ({ ...source, access: null })));
        library.sources = library.sources.filter((source) => !left.includes(source));
      },
      follow_again: ({ feeds }) => {
        library.sources.push(...library.left.filter((source) => (feeds as number[]).includes(source.id)));
        library.left = library.left.filter((source) => !library.sources.includes(source));
      },
      import_opml: () => ({
        added: 2, alreadyThere: 1, putIntoFolders: 0, failed: 1,
        rows: [
          { url: 'https://example.org/a.xml', title: 'Alpine Courier', problem: null, folderNote: null },
          { url: 'https://example.org/b.xml', title: 'Bay Weekly', problem: null, folderNote: null },
          { url: 'https://example.org/1/feed.xml', title: 'The Meridian Post', problem: 'Already one of your sources.', folderNote: null },
          { url: 'not an address', title: null, problem: 'This is not an address.', folderNote: null },
        ],
      }),
      choose_path: ({ wanted }) => (wanted === 'backup_folder' ? '/media/disk/papers' : '/documents/chosen.opml'),
      export_place: ({ document }) => (document === 'sources' ? '/documents/broadsheet.opml' : '/documents/broadsheet-highlights.md'),
      export_file: ({ document, path }) => {
        const ending = document === 'sources' ? '.opml' : '.md';
        if (!String(path).endsWith(ending)) throw { code: 'invalid_input', message: 'The file has no name that other programs look for.', hint: `Type a name that ends in ${ending}.`, retryable: false };
        return { path, count: document === 'sources' ? library.sources.length : library.highlights.length };
      },
      save_page: () => library.find(12),
      refresh: () => this.#run(),
      cancel_refresh: () => this.#finish(true),
    };
  }

  #frontPage(unreadSince: unknown) {
    const { library } = this;
    const listed = library.unread(library.cards, unreadSince);
    const [lead] = listed;
    const sections = SECTIONS.map(({ section, label }) => {
      const cards = listed.filter((card) => card.section === section);
      return { section, label, total: cards.length, articles: cards.filter((card) => card.id !== lead?.id).slice(0, 6) };
    }).filter(({ articles }) => articles.length > 0);
    return {
      lead: lead ?? null,
      sections,
      trending: [7, 16, 30, 21].filter((id) => id !== lead?.id && listed.some((card) => card.id === id)).map((id) => ({ article: library.find(id), reason: `${3 + (id % 3)} of your sources write about this` })),
      sources: library.sources.length,
      articles: library.cards.length,
      through: Math.max(0, ...library.cards.map(({ id }) => id)),
    };
  }

  #run(): void {
    const { sources } = this.library;
    this.emit({ kind: 'refresh_started', sources: sources.length });
    let at = 0;
    this.#running = setInterval(() => {
      const source = sources[at];
      if (source === undefined) return this.#finish(false);
      at += 1;
      const failed = source.state === 'failing';
      this.emit({
        kind: 'source', finished: at, sources: sources.length,
        progress: { feed: source.id, title: source.title, step: failed ? 'failed' : 'done', newArticles: failed ? 0 : at, pending: 0, message: failed ? source.error : null },
      });
    }, 400);
  }

  #finish(cancelled: boolean): void {
    if (this.#running !== null) clearInterval(this.#running);
    this.#running = null;
    this.emit({ kind: 'refresh_finished', newArticles: 7, failed: 1, cancelled, paused: null });
  }
}
