-- Which wish was asked after a check-in: each is asked once, after another if it was not reached.
ALTER TABLE checkin ADD COLUMN wish TEXT;
