"""The mixed-integer program of an assignment, solved by HiGHS.

Apart, because its numerics take memory that no page needs: it is imported when somebody assigns.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from applications.panels.pairs import Pair
from applications.panels.plans import Task

SECONDS = 40


def solve(task: Task, pairs: list[Pair], most: int) -> list[Pair] | None:
    """The pairs chosen when nobody may get more than `most`; None where that is impossible."""
    rows = constraints(task, pairs, most)
    costs = np.array([pair.cost for pair in pairs])
    answer = milp(
        costs,
        integrality=np.ones(len(pairs)),
        bounds=Bounds(0, 1),
        constraints=rows,
        options={"time_limit": SECONDS, "mip_rel_gap": 0.01},
    )
    if answer.x is None:
        return None
    return [pair for pair, taken in zip(pairs, answer.x, strict=True) if taken > 0.5]


def constraints(task: Task, pairs: list[Pair], most: int) -> LinearConstraint:
    """A row for each application, for each kind it needs, and for each expert, as one sparse matrix."""
    kinds = list(task.least)
    applications, columns = len(task.wanted), np.arange(len(pairs))
    of_application = np.array([pair.application for pair in pairs])
    of_expert = np.array([pair.expert for pair in pairs])
    blocks = [(of_application, columns)]
    low, high = [np.full(applications, task.each)], [np.full(applications, task.each)]
    for number, kind in enumerate(kinds, 1):
        mask = np.array([task.available[pair.expert].kind == kind for pair in pairs])
        blocks.append((number * applications + of_application[mask], columns[mask]))
        low.append(np.full(applications, task.least[kind]))
        high.append(np.full(applications, task.each))
    blocks.append(((len(kinds) + 1) * applications + of_expert, columns))
    low.append(np.zeros(len(task.available)))
    high.append(np.full(len(task.available), most))
    at = np.concatenate([rows for rows, _columns in blocks])
    to = np.concatenate([found for _rows, found in blocks])
    bottom, top = np.concatenate(low), np.concatenate(high)
    matrix = csr_array((np.ones(len(at)), (at, to)), shape=(len(bottom), len(pairs)))
    return LinearConstraint(matrix, bottom, top)
