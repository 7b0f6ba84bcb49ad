"""The instructor's side: the bank, the exercises made from it, and grading on nbgrader's ground."""
