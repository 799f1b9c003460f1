"""The words that hosted models are asked with: one module a door. No SDK, no names but stand-ins, no settings."""
