"""Four doors (text, picture, speech, check) and who stands behind them. No Dagster, no SQL, no object store."""
