"""Hostile submissions, with tame payloads: each would leave a marker file, or gain points, where it worked."""
