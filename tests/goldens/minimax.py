#!/usr/bin/env python3
"""The constants of kernels/src/kernel/math/: minimax polynomials, by Remez's exchange in 60 digits of mpmath.

Each is the polynomial p of its degree for which the largest |weight(x) (p(x) - f(x))| on its interval is least; the
coefficients are then rounded to the type. Prints that largest error, before rounding, as a power of two. Then the parts
of ln 2 and pi/2, of which all but the last have few digits."""
import struct

from mpmath import mp, mpf

mp.dps = 60


def remez(f, weight, low, high, degree, rounds=12):
    count = degree + 2

    def chebyshev(n):
        return [low + (high - low) * (1 - mp.cos(mp.pi * i / (n - 1))) / 2 for i in range(n)]

    nodes = chebyshev(count)
    samples = [(x, f(x), weight(x)) for x in chebyshev(32 * count + 1)]
    for _ in range(rounds):
        rows, right = mp.matrix(count, count), mp.matrix(count, 1)
        for i, x in enumerate(nodes):
            for j in range(degree + 1):
                rows[i, j] = x**j
            rows[i, degree + 1] = (-1) ** i / weight(x)
            right[i] = f(x)
        solution = mp.lu_solve(rows, right)
        coefficients = [solution[j] for j in range(degree + 1)]
        # The largest error of each stretch of one sign is a new node.
        peaks = []
        for x, y, w in samples:
            error = w * (mp.polyval(coefficients[::-1], x) - y)
            if peaks and mp.sign(error) == mp.sign(peaks[-1][1]):
                if abs(error) > abs(peaks[-1][1]):
                    peaks[-1] = (x, error)
            elif error != 0:
                peaks.append((x, error))
        while len(peaks) > count:
            peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
        sizes = [abs(error) for _, error in peaks]
        if len(peaks) < count or max(sizes) < min(sizes) * mpf("1.001"):
            break
        nodes = [x for x, _ in peaks]
    return coefficients, max(sizes)


def exp(r):
    return mpf(1) / 2 if r == 0 else (mp.expm1(r) - r) / r**2


def log(f):
    return mpf(1) / 3 if abs(f) < mpf(10) ** -30 else (mp.log1p(f) - f + f * f / 2) / f**3


def log_of_quotient(z):
    s = mp.sqrt(z)
    return mpf(2) / 3 if z < mpf(10) ** -20 else (2 * mp.atanh(s) / s - 2) / z


def sin(s):
    r = mp.sqrt(s)
    return mpf(-1) / 6 if s < mpf(10) ** -20 else (mp.sin(r) - r) / r**3


def cos(s):
    return mpf(1) / 24 if s < mpf(10) ** -12 else (mp.cos(mp.sqrt(s)) - 1 + s / 2) / s**2


def erf(s):
    x = mp.sqrt(s)
    return 2 / mp.sqrt(mp.pi) - 1 if s < mpf(10) ** -30 else mp.erf(x) / x - 1


def normal(s):
    """(Phi(x) - 1/2) / x"""
    x = mp.sqrt(s)
    return 1 / mp.sqrt(2 * mp.pi) if s < mpf(10) ** -30 else mp.erf(x / mp.sqrt(2)) / (2 * x)


def tail(c):
    """(z + c) M(z) / sqrt(2 pi) for q = (z - c) / (z + c), with Mills' ratio M."""

    def ratio(q):
        z = c * (1 + q) / (1 - q)
        return (z + c) * mp.exp(z * z / 2) * mp.erfc(z / mp.sqrt(2)) / 2

    return ratio


def parts(x, bits, count):
    """x in count + 1 parts, all but the last of so many bits."""
    for _ in range(count):
        mantissa, exponent = mp.frexp(x)
        part = mp.ldexp(mp.nint(mp.ldexp(mantissa, bits)), int(exponent) - bits)
        yield part
        x -= part
    yield x


def show(numbers, kind):
    for x in numbers:
        x = float(x)
        if kind == "f32":
            narrow = struct.pack("<f", x)
            (x,) = struct.unpack("<f", narrow)
            x = next(t for n in range(1, 10) if struct.pack("<f", float(t := f"{x:.{n}g}")) == narrow)
        print(f"    {x}")


TINY = mpf(10) ** -45  # a weight of 0 has no inverse
HALF_LN_2 = mp.log(2) / 2 * mpf("1.0001")
QUARTER_PI_SQUARED = (mp.pi / 4 * mpf("1.0001")) ** 2
ROOT = mp.sqrt(mpf(1) / 2)
# The function, its weight, the interval and the degrees for f32 and f64, if it is used there. Weights make errors relative to the result.
FITS = {
    "exp": (exp, lambda r: r**2 / mp.expm1(r) if r else TINY, -HALF_LN_2, HALF_LN_2 * mpf("1.0001"), (5, 10)),
    "log": (log, lambda f: f**3 / mp.log1p(f) if f else TINY, ROOT - 1, 2 * ROOT - 1, (7, None)),
    "log of a quotient": (log_of_quotient, lambda z: max(z, TINY) / 2, mpf(0), ((1 - ROOT) / (1 + ROOT)) ** 2, (None, 6)),
    "sin": (sin, lambda s: max(s, TINY), mpf(0), QUARTER_PI_SQUARED, (2, 5)),
    "cos": (cos, lambda s: max(s**2, TINY) / mp.cos(mp.sqrt(s)), mpf(0), QUARTER_PI_SQUARED, (2, 5)),
    "erf": (erf, lambda s: 1 / (1 + erf(s)), mpf(0), mpf(9) / 16, (5, 10)),
    "normal": (normal, lambda s: max(2 * mp.sqrt(s), TINY), mpf(0), mpf(25) / 64, (4, 8)),
}
TAILS = {"f32": (mpf(3), mpf(15), 10), "f64": (mpf(6), mpf("38.75"), 22)}

if __name__ == "__main__":
    for kind in ("f32", "f64"):
        fits = {name: (*fit[:4], fit[4][kind == "f64"]) for name, fit in FITS.items()}
        fits = {name: fit for name, fit in fits.items() if fit[4]}
        c, end, degree = TAILS[kind]
        ratio = tail(c)
        fits[f"tail about {c}"] = (ratio, lambda q: 1 / ratio(q), mpf(-1), (end - c) / (end + c), degree)
        for name, fit in fits.items():
            coefficients, error = remez(*fit)
            print(f"{name} {kind}: 2^{mp.nstr(mp.log(error, 2), 5)}")
            show(coefficients, kind)
    for kind, log_bits, pi_bits in (("f32", 15, 13), ("f64", 41, 33)):
        print(f"ln 2 {kind}:")
        show(parts(mp.log(2), log_bits, 1), kind)
        print(f"pi/2 {kind}:")
        show(parts(mp.pi / 2, pi_bits, 3), kind)
