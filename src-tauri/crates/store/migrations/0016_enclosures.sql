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
