"""The tests, and what they need around them."""
