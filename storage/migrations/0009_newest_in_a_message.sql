-- What a message shows by now: the newest of the rows that change it.
CREATE INDEX outbox_edits ON outbox (person_id, edits) WHERE edits IS NOT NULL;
