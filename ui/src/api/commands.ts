// One function per command of the library. Each rejects with an `ApiError` and nothing else.
import { toApiError } from './error';
import { noteError, noteSuccess } from './outcomes';
import { currentTransport } from './transport';
import type {
  ArticleCard,
  ArticleId,
  ArticlePage,
  ArticleView,
  BackupPlan,
  BackupsView,
  Comparison,
  Completed,
  ConnectionView,
  Deed,
  Discovery,
  Document as ExportedDocument,
  EnclosureId,
  EnclosureView,
  ExportedFile,
  FeedbackId,
  FeedbackKind,
  FeedId,
  FolderView,
  FollowReport,
  FrontPage,
  HighlightId,
  HighlightsPage,
  LastVisit,
  ImportReport,
  Keeping,
  KeepingRules,
  LibraryEvent,
  LibraryStatus,
  ListId,
  Listed,
  ListPage,
  ListView,
  ManyDone,
  MarkedRead,
  OfflineReport,
  PastOutcomeView,
  PastRefreshView,
  PublicationId,
  PublicationView,
  RefreshPace,
  SearchResults,
  Section,
  SignInForm,
  SignInKept,
  SourcePage,
  SourceView,
  TextSource,
  VersionId,
  WhatGoes,
} from './types';

async function call<Answer>(command: string, given: Record<string, unknown> = {}): Promise<Answer> {
  try {
    const answer = await currentTransport().call<Answer>(command, given);
    noteSuccess(command);
    return answer;
  } catch (thrown) {
    const error = toApiError(thrown);
    noteError(error, command);
    throw error;
  }
}

/** With `unreadSince`, only what was unread at that time, in milliseconds since 1970. */
export const frontPage = (unreadSince: number | null) => call<FrontPage>('front_page', { unreadSince });

/** Which part of a list is wanted: what is unread since a time alone, where one is given; in which order; from behind a place on. */
export interface Listing {
  unreadSince: number | null;
  oldestFirst: boolean;
  after: string | null;
}

export const sectionPage = (section: Section, listing: Listing) =>
  call<ArticlePage>('section_page', { section, ...listing });

export const publicationPage = (publication: PublicationId, listing: Listing) =>
  call<ArticlePage>('publication_page', { publication, ...listing });

/** What the sources in a folder brought, or in the folders within it. A folder is named by the way to it: `News/Europe`. */
export const folderPage = (folder: string, listing: Listing) =>
  call<ArticlePage>('folder_page', { folder, ...listing });

/** What a source brought. */
export const sourceArticles = (feed: FeedId, listing: Listing) =>
  call<ArticlePage>('source_articles', { feed, ...listing });

export const starredPage = ({ oldestFirst, after }: Listing) => call<ArticlePage>('starred_page', { oldestFirst, after });

/** Everything that is kept for good, what was kept last first. */
export const savedPage = ({ oldestFirst, after }: Listing) => call<ArticlePage>('saved_page', { oldestFirst, after });

/** What came into the library after an article. */
export const newPage = (article: ArticleId, listing: Listing) => call<ArticlePage>('new_page', { article, ...listing });

export const markNewRead = (article: ArticleId, through: ArticleId) => call<MarkedRead>('mark_new_read', { article, through });

/** The visit before this one, `null` in the first. Where the reader is `here`, that is noted. */
export const lastVisit = (here: boolean) => call<LastVisit | null>('last_visit', { here });

/** Opens an article and marks it as read. */
export const openArticle = (article: ArticleId) => call<ArticleView>('open_article', { article });

/** Takes an article from the Internet Archive, which is asked for it. */
export const completeFromArchive = (article: ArticleId) => call<ArticleView>('complete_from_archive', { article });

export const offlineReport = (keeping: Keeping) => call<OfflineReport>('offline_report', { keeping });

/** Fetches what the kept articles lack, and nothing else. */
export const completeKept = (keeping: Keeping) => call<Completed>('complete_kept', { keeping });

/** The rules of the library, and those of sources that have their own. */
export const keepingRules = () => call<KeepingRules[]>('keeping_rules');

/** What would go by rules, before they are made. */
export const previewRules = (rules: KeepingRules | null) => call<WhatGoes>('preview_rules', { rules });

export const setKeepingRules = (rules: KeepingRules) => call<void>('set_keeping_rules', { rules });

/** Through whom the library goes to the network, and whom it trusts. */
export const connection = () => call<ConnectionView>('connection');

/** Goes through a proxy from now on: its address, `none` or `system`. */
export const setProxy = (proxy: string) => call<ConnectionView>('set_proxy', { proxy });

/** Trusts certificates (PEM) too, beside those of the system and what the reader trusts already. */
export const trustCertificates = (pem: string) => call<ConnectionView>('trust_certificates', { pem });

/** Trusts none beside those of the system. */
export const forgetCertificates = () => call<ConnectionView>('forget_certificates');

export const backups = () => call<BackupsView>('backups');

/** Makes a plan of backups, or takes it back. */
export const planBackups = (plan: BackupPlan | null) => call<BackupsView>('plan_backups', { plan });

export const backUpNow = () => call<BackupsView>('back_up_now');

/** What changed from one archived state of an article to another. */
export const compareVersions = (article: ArticleId, older: VersionId, newer: VersionId) =>
  call<Comparison>('compare_versions', { article, older, newer });

/** Keeps words of an article, those nearest to where so many letters come before. */
export const highlight = (id: ArticleId, quote: string, near: number, note: string) =>
  call<ArticleView>('highlight', { id, quote, near, note });

export const noteHighlight = (highlight: HighlightId, note: string) =>
  call<ArticleView>('note_highlight', { highlight, note });

export const removeHighlight = (highlight: HighlightId) => call<ArticleView>('remove_highlight', { highlight });

/** Those that say all of some words; all of them where there are none. */
export const highlights = (words: string, after: HighlightId | null) => call<HighlightsPage>('highlights', { words, after });

export const setRead = (article: ArticleId, read: boolean) =>
  call<ArticleCard>('set_read', { article, read });

/** Keeps where the reader leaves an article; `null` at its beginning or end. */
export const setPlace = (article: ArticleId, place: number | null) => call<null>('set_place', { article, place });

/** Marks all as read that was there when the front page was set. */
export const markPaperRead = (through: ArticleId) => call<MarkedRead>('mark_paper_read', { through });

export const markSectionRead = (section: Section, through: ArticleId) =>
  call<MarkedRead>('mark_section_read', { section, through });

export const markPublicationRead = (publication: PublicationId, through: ArticleId) =>
  call<MarkedRead>('mark_publication_read', { publication, through });

export const markFolderRead = (folder: string, through: ArticleId) =>
  call<MarkedRead>('mark_folder_read', { folder, through });

/** Marks as read what sources brought that was there when a page was asked for; without its number, all that is there now. */
export const markSourcesRead = (feeds: readonly FeedId[], through: ArticleId | null) =>
  call<MarkedRead>('mark_sources_read', { feeds, through });

/** Every article of a list, of those that were there when it was shown. */
export const allOfList = (listed: Listed, { unreadSince, oldestFirst }: Omit<Listing, 'after'>, through: ArticleId) =>
  call<ArticleId[]>('all_of_list', { listed, unreadSince, oldestFirst, through });

/** Does the same with many articles, all of them or none. */
export const doWithMany = (articles: readonly ArticleId[], deed: Deed) => call<ManyDone>('do_with_many', { articles, deed });

/** Takes it back; answers how many articles stand as they did before. */
export const takeBackMany = (deed: Deed, what: ManyDone) => call<number>('take_back_many', { deed, what });

export const takeBackRead = (at: number) => call<number>('take_back_read', { at });

export const setStarred = (article: ArticleId, starred: boolean) =>
  call<ArticleCard>('set_starred', { article, starred });

export const lists = () => call<ListView[]>('lists');

export const createList = (name: string) => call<ListView>('create_list', { name });

export const renameList = (list: ListId, name: string) => call<ListView>('rename_list', { list, name });

export const deleteList = (list: ListId) => call<void>('delete_list', { list });

export const listPage = (list: ListId) => call<ListPage>('list_page', { list });

export const addToList = (list: ListId, article: ArticleId) =>
  call<ListPage>('add_to_list', { list, article });

export const removeFromList = (list: ListId, article: ArticleId) =>
  call<ListPage>('remove_from_list', { list, article });

/** Moves an article to place `to`, counted from 0 in the order after the move. */
export const moveInList = (list: ListId, article: ArticleId, to: number) =>
  call<ListPage>('move_in_list', { list, article, to });

export const search = (query: string, newestFirst: boolean, after: string | null) =>
  call<SearchResults>('search', { query, newestFirst, after });

export const sources = () => call<SourceView[]>('sources');

export const discover = (address: string, allowPrivate: boolean) =>
  call<Discovery>('discover', { address, allowPrivate });

/** Follows feeds at once; the first fetch runs in the background and reports through events. */
export const follow = (urls: string[]) => call<FollowReport>('follow', { urls });

/** Follows an address that does not show what it is before the reader signs in. */
export const followUnread = (address: string) => call<SourceView>('follow_unread', { address });

export const sourcePage = (feed: FeedId) => call<SourcePage>('source_page', { feed });

/** Moves a source to another address; to where its site says that it has moved, if none is given. */
export const moveSource = (feed: FeedId, address: string | null) =>
  call<SourceView>('move_source', { feed, address });

/** Gives a source a name of the reader's own; an empty one brings back its publisher's. */
export const renameSource = (feed: FeedId, name: string) => call<SourceView>('rename_source', { feed, name });

export const renamePublication = (publication: PublicationId, name: string) =>
  call<PublicationView>('rename_publication', { publication, name });

/** Puts sources into a folder, which is made by that; `null` takes each out of the one that it lies in. */
export const moveToFolder = (feeds: readonly FeedId[], folder: string | null) =>
  call<SourceView[]>('move_to_folder', { feeds, folder });

export const renameFolder = (folder: string, name: string) => call<FolderView>('rename_folder', { folder, name });

/** Puts a folder, with what lies in it, into another one, which is made by that; to the top where it is `null`. */
export const moveFolder = (folder: string, into: string | null) => call<FolderView>('move_folder', { folder, into });

/** Gives a folder another place among those that lie where it lies; answers at which it stood. */
export const orderFolder = (folder: string, to: number) => call<number>('order_folder', { folder, to });

/** Removes a folder. The sources and folders in it then lie where it lay. */
export const removeFolder = (folder: string) => call<void>('remove_folder', { folder });

export const markEnded = (feed: FeedId, ended: boolean) => call<SourceView>('mark_ended', { feed, ended });

/** Lets the host of a source be reached although it lies in a private network. */
export const allowSourceHost = (feed: FeedId) => call<SourceView>('allow_source_host', { feed });

/** `null` leaves it to Broadsheet. */
export const takeTextsFrom = (feed: FeedId, from: TextSource | null) =>
  call<SourceView>('take_texts_from', { feed, from });

/** Tells the reader of the source's new articles from now on, or no more. */
export const notifyOfSource = (feed: FeedId, notifies: boolean) =>
  call<SourceView>('notify_of_source', { feed, notifies });

/** The sections of whose new articles the reader is told. */
export const notifiedSections = () => call<Section[]>('notified_sections');

export const notifyOfSection = (section: Section, notifies: boolean) =>
  call<Section[]>('notify_of_section', { section, notifies });

export const signIn = (feed: FeedId, form: SignInForm) => call<SignInKept>('sign_in', { feed, form });

/** Opens the source's site in a window of its own, and answers once the reader is done there. */
export const signInOnSite = (feed: FeedId) => call<SignInKept>('sign_in_on_site', { feed });

/** Closes that window as the reader would. */
export const endSignInOnSite = () => call<void>('end_sign_in_on_site');

export const signOut = (feed: FeedId) => call<SourceView>('sign_out', { feed });

export const activity = () => call<PastRefreshView[]>('activity');

export const activitySources = (refresh: number) => call<PastOutcomeView[]>('activity_sources', { refresh });

/** Takes sources up again that were left, as they were. */
export const followAgain = (feeds: readonly FeedId[]) => call<void>('follow_again', { feeds });

export const unsubscribe = (feeds: readonly FeedId[]) => call<void>('unsubscribe', { feeds });

/** `document` is the text of the OPML file. */
export const importOpml = (document: string) => call<ImportReport>('import_opml', { document });

/** A file for the list of sources among the reader's documents, which is not there yet. */
export const exportPlace = (document: ExportedDocument) => call<string>('export_place', { document });

export type PathWanted = 'sources_file' | 'highlights_file' | 'backup_folder';

/** Asks the reader in the system's own dialog, beginning at a path; `null` where it is closed without an answer. */
export const choosePath = (wanted: PathWanted, start: string) => call<string | null>('choose_path', { wanted, start });

/** Writes the list of sources into a file that is not there yet, or that the reader has just chosen. */
export const exportFile = (document: ExportedDocument, path: string) => call<ExportedFile>('export_file', { document, path });

export const savePage = (address: string, allowPrivate: boolean) =>
  call<ArticleCard>('save_page', { address, allowPrivate });

/** Fetches what is missing of an article: its text, its pictures. */
export const completeArticle = (article: ArticleId) =>
  call<ArticleView>('complete_article', { article });

/** Comes back when the recording is here, or was stopped. */
export const downloadEnclosure = (enclosure: EnclosureId) => call<EnclosureView>('download_enclosure', { enclosure });

export const stopEnclosure = (enclosure: EnclosureId) => call<boolean>('stop_enclosure', { enclosure });

/** Answers the bytes that this frees. */
export const removeEnclosure = (enclosure: EnclosureId) => call<number>('remove_enclosure', { enclosure });

/** Opens it in the program that the system has for it. */
export const playEnclosure = (enclosure: EnclosureId) => call<null>('play_enclosure', { enclosure });

/** The file itself, for a player that does not know the library’s scheme. */
export const enclosureBytes = (enclosure: EnclosureId) => call<ArrayBuffer>('enclosure_bytes', { enclosure });

/** Everything that was downloaded, or begun, newest first. */
export const downloads = () => call<EnclosureView[]>('downloads');

/** `null` refreshes every source. */
export const refresh = (feeds: FeedId[] | null) => call<void>('refresh', { feeds });

export const cancelRefresh = () => call<void>('cancel_refresh');

export const giveFeedback = (article: ArticleId, kind: FeedbackKind, detail: string | null) =>
  call<ArticleView>('give_feedback', { article, kind, detail });

export const withdrawFeedback = (article: ArticleId, feedback: FeedbackId) =>
  call<ArticleView>('withdraw_feedback', { article, feedback });

export const libraryStatus = () => call<LibraryStatus>('library_status');

/** The article that a link leads to, where its whole text is in the library. */
export const articleAt = (url: string) => call<ArticleId | null>('article_at', { url });

/** Opens an address in the system's browser; the window itself never leaves the paper. */
export const openLink = (url: string) => call<void>('open_link', { url });

/** Whether Broadsheet puts off its own refreshes while the connection is metered. */
export const pausesWhenMetered = () => call<boolean>('pauses_when_metered');

export const pauseWhenMetered = (pauses: boolean) => call<boolean>('pause_when_metered', { pauses });

/** How often sources are asked by themselves. */
export const refreshPace = () => call<RefreshPace>('refresh_pace');

export const setRefreshPace = (pace: RefreshPace) => call<RefreshPace>('set_refresh_pace', { pace });

/** Hears where a notification leads that the reader pressed. */
export const listenToLeads = (receive: (address: string) => void) => currentTransport().led(receive);

export const listenToLibrary = (receive: (event: LibraryEvent) => void) =>
  currentTransport().subscribe(receive);
