"""Heroes and companions: figures with a pose, a feeling and a look. No places here."""
