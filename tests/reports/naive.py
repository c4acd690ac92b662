"""The statistics once more, as dumb as can be: loops over tuples, nothing shared with reports/statistics.py.

A round is a list of (organisation, meeting, step, half_steps) plus the lists of steps and meetings. A result is None
when it is missing.
"""

from fractions import Fraction


def score(rows, organisation, meeting, step):
    for row in rows:
        if row[0] == organisation and row[1] == meeting and row[2] == step and row[3] is not None:
            return Fraction(row[3], 2)
    return None


def organisations(rows, steps, meetings):
    found = []
    for row in rows:
        if row[0] not in found and row[1] in meetings and row[2] in steps:
            found.append(row[0])
    return found


def rated_meetings(rows, steps, meetings):
    found = []
    for meeting in meetings:
        for step in steps:
            for organisation in organisations(rows, steps, meetings):
                if score(rows, organisation, meeting, step) is not None and meeting not in found:
                    found.append(meeting)
    return found


def scores_of_cell(rows, steps, meetings, step, meeting):
    found = []
    for organisation in organisations(rows, steps, meetings):
        value = score(rows, organisation, meeting, step)
        if value is not None:
            found.append(value)
    return found


def mean(values):
    if len(values) == 0:
        return None
    total = Fraction(0)
    for value in values:
        total = total + value
    return total / len(values)


def changes_of_step(rows, steps, meetings, step):
    rated = rated_meetings(rows, steps, meetings)
    if len(rated) < 2:
        return []
    found = []
    for organisation in organisations(rows, steps, meetings):
        before = score(rows, organisation, rated[0], step)
        after = score(rows, organisation, rated[-1], step)
        if before is not None and after is not None:
            found.append(after - before)
    return found


def add_up(lists):
    """The sum of the means of some lists and the length of the shortest; (None, 0) when one list is empty."""
    total = Fraction(0)
    shortest = None
    for values in lists:
        if len(values) == 0:
            return None, 0
        total = total + mean(values)
        if shortest is None or len(values) < shortest:
            shortest = len(values)
    return total, shortest


def everything(rows, steps, meetings):
    """Every statistic of a round in one dictionary: names of tests/reports/test_statistics.py to (value, n)."""
    result = {}
    for step in steps:
        for meeting in meetings:
            values = scores_of_cell(rows, steps, meetings, step, meeting)
            result["cell", step, meeting] = (mean(values), len(values))
            result["spread", step, meeting] = (None, 0)
            if len(values) >= 2:
                values = sorted(values)
                result["spread", step, meeting] = (values[-1] - values[0], len(values))
        values = changes_of_step(rows, steps, meetings, step)
        result["change", step] = (mean(values), len(values))
    for meeting in meetings:
        lists = [scores_of_cell(rows, steps, meetings, step, meeting) for step in steps]
        result["total", meeting] = add_up(lists)
        result["missing", meeting] = tuple(step for step in steps if result["cell", step, meeting][1] == 0)
        present = [o for o in organisations(rows, steps, meetings) if any(score(rows, o, meeting, s) for s in steps)]
        result["count", meeting] = len(present)
    result["total change"] = add_up([changes_of_step(rows, steps, meetings, step) for step in steps])
    rated = rated_meetings(rows, steps, meetings)
    result["first"] = rated[0] if rated else None
    result["latest"] = rated[-1] if rated else None
    result["n"] = len(organisations(rows, steps, meetings))
    return result


def headlines(rows, steps, meetings):
    """The headlines of a round as a dictionary, from the statistics above."""
    numbers = everything(rows, steps, meetings)
    changes = [(step, numbers["change", step][0]) for step in steps if numbers["change", step][0] is not None]
    latest = [
        (step, numbers["cell", step, numbers["latest"]][0])
        for step in steps
        if numbers["latest"] is not None and numbers["cell", step, numbers["latest"]][0] is not None
    ]
    complete = [meeting for meeting in meetings if numbers["total", meeting][0] is not None]
    until_complete = [meeting for meeting in meetings if complete and meeting <= complete[-1]]
    return {
        "total meeting": complete[-1] if complete else None,
        "total": numbers["total", complete[-1]] if complete else (None, 0),
        "total change": everything(rows, steps, until_complete)["total change"] if complete else (None, 0),
        "raised": [step for step, change in changes if change > 0],
        "lowered": [step for step, change in changes if change < 0],
        "unchanged": [step for step, change in changes if change == 0],
        "lift": highest([(step, change) for step, change in changes if change > 0]),
        "fall": lowest([(step, change) for step, change in changes if change < 0]),
        "lowest": lowest(latest),
    }


def highest(pairs):
    """The highest value of (step, value) pairs and the steps that have it."""
    ordered = sorted(value for step, value in pairs)
    return (ordered[-1], [step for step, value in pairs if value == ordered[-1]]) if ordered else None


def lowest(pairs):
    """The lowest value of (step, value) pairs and the steps that have it."""
    ordered = sorted(value for step, value in pairs)
    return (ordered[0], [step for step, value in pairs if value == ordered[0]]) if ordered else None


def hardest(rows, steps, meetings, meeting, top):
    """Where it is hardest at a meeting, as a dictionary; the extremes are (value, [step …], [n …])."""
    comparable = None
    for earlier in meetings:
        if earlier < meeting and len(falls(rows, steps, meetings, earlier, meeting)[1]) > 0:
            comparable = earlier
    lows, spreads, ceiling = [], [], []
    for step in steps:
        values = scores_of_cell(rows, steps, meetings, step, meeting)
        if len(values) > 0 and mean(values) * 4 >= top * 4 - 1:
            ceiling.append(step)
        elif len(values) > 0:
            lows.append((step, mean(values), len(values)))
            if max(values) > min(values):
                spreads.append((step, max(values) - min(values), len(values)))
    fallen = falls(rows, steps, meetings, comparable, meeting)[0] if comparable is not None else []
    return {
        "before": comparable,
        "at ceiling": ceiling,
        "ceiling fell": any(step in ceiling for step, value, n in fallen),
        "lowest": first_of(lows, 1),
        "widest": first_of(spreads, -1),
        "fall": first_of([found for found in fallen if found[0] not in ceiling], 1),
    }


def falls(rows, steps, meetings, earlier, meeting):
    """(step, change, n) of the steps that fell between two meetings, and all steps that can be compared."""
    fallen, compared = [], []
    for step in steps:
        changes = []
        for organisation in organisations(rows, steps, meetings):
            before, after = score(rows, organisation, earlier, step), score(rows, organisation, meeting, step)
            if before is not None and after is not None:
                changes.append(after - before)
        if len(changes) > 0:
            compared.append(step)
            if mean(changes) < 0:
                fallen.append((step, mean(changes), len(changes)))
    return fallen, compared


def first_of(found, sign):
    """The lowest (sign 1) or highest (sign -1) value of (step, value, n) with the steps that share it, and each n."""
    if len(found) == 0:
        return None
    ordered = sorted(found, key=lambda one: sign * one[1])
    shared = [one for one in found if one[1] == ordered[0][1]]
    return ordered[0][1], [one[0] for one in shared], [one[2] for one in shared]
