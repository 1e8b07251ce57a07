-- When somebody first read what an alert is about: whoever asked for them hears it.
ALTER TABLE alert_told ADD COLUMN opened_at INTEGER;
