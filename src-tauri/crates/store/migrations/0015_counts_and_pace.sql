-- What each source brought, without a look at the rows themselves.
CREATE INDEX entry_by_feed ON entry (feed_id, article_id);

-- Seconds for which a source, or its server, wants to be left alone after it was read, whatever the reader says; NULL where it has
-- not been read since this is noted.
ALTER TABLE feed ADD COLUMN polite_secs INTEGER;
