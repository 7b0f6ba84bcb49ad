"""nbgrader's settings for this course: its own folders, and grading without running anybody's code."""

from coolerheads.grading.config import configure

c = get_config()
configure(c)

c.CourseDirectory.course_id = "cooler-heads"

# What a course may want to change:
# c.CoolerHeads.bank = "bank"            a private bank: "../my-bank"
# c.CoolerHeads.refer_from = 1.0         points that a doubt must move before a person is asked; 0: every doubt
# c.CoolerHeads.show_answers = True      whether feedback explains the keys and shows model answers
# c.CoolerHeads.book_url = ""            where the course is published, for links in feedback
# c.LateSubmissionPlugin.penalty_method = "zero"
# c.Exchange.root = "/srv/nbgrader"      where work is given out and handed in; everybody must be able to write there
