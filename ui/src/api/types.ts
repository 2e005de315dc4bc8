// Generated from Rust by `cargo xtask types`. Do not edit.

export type ArticleId = number;

export type PublicationId = number;

export type FeedId = number;

export type VersionId = number;

export type ListId = number;

export type FeedbackId = number;

export type HighlightId = number;

export type EnclosureId = number;

export type Section = "conflict" | "politics" | "business" | "science" | "environment" | "health" | "society" | "crime" | "disaster" | "education" | "labour" | "religion" | "culture" | "sport" | "lifestyle" | "people" | "weather" | "general";

export type TextState = "missing" | "summary" | "full";

export type SafeHtml = string;

export type ApiError = { 
/**
 * What the program can act on.
 */
code: ErrorCode, 
/**
 * What failed, on which thing.
 */
message: string, 
/**
 * What the reader can do now.
 */
hint: string | null, 
/**
 * Whether the same call may work later.
 */
retryable: boolean, };

export type ErrorCode = "invalid_input" | "not_found" | "unreachable" | "not_a_feed" | "login_needed" | "private_address" | "read_only" | "disk_full" | "busy" | "internal";

export type FigureView = { 
/**
 * Address in the library's own scheme, of a smaller copy where the picture is large; `null` while the picture is not
 * in the library.
 */
src: string | null, 
/**
 * The picture itself, where what is shown is a smaller copy.
 */
original: OriginalView | null, 
/**
 * Address of its colours, as a tiny picture to stand in its place while it loads.
 */
placeholder: string | null, 
/**
 * Alternative text.
 */
alt: string | null, 
/**
 * What it shows.
 */
caption: string | null, 
/**
 * Who made or owns it.
 */
credit: string | null, 
/**
 * Pixels.
 */
width: number | null, 
/**
 * Pixels.
 */
height: number | null, 
/**
 * Why it is not in the library, in words.
 */
missing: string | null, };

export type OriginalView = { 
/**
 * Address in the library's own scheme.
 */
src: string, 
/**
 * Its bytes.
 */
bytes: number, };

export type OfflineView = { 
/**
 * Text and every picture are in the library.
 */
ready: boolean, 
/**
 * What is missing and why, in words, one entry a thing.
 */
missing: Array<string>, 
/**
 * Bytes on disk, text and pictures.
 */
bytes: number, };

export type PublicationView = { 
/**
 * Its id.
 */
id: PublicationId, 
/**
 * Its name.
 */
name: string, 
/**
 * Its site.
 */
url: string | null, 
/**
 * Address of its icon in the library's own scheme.
 */
icon: string | null, };

export type ArticleCard = { 
/**
 * Its id.
 */
id: ArticleId, 
/**
 * The address of the original.
 */
url: string, 
/**
 * Its headline.
 */
headline: string, 
/**
 * The paragraph before the text, or the summary of the feed.
 */
standfirst: string | null, 
/**
 * The section of the paper.
 */
section: Section, 
/**
 * The name of that section.
 */
sectionLabel: string, 
/**
 * The section as the publication said it.
 */
publisherSection: string | null, 
/**
 * Who published it.
 */
publication: PublicationView, 
/**
 * Its authors.
 */
byline: Array<string>, 
/**
 * When the publisher says that it was published.
 */
publishedAt: string | null, 
/**
 * The time by which it is sorted: published, or first seen where that is earlier or nothing was said.
 */
sortedAt: string, 
/**
 * Language tag.
 */
language: string | null, 
/**
 * Its lead picture.
 */
lead: FigureView | null, 
/**
 * The first picture of its text, where it has no lead and that one is large enough to stand beside a headline.
 */
opening: FigureView | null, 
/**
 * Minutes that it takes to read.
 */
readingMinutes: number, 
/**
 * How much of the text is in the library.
 */
textState: TextState, 
/**
 * The reader opened it.
 */
read: boolean, 
/**
 * The reader starred it.
 */
starred: boolean, 
/**
 * Kept for good: starred, saved by its address, or on a list.
 */
kept: boolean, 
/**
 * The reading lists that it is on.
 */
lists: Array<ListId>, 
/**
 * Whether it can be read without a network.
 */
offline: OfflineView, };

export type FrontSection = { 
/**
 * The section.
 */
section: Section, 
/**
 * Its name.
 */
label: string, 
/**
 * Articles in the library under it; only those that are unread where those alone are asked for.
 */
total: number, 
/**
 * Its articles: the lead story first, then the rest.
 */
articles: Array<ArticleCard>, };

export type FrontPage = { 
/**
 * The story of the day, taken out of its section.
 */
lead: ArticleCard | null, 
/**
 * The sections that have articles, in the order of the paper.
 */
sections: Array<FrontSection>, 
/**
 * What several of the reader's sources write about.
 */
trending: Array<TrendingStory>, 
/**
 * Subscribed sources.
 */
sources: number, 
/**
 * Articles in the library.
 */
articles: number, 
/**
 * The article that came into the library last: what has come in since has a higher number.
 */
through: ArticleId, };

export type TrendingStory = { 
/**
 * The article that stands for it.
 */
article: ArticleCard, 
/**
 * Why it is here, in words.
 */
reason: string, };

export type RelatedArticle = { 
/**
 * The article.
 */
article: ArticleCard, 
/**
 * Why it is here, in words.
 */
reason: string, };

export type ArticlePage = { 
/**
 * The heading of the list: a section's, publication's or search's name.
 */
title: string, 
/**
 * The publication, on a publication's page.
 */
publication: PublicationView | null, 
/**
 * Newest first.
 */
articles: Array<ArticleCard>, 
/**
 * Hand this back for the next page; `null` at the end.
 */
next: string | null, 
/**
 * Articles in the whole list.
 */
total: number, 
/**
 * The article that came into the library last when this was asked for; by it a list is marked as read, and nothing that
 * has come since.
 */
through: ArticleId, };

export type MarkedRead = { 
/**
 * How many.
 */
articles: number, 
/**
 * When, in milliseconds since 1970: by this they can be marked as not opened again.
 */
at: number, };

export type LastVisit = { 
/**
 * The article that had come last by then: what came since has a higher number.
 */
through: ArticleId, 
/**
 * When it ended.
 */
endedAt: string, 
/**
 * How many articles came since.
 */
articles: number, };

export type Listed = { "kind": "section", 
/**
 * The section.
 */
section: Section, } | { "kind": "publication", 
/**
 * The publication.
 */
publication: PublicationId, } | { "kind": "folder", 
/**
 * The way to it.
 */
folder: string, } | { "kind": "source", 
/**
 * The source.
 */
source: FeedId, } | { "kind": "came_after", 
/**
 * The article.
 */
article: ArticleId, } | { "kind": "starred" } | { "kind": "saved" };

export type Deed = { "kind": "read", 
/**
 * As opened.
 */
read: boolean, } | { "kind": "starred", 
/**
 * They are starred.
 */
starred: boolean, } | { "kind": "listed", 
/**
 * The list.
 */
list: ListId, 
/**
 * They are put on it.
 */
listed: boolean, };

export type WasSo = { 
/**
 * The article.
 */
article: ArticleId, 
/**
 * When it had been opened or starred, or put on the list, in milliseconds since 1970.
 */
at: number | null, 
/**
 * Its place on the list that it was taken off.
 */
position: number | null, };

export type ManyDone = { 
/**
 * When, in milliseconds since 1970.
 */
at: number, 
/**
 * How those stood that were changed by it; the others were so already.
 */
before: Array<WasSo>, };

export type FoundPart = { 
/**
 * Its words.
 */
text: string, 
/**
 * They are what was searched.
 */
found: boolean, };

export type SearchHit = { 
/**
 * The article.
 */
article: ArticleCard, 
/**
 * The place that matched, with the words found inside `<mark>`.
 */
snippet: SafeHtml, 
/**
 * Where it matched: “headline”, “caption” and the like.
 */
foundIn: string, 
/**
 * The headline, part by part, where the words were found in it; else empty.
 */
headline: Array<FoundPart>, };

export type SearchResults = { 
/**
 * The search as typed.
 */
query: string, 
/**
 * Best first.
 */
hits: Array<SearchHit>, 
/**
 * Hand this back for the next page; `null` at the end.
 */
next: string | null, 
/**
 * Articles that match, counted up to the number of the newest that are looked at.
 */
total: number, 
/**
 * There may be older ones that match: a narrower search finds them.
 */
isCut: boolean, };

export type ArticleView = { 
/**
 * What the card shows.
 */
card: ArticleCard, 
/**
 * When the publisher says that it was changed.
 */
modifiedAt: string | null, 
/**
 * The body, its pictures in the library's own scheme. The lead figure is not repeated in it.
 */
html: SafeHtml, 
/**
 * The body begins with the standfirst, so that this need not stand above it.
 */
saysStandfirst: boolean, 
/**
 * Why the text is not whole, in words.
 */
textNote: string | null, 
/**
 * From the reader's own library.
 */
related: Array<RelatedArticle>, 
/**
 * Across the reader's own sources.
 */
trending: Array<TrendingStory>, 
/**
 * The archived states of its text, newest first.
 */
versions: Array<VersionView>, 
/**
 * What its page said and would have done beside its text; `null` where the text came by a feed.
 */
facts: PageFactsView | null, 
/**
 * Later tries on its page that gave less than what is shown, newest first.
 */
attempts: Array<AttemptView>, 
/**
 * What the reader said of it and has not taken back.
 */
feedback: Array<FeedbackView>, 
/**
 * What the reader highlighted, in the order in which it stands there.
 */
highlights: Array<HighlightView>, 
/**
 * The sounds and films that feeds attached to it.
 */
enclosures: Array<EnclosureView>, 
/**
 * Where the reader left it: how many letters of the body stand above, white space not counted. `null` at its beginning,
 * and where it was read to its end.
 */
place: number | null, 
/**
 * The version that it showed when the reader opened it before, where its whole text is another now; only where it was
 * opened just now.
 */
changedSince: VersionId | null, };

export type EnclosureKind = "audio" | "video";

export type EnclosureState = "there" | "begun" | "coming" | "here";

export type EnclosureView = { 
/**
 * Its number.
 */
id: EnclosureId, 
/**
 * The article with which it came.
 */
article: ArticleId, 
/**
 * The article's headline.
 */
headline: string, 
/**
 * Its address.
 */
url: string, 
/**
 * Whether it is heard or seen.
 */
kind: EnclosureKind, 
/**
 * Its media type.
 */
mediaType: string, 
/**
 * Bytes in all, as far as that is known.
 */
bytes: number | null, 
/**
 * How long it lasts, in seconds.
 */
seconds: number | null, 
/**
 * Where it is.
 */
state: EnclosureState, 
/**
 * Bytes that are here.
 */
hereBytes: number, 
/**
 * Why the latest try failed, in words.
 */
problem: string | null, 
/**
 * The address of the file in the library, where all of it is here.
 */
address: string | null, };

export type DownloadState = "coming" | "done" | "failed" | "stopped" | "removed";

export type HighlightView = { 
/**
 * Its id, which the mark in the body has in `data-highlight`.
 */
id: HighlightId, 
/**
 * Its words as they stood there when it was highlighted.
 */
quote: string, 
/**
 * What the reader wrote beside it; empty where nothing.
 */
note: string, 
/**
 * Whether it stands in the text that is shown, which may have changed since.
 */
shown: boolean, 
/**
 * When it was highlighted.
 */
madeAt: string, };

export type HighlightRow = { 
/**
 * Its id.
 */
id: HighlightId, 
/**
 * The article that it stands in.
 */
article: ArticleId, 
/**
 * Its words.
 */
quote: string, 
/**
 * What the reader wrote beside it; empty where nothing.
 */
note: string, 
/**
 * When it was highlighted.
 */
madeAt: string, 
/**
 * The headline of its article.
 */
headline: string, 
/**
 * The address of its article.
 */
url: string, 
/**
 * The publication that it is from.
 */
publication: string, };

export type HighlightsPage = { 
/**
 * How many there are in all.
 */
total: number, 
/**
 * Some of them.
 */
highlights: Array<HighlightRow>, 
/**
 * The id after which the next ones come; `null` at the end.
 */
next: HighlightId | null, };

export type AttemptView = { 
/**
 * When it was made.
 */
triedAt: string, 
/**
 * What came instead of the article, in words.
 */
what: string, };

export type PageFactsView = { 
/**
 * Programs that it would have run.
 */
programs: number, 
/**
 * Other sites that it would have asked for something, and so told that somebody reads it.
 */
otherSites: number, 
/**
 * What the publisher says that the article is about.
 */
topics: Array<string>, 
/**
 * Whether the page says that it is for subscribers.
 */
forSubscribers: boolean, };

export type VersionView = { 
/**
 * Its id.
 */
id: VersionId, 
/**
 * When it was captured.
 */
capturedAt: string, 
/**
 * Its headline.
 */
headline: string, 
/**
 * It is what is shown.
 */
shown: boolean, 
/**
 * When the Internet Archive took the copy that it is; `null` for what the publisher itself gave.
 */
archivedAt: string | null, };

export type ChangeKind = "same" | "inserted" | "deleted";

export type ChangedWords = { 
/**
 * What became of them.
 */
kind: ChangeKind, 
/**
 * The words, with the space around them.
 */
text: string, };

export type Comparison = { 
/**
 * The state that is compared from.
 */
older: VersionId, 
/**
 * The state that is compared to.
 */
newer: VersionId, 
/**
 * Headline, standfirst and paragraphs, each as its words.
 */
paragraphs: Array<Array<ChangedWords>>, };

export type FeedbackKind = "wrong_section" | "text_missing" | "picture_missing" | "unrelated_story";

export type FeedbackView = { 
/**
 * Its id, to take it back.
 */
id: FeedbackId, 
/**
 * What is wrong.
 */
kind: FeedbackKind, 
/**
 * Which section or article is meant.
 */
detail: string | null, 
/**
 * What was done about it, in words.
 */
outcome: string, };

export type ListKind = "read_later" | "own";

export type ListView = { 
/**
 * Its id.
 */
id: ListId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
kind: ListKind, 
/**
 * Articles on it.
 */
articles: number, 
/**
 * Articles on it that can be read without a network.
 */
ready: number, 
/**
 * Bytes on disk.
 */
bytes: number, };

export type ListPage = { 
/**
 * The list.
 */
list: ListView, 
/**
 * In the reader's order.
 */
articles: Array<ArticleCard>, };

export type Keeping = { "kind": "list", 
/**
 * The list.
 */
list: ListId, } | { "kind": "starred" } | { "kind": "saved" } | { "kind": "all" };

export type Gap = { 
/**
 * The article.
 */
article: ArticleId, 
/**
 * Its headline.
 */
headline: string, 
/**
 * What is missing and why, in words, one entry a thing.
 */
missing: Array<string>, };

export type OfflineReport = { 
/**
 * Articles.
 */
articles: number, 
/**
 * Articles that can be read without a network.
 */
ready: number, 
/**
 * Bytes on disk, each file counted once.
 */
bytes: number, 
/**
 * Pictures that are missing.
 */
picturesMissing: number, 
/**
 * Articles whose text is not whole.
 */
textsMissing: number, 
/**
 * The articles of which something is missing; the first five hundred.
 */
gaps: Array<Gap>, };

export type Completed = { 
/**
 * Articles that were asked for.
 */
tried: number, 
/**
 * How they stand now.
 */
report: OfflineReport, };

export type KeepingRules = { 
/**
 * The source whose rules these are; `null` for those of the library.
 */
source: FeedId | null, 
/**
 * Days since an article came in. `null` keeps everything; for a source it is as the library says, and 0 keeps everything.
 */
keepDays: number | null, 
/**
 * Bytes of pictures of articles that the reader does not keep; `null` for as many as they are.
 */
pictureBudget: number | null, };

export type GoingArticle = { 
/**
 * The article.
 */
article: ArticleId, 
/**
 * Its headline.
 */
headline: string, };

export type WhatGoes = { 
/**
 * Articles that go.
 */
articles: number, 
/**
 * Articles whose pictures go; their texts stay.
 */
picturesOf: number, 
/**
 * Bytes of the pictures that go.
 */
bytes: number, 
/**
 * The oldest of the articles that go.
 */
oldestArticles: Array<GoingArticle>, 
/**
 * The oldest of the articles whose pictures go.
 */
oldestPicturesOf: Array<GoingArticle>, };

export type BackupPlan = { 
/**
 * The folder, from the root of the disk.
 */
folder: string, 
/**
 * Hours from one to the next.
 */
everyHours: number, 
/**
 * States of the library's file that stay.
 */
keep: number, };

export type BackupsView = { 
/**
 * `null` while none are made.
 */
plan: BackupPlan | null, 
/**
 * When the last one was made.
 */
lastAt: string | null, 
/**
 * Why the latest try failed, in words.
 */
problem: string | null, 
/**
 * When the next one is due; `null` for at once, or never.
 */
nextAt: string | null, };

export type ConnectionView = { 
/**
 * `system`, `none`, or the address of a proxy without its password.
 */
proxy: string, 
/**
 * The system's key store keeps the proxy's password.
 */
hasPassword: boolean, 
/**
 * Broadsheet was started with another proxy, by which it goes instead.
 */
isOverruled: boolean, 
/**
 * Certificates of authorities that are trusted beside those of the system.
 */
certificates: number, };

export type SourceState = "new" | "healthy" | "failing" | "gone";

export type FeedGives = "whole" | "beginning";

export type TextSource = "page" | "feed";

export type Remedy = "try_again" | "sign_in" | "allow_host" | "use_new_address" | "find_feed" | "open_site" | "mark_ended" | "unsubscribe";

export type SourceAccess = "password" | "headers" | "cookies";

export type SourceView = { 
/**
 * Its id.
 */
id: FeedId, 
/**
 * Its name: the reader's own for it, or its publisher's.
 */
title: string, 
/**
 * Its publisher's name for it.
 */
publisherTitle: string, 
/**
 * The address of the feed.
 */
url: string, 
/**
 * Who publishes it.
 */
publication: PublicationView, 
/**
 * “RSS”, “Atom”, “JSON Feed”, “News sitemap” …
 */
format: string | null, 
/**
 * Articles that came from it.
 */
articles: number, 
/**
 * Those of them that the reader has not opened.
 */
unread: number, 
/**
 * How it fares.
 */
state: SourceState, 
/**
 * Last try.
 */
lastTryAt: string | null, 
/**
 * Last try that went well.
 */
lastSuccessAt: string | null, 
/**
 * Next try; absent where it waits for the reader to ask.
 */
nextTryAt: string | null, 
/**
 * Why the last try failed, in words.
 */
error: string | null, 
/**
 * What the reader can do about it.
 */
hint: string | null, 
/**
 * What it gives of its articles' texts, once that could be seen.
 */
gives: FeedGives | null, 
/**
 * Where the reader wants the texts from; absent where Broadsheet is to choose.
 */
textFrom: TextSource | null, 
/**
 * What can be done about it now, the best first; empty while nothing needs to be.
 */
remedies: Array<Remedy>, 
/**
 * Where its site says that it has moved for good.
 */
movedTo: string | null, 
/**
 * How the reader is known to it; absent where nobody needs to be.
 */
access: SourceAccess | null, 
/**
 * The reader hears of its new articles.
 */
notifies: boolean, 
/**
 * The folder in which the reader keeps it, by the way to it: `News/Europe`; absent where it lies in none.
 */
folder: string | null, };

export type SignInForm = { "kind": "password", 
/**
 * The name.
 */
name: string, 
/**
 * The password.
 */
password: string, } | { "kind": "headers", 
/**
 * Name and value.
 */
headers: Array<[string, string]>, };

export type SignInKept = { 
/**
 * It outlives this session.
 */
forGood: boolean, 
/**
 * The same in words.
 */
message: string, };

export type FollowProblem = { 
/**
 * Its address.
 */
url: string, 
/**
 * Why.
 */
error: ApiError, };

export type FollowReport = { 
/**
 * The sources that are followed now.
 */
sources: Array<SourceView>, 
/**
 * Those that could not be.
 */
problems: Array<FollowProblem>, };

export type PastOutcomeView = { 
/**
 * The source.
 */
feed: FeedId, 
/**
 * Its name.
 */
title: string, 
/**
 * How it ended: `done`, `failed` or `cancelled`.
 */
step: SourceStep, 
/**
 * Articles that were new.
 */
newArticles: number, 
/**
 * The outcome in words.
 */
message: string, 
/**
 * When.
 */
endedAt: string, };

export type PastRefreshView = { 
/**
 * Its number.
 */
id: number, 
/**
 * When it began.
 */
startedAt: string, 
/**
 * When it ended.
 */
endedAt: string, 
/**
 * Articles that were new.
 */
newArticles: number, 
/**
 * Sources that failed.
 */
failed: number, 
/**
 * The reader stopped it.
 */
cancelled: boolean, 
/**
 * How many sources it had.
 */
sources: number, };

export type SourcePage = { 
/**
 * The source.
 */
source: SourceView, 
/**
 * How its latest refreshes ended, newest first.
 */
outcomes: Array<PastOutcomeView>, };

export type FolderView = { 
/**
 * The way to it, by which it is known: `News/Europe`.
 */
folder: string, 
/**
 * Its own name.
 */
name: string, 
/**
 * How deep it lies; 1 where it lies in no other.
 */
depth: number, 
/**
 * Sources in it and in the folders within it.
 */
sources: number, 
/**
 * Articles that they brought and the reader has not opened, each once.
 */
unread: number, };

export type Document = "sources" | "highlights";

export type ExportedFile = { 
/**
 * Its file.
 */
path: string, 
/**
 * How many sources or passages it has.
 */
count: number, };

export type FeedCandidate = { 
/**
 * Its address.
 */
url: string, 
/**
 * Its name.
 */
title: string, 
/**
 * “RSS”, “Atom”, “JSON Feed”, “News sitemap”.
 */
format: string, 
/**
 * Entries in it now.
 */
entries: number, 
/**
 * It is a page whose links stand in for a feed: what would be followed is worth a look before.
 */
isPage: boolean, 
/**
 * The headlines of the first few; of a page, of all its links.
 */
sample: Array<string>, 
/**
 * Already subscribed to.
 */
subscribed: boolean, };

export type Discovery = { 
/**
 * The address as it was understood.
 */
address: string, 
/**
 * The feeds there, best first. Never empty: nothing found is an error.
 */
feeds: Array<FeedCandidate>, 
/**
 * Why the address itself is no feed, where it was given as one's: the feeds are others of its site. Part of a sentence.
 */
noFeed: string | null, };

export type ImportRow = { 
/**
 * The feed's address as the file gave it.
 */
url: string, 
/**
 * Its name as the file gave it.
 */
title: string | null, 
/**
 * `null` when it was added.
 */
problem: string | null, 
/**
 * What of its folder's name could not be kept; `null` where all was.
 */
folderNote: string | null, };

export type ImportReport = { 
/**
 * Sources added.
 */
added: number, 
/**
 * Sources that were there already.
 */
alreadyThere: number, 
/**
 * Those of them that lay in no folder, and were put into the one that the file names.
 */
putIntoFolders: number, 
/**
 * Rows that could not be used.
 */
failed: number, 
/**
 * Every row, in the order of the file.
 */
rows: Array<ImportRow>, };

export type RefreshPace = "by_habit" | "minutes_15" | "minutes_30" | "hourly" | "hours_4" | "when_asked";

export type LibraryStatus = { 
/**
 * Its folder.
 */
path: string, 
/**
 * Why nothing can be written to it, in words; `null` when it can.
 */
readOnly: string | null, 
/**
 * Subscribed sources.
 */
sources: number, 
/**
 * Those of them that could not be read when they were last tried, but for those that have ended.
 */
failing: number, 
/**
 * Articles.
 */
articles: number, 
/**
 * Articles whose text and pictures are all in the library.
 */
offlineReady: number, 
/**
 * Bytes on disk.
 */
bytes: number, 
/**
 * A refresh is under way.
 */
refreshing: boolean, 
/**
 * The sections that have articles, in the order of the paper.
 */
sections: Array<SectionCount>, 
/**
 * The publications, by name.
 */
publications: Array<PublicationCount>, 
/**
 * The folders of sources, each before those within it, in the reader's order; by name where there is none.
 */
folders: Array<FolderView>, };

export type SectionCount = { 
/**
 * The section.
 */
section: Section, 
/**
 * Its name.
 */
label: string, 
/**
 * Its articles.
 */
articles: number, 
/**
 * Its articles that the reader has not opened.
 */
unread: number, };

export type PublicationCount = { 
/**
 * The publication.
 */
publication: PublicationView, 
/**
 * Its articles.
 */
articles: number, 
/**
 * Its articles that the reader has not opened.
 */
unread: number, };

export type SourceStep = "waiting" | "fetching" | "reading" | "done" | "failed" | "cancelled";

export type SourceProgress = { 
/**
 * The source.
 */
feed: FeedId, 
/**
 * Its name.
 */
title: string, 
/**
 * Where it stands.
 */
step: SourceStep, 
/**
 * Articles new in this refresh.
 */
newArticles: number, 
/**
 * Articles of this source still to be fetched.
 */
pending: number, 
/**
 * The outcome in words.
 */
message: string | null, };

export type LibraryEvent = { "kind": "refresh_started", 
/**
 * Sources in it.
 */
sources: number, } | { "kind": "source", 
/**
 * How it stands.
 */
progress: SourceProgress, 
/**
 * Sources that are done, failed or cancelled.
 */
finished: number, 
/**
 * Sources in this refresh.
 */
sources: number, } | { "kind": "refresh_finished", 
/**
 * Articles that are new.
 */
newArticles: number, 
/**
 * Sources that failed.
 */
failed: number, 
/**
 * The reader stopped it.
 */
cancelled: boolean, 
/**
 * Why it, or a part of it, was put off, in words.
 */
paused: string | null, } | { "kind": "download", 
/**
 * Which enclosure.
 */
enclosure: EnclosureId, 
/**
 * The article with which it came.
 */
article: ArticleId, 
/**
 * Bytes that are here.
 */
bytes: number, 
/**
 * Bytes in all, as far as that is known.
 */
total: number | null, 
/**
 * How it stands.
 */
step: DownloadState, 
/**
 * Why it failed, in words.
 */
message: string | null, } | { "kind": "changed" };
