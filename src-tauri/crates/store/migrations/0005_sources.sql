-- Sources that are in trouble, that want a sign-in, that ask for quiet; and what each refresh did.

-- What went wrong at the last try, as a kind that the window acts on; NULL while nothing is.
ALTER TABLE feed ADD COLUMN trouble TEXT;
UPDATE feed SET trouble = CASE WHEN gone THEN 'gone' ELSE 'other' END WHERE gone OR error IS NOT NULL;

-- How the reader is known to the source: 'password', 'headers' or 'cookies'; NULL where nobody needs to be. The secrets
-- stand in the system's key store and nowhere in this file.
ALTER TABLE feed ADD COLUMN access TEXT;

-- Hours and days (UTC) at which the publisher does not want to be asked: bit n stands for hour n, and for day n from Monday.
ALTER TABLE feed ADD COLUMN quiet_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN quiet_days INTEGER NOT NULL DEFAULT 0;

-- The reader wants to hear of new articles.
ALTER TABLE feed ADD COLUMN notifies INTEGER NOT NULL DEFAULT 0;

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

-- Tells this library's secrets in the system's key store from another library's.
INSERT INTO setting (name, value) VALUES ('key_name', lower(hex(randomblob(8))));
