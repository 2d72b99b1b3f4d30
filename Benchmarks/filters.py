#!/usr/bin/python3
"""Designs the two filters of the fast resampler and prints them as Swift.

Run where a constant of Sources/TelephoneAudio/Resample is to change: needs python3-scipy, takes a minute.

The short kernel is a sum of cosines, LENGTH seconds long, that any rate is brought to 16 kHz with. Only what would be
heard below 4.03 kHz after the halving must be stopped: the bands 16 kHz x m +- 4.03 kHz. Its droop is free, since the
sharp filter at 16 kHz lifts it; so what a band lets through counts by how much its place below 4.03 kHz is lifted.
"""

import numpy as np
from scipy.optimize import linprog

LENGTH = 0.4  # ms: 18 taps at 44.1 kHz; shorter ones let several images of a tone add up in the band at low rates
COSINES = 5
EDGE = 4.03  # kHz
PASS, STOP, REACH, POINTS = 3.73, 4.035, 188, 2048  # kHz, kHz, taps each side, points of the transform


def transform(frequencies):
    """The Fourier transforms of the cosines, each over LENGTH: a row a frequency."""
    x = np.atleast_1d(frequencies) * LENGTH
    return np.array([0.5 * (np.sinc(x - m) + np.sinc(x + m)) if m else np.sinc(x) for m in range(COSINES)]).T


def short_kernel():
    """Minimax over the stop bands by linear programming, weights found by repetition."""
    bands = np.concatenate([np.linspace(16 * m - EDGE, 16 * m + EDGE, 160 if m < 4 else 60) for m in range(1, 20)])
    heard_at = np.abs(bands - 16 * np.round(bands / 16))
    rows, weight = transform(bands), np.ones(len(bands))
    for _ in range(8):
        weighted = rows * weight[:, None]
        cost = np.r_[np.zeros(COSINES - 1), 1]
        one = np.ones((len(bands), 1))
        limits = np.vstack([np.hstack([weighted[:, 1:], -one]), np.hstack([-weighted[:, 1:], -one])])
        bounds = [(None, None)] * (COSINES - 1) + [(0, None)]
        options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
        found = linprog(cost, A_ub=limits, b_ub=np.r_[-weighted[:, 0], weighted[:, 0]], bounds=bounds,
                        method="highs-ds", options=options)
        cosines = np.r_[1, found.x[:-1]]
        weight = 1 / np.abs(transform(heard_at) @ cosines)
    cosines = np.round(cosines, 9)
    return cosines, 20 * np.log10(np.max(np.abs(weight * (rows @ cosines))))


def sharp_kernel(cosines):
    """Minimax of the product of both filters by reweighted least squares (Lawson)."""
    grid = np.concatenate([np.linspace(0, PASS, 1500), np.linspace(STOP, 8, 3000)])
    wanted = (grid <= PASS) * 1.0
    taps = np.arange(REACH + 1)
    rows = np.cos(2 * np.pi * np.outer(grid, taps) / 16) * np.where(taps, 2, 1) * (transform(grid) @ cosines)[:, None]
    weight, best = np.ones(len(grid)), (np.inf, None)
    for _ in range(60):
        root = np.sqrt(weight)
        kernel, *_ = np.linalg.lstsq(rows * root[:, None], wanted * root, rcond=None)
        error = np.abs(rows @ kernel - wanted)
        best = min(best, (error.max(), kernel), key=lambda pair: pair[0])
        weight *= (error / error.max()) ** 0.5 + 1e-4
        weight /= weight.mean()
    return best[1], 20 * np.log10(best[0])


def literal(value):
    text = np.format_float_positional(value, unique=True, trim="0") if abs(value) >= 1e-3 else \
        np.format_float_scientific(value, unique=True, exp_digits=1)
    return text.replace("e+", "e").replace(".e", ".0e")


def main():
    cosines, short_error = short_kernel()
    kernel, sharp_error = sharp_kernel(cosines)
    taps = np.arange(REACH + 1)
    response = np.cos(2 * np.pi * np.outer(np.arange(POINTS // 2 + 1), taps) / POINTS) @ (kernel * np.where(taps, 2, 1))
    print(f"// short kernel: stop bands {short_error:.1f} dB after the lift, droop "
          f"{20 * np.log10(abs(transform(3.8) @ cosines)[0]):.1f} dB at 3.8 kHz")
    print(f"static let cosines = {[float(c) for c in cosines]}")
    print(f"// both together: {sharp_error:.1f} dB")
    line = "   "
    for value in response.astype(np.float32):
        word = f" {literal(value)},"
        if len(line) + len(word) > 118:
            print(line)
            line = "   "
        line += word
    print(line)


if __name__ == "__main__":
    main()
