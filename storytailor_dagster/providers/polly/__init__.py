"""Amazon Polly behind the speech door."""
