-- The newest format in one piece: what a new library is made of, and the place to read what a library holds. The numbered
-- migrations bring older libraries to the same, which a test compares.

CREATE TABLE publication (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- 0: the host stands in; 1: a feed's title; 2: what the site calls itself.
    name_rank INTEGER NOT NULL DEFAULT 0,
    home_url TEXT,
    icon_asset TEXT REFERENCES asset (id),
    added_at INTEGER NOT NULL,
    -- What the reader calls it; NULL where its own name is good enough.
    own_name TEXT
) STRICT;

CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    publication_id INTEGER NOT NULL REFERENCES publication (id),
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    format TEXT,
    added_at INTEGER NOT NULL,
    unsubscribed_at INTEGER,
    etag TEXT,
    last_modified TEXT,
    last_try_at INTEGER,
    last_success_at INTEGER,
    next_try_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    hint TEXT,
    -- The address that gave the validators, where the redirects ended; NULL while there are none.
    validated_url TEXT,
    -- Where permanent redirects lead, since when, and how often it was seen: a feed moves only when that has held.
    moved_to TEXT,
    moved_since_at INTEGER,
    moved_seen INTEGER NOT NULL DEFAULT 0,
    -- The first of the failures in a row.
    failing_since_at INTEGER,
    -- Seconds between two tries, as the feed's habit and its server's wishes have it.
    pause_secs INTEGER NOT NULL DEFAULT 3600,
    -- What the feed gives of its articles' texts, as found: 'whole' or 'beginning'; NULL where nobody can say yet.
    gives TEXT,
    -- What the reader wants the texts to be taken from: 'page', 'feed', or NULL where Broadsheet is to choose.
    text_from TEXT,
    -- What went wrong at the last try, as a kind that the window acts on; NULL while nothing is.
    trouble TEXT,
    -- How the reader is known to the source: 'password', 'headers' or 'cookies'; NULL where nobody needs to be. The secrets
    -- stand in the system's key store and nowhere in this file.
    access TEXT,
    -- Hours and days (UTC) at which the publisher does not want to be asked: bit n stands for hour n, and for day n from
    -- Monday.
    quiet_hours INTEGER NOT NULL DEFAULT 0,
    quiet_days INTEGER NOT NULL DEFAULT 0,
    -- The reader wants to hear of new articles.
    notifies INTEGER NOT NULL DEFAULT 0,
    -- Days that a source's articles stay when the reader does not keep them: NULL as the library says, 0 for good.
    keep_days INTEGER,
    -- Bytes that the pictures of such articles may take; NULL for as many as they take.
    picture_budget INTEGER,
    -- When the feed was read for the first time: what it had then is no news.
    listed_at INTEGER,
    -- What the reader calls it; NULL where the publisher's own name is good enough.
    own_title TEXT,
    -- The folder in which the reader keeps a source: the names on the way to it, outermost first, with the character U+001F
    -- between them; empty where it lies in none.
    folder TEXT NOT NULL DEFAULT '',
    -- Seconds for which a source, or its server, wants to be left alone after it was read, whatever the reader says; NULL
    -- where it has not been read since this is noted.
    polite_secs INTEGER,
    -- Since when a source was not found whenever it was asked, and how often that was: other trouble does not tell that it is gone.
    missing_since_at INTEGER,
    missing_seen INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    publication_id INTEGER NOT NULL REFERENCES publication (id),
    url TEXT NOT NULL UNIQUE,
    headline TEXT NOT NULL,
    standfirst TEXT,
    byline TEXT NOT NULL DEFAULT '[]',
    published_at INTEGER,
    modified_at INTEGER,
    first_seen_at INTEGER NOT NULL,
    sorted_at INTEGER NOT NULL,
    section TEXT NOT NULL DEFAULT 'general',
    publisher_section TEXT,
    language TEXT,
    text_state TEXT NOT NULL DEFAULT 'missing',
    text_note TEXT,
    word_count INTEGER NOT NULL DEFAULT 0,
    version_id INTEGER REFERENCES version (id),
    -- When its page is to be fetched; NULL when nothing is wanted.
    page_due_at INTEGER,
    page_tries INTEGER NOT NULL DEFAULT 0,
    -- Counted anew with every capture and every picture, so that lists need not count.
    pictures_missing INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    -- Programs that it would have run, and other sites that it would have asked.
    programs INTEGER,
    other_sites INTEGER,
    -- What the publisher says that it is about, as a JSON list.
    topics TEXT,
    -- Whether the page says that it is for subscribers.
    for_subscribers INTEGER,
    -- Changes with what is known of it: where it stands, whose it is, what it is called, its times and language, and its
    -- versions (`article_seal.rs`).
    seal INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX article_newest ON article (sorted_at DESC, id DESC);
CREATE INDEX article_by_section ON article (section, sorted_at DESC, id DESC);
CREATE INDEX article_by_publication ON article (publication_id, sorted_at DESC, id DESC);
CREATE INDEX article_due ON article (page_due_at) WHERE page_due_at IS NOT NULL;

CREATE TABLE other_address (
    url TEXT PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    article_id INTEGER NOT NULL REFERENCES article (id),
    guid TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    UNIQUE (feed_id, guid)
) STRICT;

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    captured_at INTEGER NOT NULL,
    headline TEXT NOT NULL,
    standfirst TEXT,
    text_state TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    -- HTML and plain text, packed, and the number that tells whether it is still what was written; 0 for a text that waits to
    -- be cleaned.
    packed BLOB NOT NULL DEFAULT x'',
    seal INTEGER NOT NULL DEFAULT 0,
    -- When the Internet Archive took the copy that a version is; NULL for what the publisher itself gave.
    archived_at INTEGER,
    UNIQUE (article_id, fingerprint)
) STRICT;

CREATE TABLE figure (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES version (id),
    position INTEGER NOT NULL,
    is_lead INTEGER NOT NULL,
    src TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT
) STRICT;
CREATE INDEX figure_by_version ON figure (version_id, position);
CREATE INDEX figure_by_src ON figure (src);

-- One archived file, named by its BLAKE3.
CREATE TABLE asset (
    id TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    stored_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What came of a picture's address: an asset, or the reason why there is none.
CREATE TABLE picture (
    src TEXT PRIMARY KEY,
    asset_id TEXT REFERENCES asset (id),
    problem TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE reading (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    read_at INTEGER,
    starred_at INTEGER,
    saved_at INTEGER,
    -- Where the reader left it: how many letters of its text stand above, white space not counted; NULL at its beginning, and
    -- where it was read to its end.
    place INTEGER,
    -- The version that it showed when the reader opened it last; NULL where that is not known.
    seen_version INTEGER
) STRICT;
CREATE INDEX reading_starred ON reading (starred_at DESC, article_id DESC) WHERE starred_at IS NOT NULL;

CREATE TABLE reading_list (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE list_entry (
    list_id INTEGER NOT NULL REFERENCES reading_list (id),
    article_id INTEGER NOT NULL REFERENCES article (id),
    position INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (list_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_entry_by_article ON list_entry (article_id);

CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    kind TEXT NOT NULL,
    detail TEXT,
    -- What the article said before, so that the feedback can be taken back.
    previous TEXT,
    outcome TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX feedback_by_article ON feedback (article_id);

-- Hosts in private networks that the reader typed and agreed to.
CREATE TABLE allowed_host (
    host TEXT PRIMARY KEY,
    allowed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Hosts that asked to be left alone, and until when.
CREATE TABLE silenced_host (
    host TEXT PRIMARY KEY,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Articles that the search index does not hold yet as they are shown now. Rows come first, the index follows in batches.
CREATE TABLE unindexed (
    article_id INTEGER PRIMARY KEY REFERENCES article (id)
) STRICT;

-- Versions whose text is as the feed gave it: it waits to be cleaned and to be read as plain text.
CREATE TABLE uncleaned (
    version_id INTEGER PRIMARY KEY REFERENCES version (id)
) STRICT;

-- What makes small texts smaller: trained on the library's own texts. One that was used never leaves.
CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL,
    trained_at INTEGER NOT NULL
) STRICT;

-- Words that several articles hold, and how many did when they were counted last.
CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search_word USING fts5vocab (search, row);

CREATE TABLE original (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    -- The address that answered, against which its links are resolved.
    url TEXT NOT NULL,
    packed BLOB NOT NULL,
    seal INTEGER NOT NULL,
    stored_at INTEGER NOT NULL
) STRICT;

-- Kept articles whose original is still to be had: tries so far, and when the next one is due.
CREATE TABLE original_try (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    tries INTEGER NOT NULL,
    due_at INTEGER NOT NULL
) STRICT;

-- Captures that gave less than what was there, or nothing: what is shown stayed as it was.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    tried_at INTEGER NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_by_article ON attempt (article_id, id);

CREATE TABLE notified_section (
    section TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What a refresh did, and how each of its sources ended.
CREATE TABLE refresh (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    new_articles INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    cancelled INTEGER NOT NULL
) STRICT;

CREATE TABLE refresh_outcome (
    refresh_id INTEGER NOT NULL REFERENCES refresh (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    step TEXT NOT NULL,
    new_articles INTEGER NOT NULL,
    message TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (refresh_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_outcome_by_feed ON refresh_outcome (feed_id, refresh_id);

-- How Broadsheet goes about its work in this library, by name.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was made from a picture. It can be made again from the picture at any time.
CREATE TABLE look (
    asset_id TEXT PRIMARY KEY REFERENCES asset (id),
    -- What is shown in its place: a smaller copy; NULL where the picture itself is shown.
    display_id TEXT REFERENCES asset (id),
    -- A few bytes that tell its colours (ThumbHash); NULL where it could not be decoded.
    thumbhash BLOB,
    -- A few grey points, by which it is known again in another size, kind or crop.
    likeness BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX look_by_display ON look (display_id) WHERE display_id IS NOT NULL;

-- Pictures that nobody has looked at yet.
CREATE TABLE unlooked (
    asset_id TEXT PRIMARY KEY REFERENCES asset (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_by_asset ON picture (asset_id) WHERE asset_id IS NOT NULL;
-- Pictures that failed and are tried again.
CREATE INDEX picture_again ON picture (due_at) WHERE tries > 0 AND due_at IS NOT NULL;

-- Entries whose articles have gone by the reader's rules: a feed that still lists them must not bring them back.
CREATE TABLE expired_entry (
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    guid TEXT NOT NULL,
    PRIMARY KEY (feed_id, guid)
) STRICT, WITHOUT ROWID;

CREATE TABLE expired_address (
    url TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE highlight (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    -- The words as they stood there.
    quote TEXT NOT NULL,
    -- What stood before and after, without white space, and how many letters came before: by these it is found again.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    at INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX highlight_by_article ON highlight (article_id, at);

-- Every address that leads to an article, its own among them.
CREATE VIEW article_address AS
SELECT url, id AS article_id FROM article
UNION ALL
SELECT url, article_id FROM other_address;

-- What is searched: folded, so that every way of writing finds it. `parts` holds the words that long words are made of.
CREATE VIEW search_document AS
SELECT
    article.id AS id,
    folded(coalesce(text_body(version.packed), '')) AS body,
    folded(article.headline) AS headline,
    folded(standfirst_beside(coalesce(article.standfirst, ''), coalesce(text_body(version.packed), ''))) AS standfirst,
    folded(article.byline) AS byline,
    folded(coalesce((SELECT group_concat(figure.caption, ' · ') FROM figure WHERE figure.version_id = version.id), '')) AS caption,
    folded(coalesce((SELECT group_concat(figure.credit, ' · ') FROM figure WHERE figure.version_id = version.id), '')) AS credit,
    word_parts(article.language, article.headline || ' ' || coalesce(text_body(version.packed), '')) AS parts,
    folded(coalesce((SELECT group_concat(highlight.note, ' · ') FROM highlight WHERE highlight.article_id = article.id), '')) AS note
FROM article
LEFT JOIN version ON version.id = article.version_id;

CREATE VIRTUAL TABLE search USING fts5 (
    body, headline, standfirst, byline, caption, credit, parts, note,
    content = 'search_document', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);

-- How far the library was compacted: `texts`, the newest version whose text was packed as small as it gets; `articles`, how many
-- there were when the index was merged into one.
CREATE TABLE compacted (
    what TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Pages of kept articles that are packed as their servers sent them. In quiet time they are packed harder.
CREATE TABLE loose_original (
    article_id INTEGER PRIMARY KEY REFERENCES original (article_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX entry_by_article ON entry (article_id, feed_id);

-- A sound or film that a feed attached to an entry. Nothing of it is fetched until the reader asks.
CREATE TABLE enclosure (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    url TEXT NOT NULL,
    -- As the feed said it.
    media_type TEXT NOT NULL,
    said_bytes INTEGER,
    seconds INTEGER,
    -- The file, where all of it is here.
    asset_id TEXT REFERENCES asset (id),
    -- By what the rest can be asked for, where a beginning is here; and how much there is of it in all.
    validator TEXT,
    total_bytes INTEGER,
    -- Why the latest try failed.
    problem TEXT,
    UNIQUE (article_id, url)
) STRICT;
CREATE INDEX enclosure_by_asset ON enclosure (asset_id) WHERE asset_id IS NOT NULL;

-- A leaf of the index fills a page of the file, and its parts are merged in quiet time alone.
INSERT INTO search (search, rank) SELECT 'pgsz', page_size - 46 FROM pragma_page_size;
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('usermerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 128);
INSERT INTO search (search, rank) VALUES ('hashsize', 1048576);

INSERT INTO reading_list (name, kind, position, created_at) VALUES ('Read later', 'read_later', 0, 0);
INSERT INTO setting (name, value) VALUES ('key_name', lower(hex(randomblob(8)))), ('notified_through', '0');
