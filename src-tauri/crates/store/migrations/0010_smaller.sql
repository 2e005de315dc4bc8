-- An index that takes less room: what stands in its first column costs nothing to tell apart, so that is the text. A standfirst
-- that only says again how the text begins is not indexed twice.

DROP TABLE search;
DROP VIEW search_document;

CREATE VIEW search_document AS
SELECT
    article.id AS id,
    folded(coalesce(text_body(version.packed), '')) AS body,
    folded(article.headline) AS headline,
    folded(standfirst_beside(coalesce(article.standfirst, ''), coalesce(text_body(version.packed), ''))) AS standfirst,
    folded(article.byline) AS byline,
    folded(coalesce((SELECT group_concat(figure.caption, ' · ') FROM figure WHERE figure.version_id = version.id), '')) AS caption,
    folded(coalesce((SELECT group_concat(figure.credit, ' · ') FROM figure WHERE figure.version_id = version.id), '')) AS credit,
    word_parts(article.language, article.headline || ' ' || coalesce(text_body(version.packed), '')) AS parts
FROM article
LEFT JOIN version ON version.id = article.version_id;

CREATE VIRTUAL TABLE search USING fts5 (
    body, headline, standfirst, byline, caption, credit, parts,
    content = 'search_document', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
);
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('hashsize', 2097152);
INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article;

-- How far the library was compacted: `texts`, the newest version whose text was packed as small as it gets; `articles`, how many
-- there were when the index was merged into one.
CREATE TABLE compacted (
    what TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
