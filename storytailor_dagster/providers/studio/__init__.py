"""The provider without key or network. It is a machine of rules and says so: never an AI, never a narrator."""
