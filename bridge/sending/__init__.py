"""What happens around a request that sends something: whether its provider answers, and whether it has arrived."""
