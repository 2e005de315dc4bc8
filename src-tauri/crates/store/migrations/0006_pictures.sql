-- How archived pictures look: what is shown of large ones, what stands in their place while they load, and which are alike.

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

INSERT INTO unlooked (asset_id) SELECT DISTINCT asset_id FROM picture WHERE asset_id IS NOT NULL;

-- When the Internet Archive took the copy that a version is; NULL for what the publisher itself gave.
ALTER TABLE version ADD COLUMN archived_at INTEGER;

CREATE INDEX picture_by_asset ON picture (asset_id) WHERE asset_id IS NOT NULL;

-- Days that a source's articles stay when the reader does not keep them: NULL as the library says, 0 for good.
ALTER TABLE feed ADD COLUMN keep_days INTEGER;
-- Bytes that the pictures of such articles may take; NULL for as many as they take.
ALTER TABLE feed ADD COLUMN picture_budget INTEGER;

-- Entries whose articles have gone by these rules: a feed that still lists them must not bring them back.
CREATE TABLE expired_entry (
    feed_id INTEGER NOT NULL REFERENCES feed (id),
    guid TEXT NOT NULL,
    PRIMARY KEY (feed_id, guid)
) STRICT, WITHOUT ROWID;

CREATE TABLE expired_address (
    url TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
