-- Which message asked somebody on the way in: it loses its buttons when an answer was typed.
ALTER TABLE joining ADD COLUMN asked_row INTEGER;
