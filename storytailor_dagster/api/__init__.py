"""What clients talk to: REST, and who is signed in. It speaks to the ledger and the store, never to Dagster."""
