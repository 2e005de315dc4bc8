-- The version that an article showed when the reader opened it last; NULL where that is not known.
ALTER TABLE reading ADD COLUMN seen_version INTEGER;
