"""Around a request that sends: whether the provider answers, and whether the message has arrived."""
