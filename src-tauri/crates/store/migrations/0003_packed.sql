-- Texts in one piece and compressed, sealed against decay, and an index that finds what is written in several ways.

-- What makes small texts smaller: trained on the library's own texts. One that was used never leaves.
CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL,
    trained_at INTEGER NOT NULL
) STRICT;

DROP TABLE search;
DROP VIEW search_document;

-- HTML and plain text of a version, packed, and the number that tells whether it is still what was written; 0 for a text that
-- waits to be cleaned.
ALTER TABLE version ADD COLUMN packed BLOB NOT NULL DEFAULT x'';
ALTER TABLE version ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
UPDATE version SET packed = pack_text(html, body);
UPDATE version SET seal = seal_of(packed);
ALTER TABLE version DROP COLUMN html;
ALTER TABLE version DROP COLUMN body;

-- What is searched: folded, so that every way of writing finds it. `parts` holds the words that long words are made of.
CREATE VIEW search_document AS
SELECT
    article.id AS id,
    folded(article.headline) AS headline,
    folded(coalesce(article.standfirst, '')) AS standfirst,
    folded(coalesce(text_body(version.packed), '')) AS body,
    folded(article.byline) AS byline,
    folded(coalesce((SELECT group_concat(figure.caption, ' · ') FROM figure WHERE figure.version_id = version.id), '')) AS caption,
    folded(coalesce((SELECT group_concat(figure.credit, ' · ') FROM figure WHERE figure.version_id = version.id), '')) AS credit,
    word_parts(article.language, article.headline || ' ' || coalesce(text_body(version.packed), '')) AS parts
FROM article
LEFT JOIN version ON version.id = article.version_id;

CREATE VIRTUAL TABLE search USING fts5 (
    headline, standfirst, body, byline, caption, credit, parts,
    content = 'search_document', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('hashsize', 2097152);
INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article;
