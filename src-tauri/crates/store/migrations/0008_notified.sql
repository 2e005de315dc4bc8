-- Which articles the reader is told of by a notification, once.

-- When the feed was read for the first time: what it had then is no news.
ALTER TABLE feed ADD COLUMN listed_at INTEGER;
UPDATE feed SET listed_at = last_success_at;

-- The newest article at the time when the reader was told of what was new; 0 before the first.
INSERT INTO setting (name, value) SELECT 'notified_through', coalesce(max(id), 0) FROM article;
