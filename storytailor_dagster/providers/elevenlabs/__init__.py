"""ElevenLabs behind the speech door."""
