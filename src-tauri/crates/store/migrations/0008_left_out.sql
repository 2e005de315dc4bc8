-- What the page of an article would have done beside showing it: programs that it would have run, and other sites that it
-- would have asked. NULL where the text came by a feed.
ALTER TABLE article ADD COLUMN programs INTEGER;
ALTER TABLE article ADD COLUMN other_sites INTEGER;
