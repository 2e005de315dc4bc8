-- What the reader types is completed by the words that the library holds, and pages stay as their publishers sent them.

-- Words that several articles hold, and how many did when they were counted last.
CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search_word USING fts5vocab (search, row);

-- Pages as their publishers sent them, of articles that the reader keeps: a better reading of them may come later.

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
