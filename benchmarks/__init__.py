"""How fast and how large: measured here, both sides in turn in one run, and never in a test."""
