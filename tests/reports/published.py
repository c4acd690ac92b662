"""Two published tables of 2020–2022 (participants and mentors) and scores that could have given them.

The printed figures are facts of the report. The scores are reconstructed: the real ones are not published, but every
printed mean, total and change follows from these. Where the printed figure contradicts its own totals and changes,
MISPRINTS says what was printed: {(step, meeting): figure}.
"""

from reports.statistics import Score

STEPS = range(1, 11)
MEETINGS = range(4)
MEETING_NAMES = ("Uppstart", "Träff 1", "Träff 2", "Träff 3")

PARTICIPANTS_PRINTED = {
    1: ["2,8", "3,5", "3,8", "4,0", "+1,3"],
    2: ["2,0", "2,0", "2,5", "3,5", "+1,5"],
    3: ["1,8", "1,8", "2,5", "2,5", "+0,8"],
    4: ["2,0", "2,3", "3,0", "3,3", "+1,3"],
    5: ["1,8", "1,8", "2,3", "2,8", "+1,0"],
    6: ["2,3", "2,0", "2,3", "3,0", "+0,8"],
    7: ["1,3", "1,3", "1,5", "2,3", "+1,0"],
    8: ["1,3", "1,8", "2,4", "2,5", "+1,3"],
    9: ["1,5", "2,0", "1,8", "2,2", "+0,8"],
    10: ["1,3", "1,5", "2,0", "2,5", "+1,3"],
    "total": ["17,8", "19,8", "23,9", "28,5", "+10,8"],
}
PARTICIPANTS_MISPRINTS = {(9, 3): "2,2"}

MENTORS_PRINTED = {
    1: ["4,0", "4,0", "4,0", "4,0", "0,0"],
    2: ["2,5", "2,5", "3,3", "3,5", "+1,0"],
    3: ["2,0", "2,5", "3,0", "3,5", "+1,5"],
    4: ["2,5", "3,0", "3,0", "3,5", "+1,0"],
    5: ["2,5", "3,0", "2,0", "2,5", "+0,8"],
    6: ["2,0", "2,0", "2,0", "2,5", "+0,5"],
    7: ["1,5", "1,5", "2,0", "2,3", "+0,8"],
    8: ["1,5", "2,0", "2,3", "2,8", "+1,3"],
    9: ["2,0", "2,0", "2,3", "2,5", "+0,5"],
    10: ["1,5", "2,5", "3,0", "3,3", "+1,8"],
    "total": ["22,0", "25,0", "27,8", "31,0", "+9,0"],
}
MENTORS_MISPRINTS = {(5, 2): "2,0", (5, 3): "2,5"}

# One line per step, one column per organisation, four meetings each.
PARTICIPANTS = """
    4   4   4   4   | 3   4   4   4   | 2   3   4   4   | 2   3   3   4
    3   3   3.5 4   | 2   2   2.5 3.5 | 2   2   2   3.5 | 1   1   2   3
    2   2   3   3   | 2   2   2.5 2.5 | 2   2   2.5 2.5 | 1   1   2   2
    3   3   4   4   | 2   2   3   3   | 2   2   3   3   | 1   2   2   3
    2   2   3   3   | 2   2   2   3   | 1   1   2   2.5 | 2   2   2   2.5
    3   3   3   4   | 2   1   2   3   | 2   2   2   2.5 | 2   2   2   2.5
    1   1   2   3   | 2   2   2   2.5 | 1   1   1   2   | 1   1   1   1.5
    1   2   2.5 3   | 1   2   3   3   | 2   2   2   2   | 1   1   2   2
    2   3   2   3   | 2   2   2   2   | 1   2   2   2   | 1   1   1   2
    2   2   3   3   | 1   2   2   3   | 1   1   2   2.5 | 1   1   1   1.5
"""
MENTORS = """
    4   4   4   4   | 4   4   4   4
    3   3   3.5 4   | 2   2   3   3
    2   3   3   4   | 2   2   3   3
    3   3   3   4   | 2   3   3   3
    3   3   3   3.5 | 2   3   3   3
    2   2   2   3   | 2   2   2   2
    2   2   2   2.5 | 1   1   2   2
    2   2   2.5 3   | 1   2   2   2.5
    2   2   2.5 3   | 2   2   2   2
    2   3   3   3.5 | 1   2   3   3
"""


def scores(table):
    """The scores of PARTICIPANTS or MENTORS; the organisations are called "A", "B", …"""
    return [
        Score(organisation, meeting, step, int(2 * float(level)))
        for step, line in enumerate(table.strip().splitlines(), start=1)
        for organisation, levels in zip("ABCD", line.split("|"), strict=False)
        for meeting, level in enumerate(levels.split())
    ]
