#!/usr/bin/env python3
"""Writes minimize.json: how often scipy evaluates a function to minimise it, method by method, and what it finds.

Needs numpy and scipy. The problems are those of tests/suite/minimize/problems.rs, all in f64, with max |∇f| ≤ 1e-5."""
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize, rosen, rosen_der, rosen_hess

HERE = Path(__file__).parent
TOLERANCE = 1e-5


def beale(x):
    a, b = x
    return (1.5 - a + a * b) ** 2 + (2.25 - a + a * b**2) ** 2 + (2.625 - a + a * b**3) ** 2


def beale_der(x):
    a, b = x
    r = [1.5 - a + a * b, 2.25 - a + a * b**2, 2.625 - a + a * b**3]
    da = [b - 1, b**2 - 1, b**3 - 1]
    db = [a, 2 * a * b, 3 * a * b**2]
    return 2 * np.array([np.dot(r, da), np.dot(r, db)])


def beale_hess(x):
    a, b = x
    r = np.array([1.5 - a + a * b, 2.25 - a + a * b**2, 2.625 - a + a * b**3])
    da = np.array([b - 1, b**2 - 1, b**3 - 1])
    db = np.array([a, 2 * a * b, 3 * a * b**2])
    dab = np.array([1, 2 * b, 3 * b**2])
    dbb = np.array([0, 2 * a, 6 * a * b])
    aa = np.dot(da, da)
    ab = np.dot(da, db) + np.dot(r, dab)
    bb = np.dot(db, db) + np.dot(r, dbb)
    return 2 * np.array([[aa, ab], [ab, bb]])


def quadratic(condition, n=10):
    """½ xᵀAx − bᵀx, A diagonal from 1 to the condition number, b of ones."""
    d = condition ** (np.arange(n) / (n - 1))
    b = np.ones(n)
    return lambda x: x @ (d * x) / 2 - b @ x, lambda x: d * x - b, lambda x: np.diag(d)


def logistic():
    """Threes against eights of digits.csv, the pixels summed in blocks of 2 × 2 and scaled to 0..1, a bias, and ½ ‖w‖² / n."""
    rows = np.loadtxt(HERE / "../../examples/data/digits.csv", delimiter=",")
    rows = rows[np.isin(rows[:, -1], [3, 8])]
    image = rows[:, :-1].reshape(-1, 4, 2, 4, 2).sum(axis=(2, 4)).reshape(-1, 16) / 64
    x = np.hstack([image, np.ones((len(image), 1))])
    t = (rows[:, -1] == 8).astype(float)
    n = len(t)

    def f(w):
        z = x @ w
        return np.mean(np.logaddexp(0, z) - t * z) + w @ w / (2 * n)

    def der(w):
        return x.T @ (1 / (1 + np.exp(-(x @ w))) - t) / n + w / n

    def hess(w):
        p = 1 / (1 + np.exp(-(x @ w)))
        return (x.T * (p * (1 - p))) @ x / n + np.eye(17) / n

    return f, der, hess


PROBLEMS = [
    ("rosenbrock_2", (rosen, rosen_der, rosen_hess), [-1.2, 1.0]),
    ("rosenbrock_2_far", (rosen, rosen_der, rosen_hess), [-12.0, 10.0]),
    ("rosenbrock_10", (rosen, rosen_der, rosen_hess), [-1.2, 1.0] * 5),
    ("rosenbrock_10_far", (rosen, rosen_der, rosen_hess), [-12.0, 10.0] * 5),
    ("beale", (beale, beale_der, beale_hess), [1.0, 1.0]),
    ("beale_far", (beale, beale_der, beale_hess), [4.0, -2.0]),
    ("quadratic_1e2", quadratic(1e2), [0.0] * 10),
    ("quadratic_1e4", quadratic(1e4), [0.0] * 10),
    ("quadratic_1e4_far", quadratic(1e4), [1000.0, -1000.0] * 5),
    ("logistic", logistic(), [0.0] * 17),
    ("logistic_far", logistic(), [5.0, -5.0] * 8 + [5.0]),
]

METHODS = {
    "CG": {"gtol": TOLERANCE, "maxiter": 10000},
    "BFGS": {"gtol": TOLERANCE, "maxiter": 10000},
    "L-BFGS-B": {"gtol": TOLERANCE, "ftol": 0, "maxiter": 10000, "maxfun": 100000},
    "Newton-CG": {"xtol": 1e-9, "maxiter": 10000},
    "trust-exact": {"gtol": TOLERANCE, "maxiter": 10000},
}

out = []
for name, (f, der, hess), start in PROBLEMS:
    case = {"name": name, "start": start, "scipy": {}}
    best = minimize(f, start, jac=der, hess=hess, method="trust-exact", options={"gtol": 1e-12})
    case["minimum"] = list(best.x)
    case["value"] = float(best.fun)
    for method, options in METHODS.items():
        needs = {"hess": hess} if method in ("Newton-CG", "trust-exact") else {}
        result = minimize(f, start, jac=der, method=method, options=options, **needs)
        case["scipy"][method] = {
            "success": bool(result.success),
            "iterations": int(result.nit),
            "values": int(result.nfev),
            "gradients": int(result.njev),
            "hessians": int(getattr(result, "nhev", 0)),
            "gradient_norm": float(np.abs(der(result.x)).max()),
            "value": float(result.fun),
        }
    out.append(case)

text = {"scipy": scipy.__version__, "cases": out}
(HERE / "minimize.json").write_text(json.dumps(text, indent=1) + "\n")
for case in out:
    print(case["name"], case["value"], {m: (r["success"], r["iterations"], r["values"], r["gradients"], r["hessians"], "%.0e" % r["gradient_norm"]) for m, r in case["scipy"].items()})
