"""The course's nbgrader settings: its own folders, and grading without running anybody's code."""

c = get_config()

c.CourseDirectory.course_id = "cooler-heads"
c.CourseDirectory.source_directory = "exercises"
c.CourseDirectory.autograded_directory = "autograded"

# Releasing: the answer cells are blank already, so nothing needs to be cut out of them.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grading: answers are read as data, the notebook is rebuilt from its source, and no kernel starts.
c.Autograde.exporter_class = "coolerheads.grading.preprocessors.AnswerExporter"
c.Autograde.sanitize_preprocessors = ["coolerheads.grading.preprocessors.RebuildFromSource"]
c.Autograde.autograde_preprocessors = [
    "coolerheads.grading.preprocessors.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.Autograde.pre_convert_hook = "coolerheads.grading.preprocessors.set_links_aside"
c.Autograde.post_convert_hook = "coolerheads.grading.preprocessors.drop_other_files"

# Collecting: links in what was handed in are not followed.
c.ExchangeFactory.collect = "coolerheads.grading.collect.CollectWithoutLinks"

# Feedback pages of our own.
c.GenerateFeedback.exporter_class = "coolerheads.grading.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades"]

# What a course may want to change:
# c.CoolerHeads.bank = "bank"          # a private bank: "../my-bank"
# c.CoolerHeads.refer_from = 1.0       # points that a doubt must move before a person is asked; 0: any doubt
# c.CoolerHeads.show_answers = True    # whether feedback explains the keys and shows model answers
# c.CoolerHeads.book_url = ""          # where the course is published, for links in feedback
