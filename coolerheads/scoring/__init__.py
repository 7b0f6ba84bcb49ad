"""Free text to labels with evidence: pure Python, and at run time nothing but one compiled data file."""
