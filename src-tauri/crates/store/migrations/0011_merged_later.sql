-- The parts of the index are merged by pieces once there are many, and in quiet time, and not while articles are stored: see
-- `merge_index_piece`. As many parts as stand beside each other until then are smaller, so that storing takes less memory.
INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('usermerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 128);
INSERT INTO search (search, rank) VALUES ('hashsize', 1048576);
