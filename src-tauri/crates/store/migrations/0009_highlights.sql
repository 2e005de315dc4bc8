-- What the reader highlighted. It belongs to the article, not to one version of its text.

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
