-- An index that takes less room: what stands in its first column costs nothing to tell apart, so that is the text. A standfirst
-- that only says again how the text begins is not indexed twice. What the reader noted beside passages is found too.

DROP TABLE search;
DROP VIEW search_document;

-- An article's own address stands in its row; only others need one of their own.
ALTER TABLE article_address RENAME TO other_address;
DELETE FROM other_address WHERE url = (SELECT article.url FROM article WHERE article.id = other_address.article_id);
CREATE VIEW article_address AS
SELECT url, id AS article_id FROM article
UNION ALL
SELECT url, article_id FROM other_address;

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
INSERT INTO search (search, rank) VALUES ('automerge', 16);
-- So many parts of the index at once, up to which its merging may fall behind: else all of them are merged within one batch, and
-- whoever wants to write waits.
INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
INSERT INTO search (search, rank) VALUES ('hashsize', 2097152);
-- A leaf of the index fills a page of the file.
INSERT INTO search (search, rank) SELECT 'pgsz', page_size - 46 FROM pragma_page_size;
INSERT OR IGNORE INTO unindexed (article_id) SELECT id FROM article;

-- How far the library was compacted: `texts`, the newest version whose text was packed as small as it gets; `articles`, how many
-- there were when the index was merged into one.
CREATE TABLE compacted (
    what TEXT PRIMARY KEY,
    through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
