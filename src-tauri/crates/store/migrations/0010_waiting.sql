-- Segments of the index are merged a little with every batch. So many at once, up to which that may fall behind, that a merge of
-- all of them is never due within one batch, which would hold up whoever wants to write.
INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
