-- What the publisher said.

CREATE TABLE publication (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- 0: the host stands in; 1: a feed's title; 2: what the site calls itself.
    name_rank INTEGER NOT NULL DEFAULT 0,
    home_url TEXT,
    icon_asset TEXT REFERENCES asset (id),
    added_at INTEGER NOT NULL
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
    hint TEXT
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
    bytes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX article_newest ON article (sorted_at DESC, id DESC);
CREATE INDEX article_by_section ON article (section, sorted_at DESC, id DESC);
CREATE INDEX article_by_publication ON article (publication_id, sorted_at DESC, id DESC);
CREATE INDEX article_due ON article (page_due_at) WHERE page_due_at IS NOT NULL;

-- Every address that leads to an article, its own among them.
CREATE TABLE article_address (
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

CREATE INDEX entry_by_article ON entry (article_id);

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    captured_at INTEGER NOT NULL,
    headline TEXT NOT NULL,
    standfirst TEXT,
    html TEXT NOT NULL,
    body TEXT NOT NULL,
    text_state TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
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

-- What the reader did. It outlives what the publisher said.

CREATE TABLE reading (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    read_at INTEGER,
    starred_at INTEGER,
    saved_at INTEGER
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

INSERT INTO reading_list (name, kind, position, created_at) VALUES ('Read later', 'read_later', 0, 0);

-- Search, over what is shown now.

CREATE VIEW search_document AS
SELECT
    article.id AS id,
    article.headline AS headline,
    coalesce(article.standfirst, '') AS standfirst,
    coalesce(version.body, '') AS body,
    article.byline AS byline,
    coalesce((SELECT group_concat(figure.caption, ' · ') FROM figure WHERE figure.version_id = version.id), '') AS caption,
    coalesce((SELECT group_concat(figure.credit, ' · ') FROM figure WHERE figure.version_id = version.id), '') AS credit
FROM article
LEFT JOIN version ON version.id = article.version_id;

CREATE VIRTUAL TABLE search USING fts5 (
    headline, standfirst, body, byline, caption, credit,
    content = 'search_document', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2"
);
