-- Pictures that failed and are tried again.
CREATE INDEX picture_again ON picture (due_at) WHERE tries > 0 AND due_at IS NOT NULL;
