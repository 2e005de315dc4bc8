-- How a feed answers, so that the next request costs it and us as little as possible.

-- The address that gave the validators, where the redirects ended; NULL while there are none.
ALTER TABLE feed ADD COLUMN validated_url TEXT;
UPDATE feed SET validated_url = url WHERE etag IS NOT NULL OR last_modified IS NOT NULL;

-- Where permanent redirects lead, since when, and how often it was seen: a feed moves only when that has held.
ALTER TABLE feed ADD COLUMN moved_to TEXT;
ALTER TABLE feed ADD COLUMN moved_since_at INTEGER;
ALTER TABLE feed ADD COLUMN moved_seen INTEGER NOT NULL DEFAULT 0;

-- The first of the failures in a row.
ALTER TABLE feed ADD COLUMN failing_since_at INTEGER;

-- Seconds between two tries, as the feed's habit and its server's wishes have it.
ALTER TABLE feed ADD COLUMN pause_secs INTEGER NOT NULL DEFAULT 3600;

-- What the feed gives of its articles' texts, as found: 'whole' or 'beginning'; NULL where nobody can say yet.
ALTER TABLE feed ADD COLUMN gives TEXT;

-- What the reader wants the texts to be taken from: 'page', 'feed', or NULL where Broadsheet is to choose.
ALTER TABLE feed ADD COLUMN text_from TEXT;

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

-- Larger batches, merged later and more at once: the same index for half the work.
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('hashsize', 2097152);
