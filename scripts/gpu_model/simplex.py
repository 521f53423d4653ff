# SPDX-License-Identifier: Apache-2.0
"""Nelder and Mead's search for the minimum of a function of several numbers, without other packages."""

ROUNDS = 2000  # of one simplex
RESTARTS = 30
EDGE = 0.1  # of a new simplex, relative to its first corner


def refined(cost, start):
    """(cost, point) after a simplex around `start` has shrunk."""
    count = len(start)
    points = [start] + [[v * (1 + EDGE) if i == j else v for i, v in enumerate(start)] for j in range(count)]
    corners = sorted((cost(p), p) for p in points)
    for _ in range(ROUNDS):
        if corners[-1][0] - corners[0][0] < 1e-13:
            break
        centre = [sum(p[i] for _, p in corners[:-1]) / count for i in range(count)]
        worst = corners[-1]

        def along(step):
            point = [c + step * (w - c) for c, w in zip(centre, worst[1])]  # noqa: B023
            return cost(point), point

        mirrored = along(-1)
        if mirrored[0] < corners[0][0]:
            corners[-1] = min(mirrored, along(-2))
        elif mirrored[0] < corners[-2][0]:
            corners[-1] = mirrored
        else:
            inner = along(0.5) if mirrored[0] >= worst[0] else along(-0.5)
            if inner[0] < min(mirrored[0], worst[0]):
                corners[-1] = inner
            else:
                best = corners[0][1]
                shrunk = [[b + 0.5 * (v - b) for b, v in zip(best, p)] for _, p in corners[1:]]
                corners = [corners[0]] + [(cost(p), p) for p in shrunk]
        corners.sort()
    return corners[0]


def minimum(cost, start):
    best = refined(cost, start)
    for _ in range(RESTARTS):
        again = refined(cost, best[1])
        gain = best[0] - again[0]
        best = min(best, again)
        if gain < 1e-12:
            break
    return best[1]
