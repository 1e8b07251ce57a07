-- Who made a link hears once that somebody asks for another, whatever the link opened. And a line of
-- consent keeps what its reader was called when it was given: who left may be called otherwise now.
ALTER TABLE invitation ADD COLUMN asked_at INTEGER;
UPDATE invitation SET asked_at = (SELECT max(milestone.at) FROM milestone
    WHERE milestone.kind = 'link-asked-' || CAST(invitation.id AS TEXT));
DELETE FROM milestone WHERE kind LIKE 'link-asked-%';
ALTER TABLE sharing_grant ADD COLUMN reader_name BLOB;
