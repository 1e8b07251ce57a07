-- Which message asked somebody on the way in: it loses its buttons when an answer was typed. And in
-- which a participant reads that a hello is being asked: it says so when somebody has answered.
ALTER TABLE joining ADD COLUMN asked_row INTEGER;
ALTER TABLE hello ADD COLUMN card INTEGER;
