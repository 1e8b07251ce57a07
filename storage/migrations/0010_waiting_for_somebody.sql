-- What waits for somebody: looked through with each change of a message.
CREATE INDEX outbox_person ON outbox (person_id) WHERE state = 0;
