-- What the reader calls a source and a publication; NULL where the publisher's own name is good enough.
ALTER TABLE feed ADD COLUMN own_title TEXT;
ALTER TABLE publication ADD COLUMN own_name TEXT;
