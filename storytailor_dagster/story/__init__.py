"""The subject: what a request, a text, a picture, a narration and a book are. No I/O, no Dagster, no SQL, no SDK."""
