-- Since when a source was not found whenever it was asked, and how often that was: other trouble does not tell that it is gone.
ALTER TABLE feed ADD COLUMN missing_since_at INTEGER;
ALTER TABLE feed ADD COLUMN missing_seen INTEGER NOT NULL DEFAULT 0;
