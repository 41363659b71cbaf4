#!/usr/bin/env python3
"""Writes functions.txt: elementary functions at some f64 numbers, in 50 digits of mpmath.

A line is a name, x, the f64 nearest to f(x), and what f(x) has beyond that."""
import random
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 50

SQRT_2 = mp.sqrt(2)
ROOT_2_PI = mp.sqrt(2 * mp.pi)


def cumulative(x):
    return mp.erfc(-x / SQRT_2) / 2


FUNCTIONS = {
    "exp": (mp.exp, -745, 709),
    "exp_m1": (mp.expm1, -40, 709),
    "log": (mp.log, 0, 1e300),
    "tanh": (mp.tanh, -20, 20),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), -745, 40),
    "softplus": (lambda x: max(x, 0) + mp.log1p(mp.exp(-abs(x))), -745, 40),
    "erf": (mp.erf, -6, 6),
    "gelu": (lambda x: x * cumulative(x), -38, 9),
    "gelu_slope": (lambda x: cumulative(x) + x * mp.exp(-x * x / 2) / ROOT_2_PI, -38, 9),
    "sin": (mp.sin, -1e6, 1e6),
    "cos": (mp.cos, -1e6, 1e6),
    "rsqrt": (lambda x: 1 / mp.sqrt(x), 0, 1e300),
}
POINTS = 240


def points(low, high, rng):
    """A third over the range, a third of magnitudes about 1, a third of any magnitude; short ones, to be read."""
    found = []
    while len(found) < POINTS:
        kind = len(found) % 3
        if kind == 0 and high < 1e7:
            x = rng.uniform(low, high)
        else:
            width = 300 if kind == 0 else (1 if kind == 1 else 18)
            x = rng.choice((-1, 1)) * 10 ** rng.uniform(-width, width)
        x = float(f"{x:.8g}")
        if low <= x <= high and x != 0:
            found.append(x)
    return found


if __name__ == "__main__":
    rng = random.Random(1)
    lines = []
    for name, (f, low, high) in FUNCTIONS.items():
        for x in points(low, high, rng):
            y = f(mpf(x))
            lines.append(f"{name} {x!r} {float(y)!r} {mp.nstr(y - mpf(float(y)), 4)}")
    Path(__file__).with_name("functions.txt").write_text("\n".join(lines) + "\n")
