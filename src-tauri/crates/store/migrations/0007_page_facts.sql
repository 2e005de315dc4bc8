-- What the page of an article said and would have done beside its text. NULL where the text came by a feed.

-- Programs that it would have run, and other sites that it would have asked.
ALTER TABLE article ADD COLUMN programs INTEGER;
ALTER TABLE article ADD COLUMN other_sites INTEGER;
-- What the publisher says that it is about, as a JSON list.
ALTER TABLE article ADD COLUMN topics TEXT;
-- Whether the page says that it is for subscribers.
ALTER TABLE article ADD COLUMN for_subscribers INTEGER;
