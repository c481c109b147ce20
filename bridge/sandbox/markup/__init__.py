"""Text with marks: parse modes, entities, their offsets in UTF-16 units."""
