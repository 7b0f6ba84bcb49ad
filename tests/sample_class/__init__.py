"""A small class that hands in what classes hand in: from excellent to nothing at all, and some of it odd."""
