"""What lasts: one SQLite database and a folder of content-addressed files. All SQL of the project stands here."""
