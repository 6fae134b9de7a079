"""Trains the network that makes predictions of PNBTR plausible, and writes its weights into packages/pnbtr.

    npx tsx --conditions=@jamnet/source tools/pnbtr-training/dump.ts DUMP
    python3 tools/pnbtr-training/train.py DUMP packages/pnbtr/src/generated/envelope-weights.ts \
        packages/pnbtr/test/neural/envelope-reference.json

Wants numpy (Debian's python3-numpy) and a minute on one core. Seeded: the same dump gives the same weights on one machine.
What is learned, for each band and frame of a gap: a gain g for the prediction and an amount n of texture. With the energies of the
prediction P, the truth T and the texture X, the error is |gP - T|^2 + n^2 X, and the level |gP|^2 + n^2 X should be that of the truth.
"""

import argparse
import hashlib
import time

import numpy as np

from write_weights import write_reference, write_weights

INPUTS, FRAMES, BANDS, HIDDEN = 16, 24, 24, 12
HORIZONS = (2, 4, 8, 19)  # frames: 5, 11, 21 and 50 ms
FLOOR = 1e-7
SEED = 1
BATCH = 16


def shaped_share(x):
    """How much of the network's answer is used, for each loss, frame and band: as in packages/pnbtr/src/neural/shaper.ts."""
    expected = np.maximum(0, 10 ** x[..., 14] - 1e-3)
    frame = np.arange(1, FRAMES + 1)[:, None]
    error = expected * (1 + frame**2 / 4)
    return error / (error + 1e-3)


def load(path):
    raw = np.fromfile(path, dtype="<f4").reshape(-1, FRAMES, BANDS, INPUTS + 7).astype(np.float64)
    x = raw[..., :INPUTS]
    predicted, cross, truth, texture = (raw[..., INPUTS + k] for k in range(4))
    return x, (predicted, cross, truth, texture), raw[:, 0, 0, -1].astype(int), shaped_share(x)


class Network:
    """The same small network for each band; algebraic functions only, so that it gives the same bits everywhere."""

    def __init__(self, rng):
        def weights(a, b, gain=1.0):
            return rng.standard_normal((a, b)) * np.sqrt(1.5 / a) * gain

        self.p = [
            weights(INPUTS, HIDDEN),
            np.zeros(HIDDEN),
            weights(HIDDEN, HIDDEN),
            np.zeros(HIDDEN),
            weights(HIDDEN, 2, 0.1),
            np.array([2.0, 0.0]),
        ]
        self.first = [np.zeros_like(p) for p in self.p]
        self.second = [np.zeros_like(p) for p in self.p]
        self.steps = 0

    def forward(self, x):
        w1, b1, w2, b2, w3, b3 = self.p
        u = x @ w1 + b1
        a = u / (1 + np.abs(u))
        v = a @ w2 + b2
        b = v / (1 + np.abs(v))
        o = b @ w3 + b3
        loud, rough = o[..., 0], o[..., 1]
        gain = 0.6 * (1 + loud / (1 + np.abs(loud)))
        noise = (rough + np.sqrt(rough**2 + 0.01)) / 2
        return (x, a, b, loud, rough), gain, noise

    def backward(self, kept, d_gain, d_noise):
        x, a, b, loud, rough = kept
        _, _, w2, _, w3, _ = self.p
        d_o = np.stack(
            [
                d_gain * 0.6 / (1 + np.abs(loud)) ** 2,
                d_noise * 0.5 * (1 + rough / np.sqrt(rough**2 + 0.01)),
            ],
            axis=1,
        )
        d_v = d_o @ w3.T * (1 - np.abs(b)) ** 2
        d_u = d_v @ w2.T * (1 - np.abs(a)) ** 2
        return [x.T @ d_u, d_u.sum(0), a.T @ d_v, d_v.sum(0), b.T @ d_o, d_o.sum(0)]

    def step(self, gradients, rate):
        self.steps += 1
        size = np.sqrt(sum((g * g).sum() for g in gradients))
        for i, gradient in enumerate(gradients):
            g = gradient * min(1.0, 5.0 / size)
            self.first[i] = 0.9 * self.first[i] + 0.1 * g
            self.second[i] = 0.999 * self.second[i] + 0.001 * g * g
            mean = self.first[i] / (1 - 0.9**self.steps)
            spread = self.second[i] / (1 - 0.999**self.steps)
            self.p[i] -= rate * mean / (np.sqrt(spread) + 1e-8)


def error_of(energies, gain, noise):
    predicted, cross, truth, texture = energies
    return gain**2 * predicted - 2 * gain * cross + truth + noise**2 * texture


def figures(energies, gain, noise):
    """nmse in dB and mean difference of band levels in dB, at each horizon."""
    predicted, _, truth, texture = energies
    error = error_of(energies, gain, noise)
    level = np.abs(10 * np.log10((gain**2 * predicted + noise**2 * texture + FLOOR) / (truth + FLOOR)))
    parts = []
    for h in HORIZONS:
        ratio = np.maximum(error[:, :h].sum((1, 2)), 1e-9) / (truth[:, :h].sum((1, 2)) + 1e-9)
        parts.append(f"{(10 * np.log10(ratio)).mean():.2f}/{level[:, :h].mean():.2f}")
    return " ".join(parts)


def digest(path):
    with open(path, "rb") as dump:
        return hashlib.sha256(dump.read()).hexdigest()[:16]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dump")
    parser.add_argument("out")
    parser.add_argument("reference", help="what the network gives for some inputs, for a test")
    parser.add_argument("--level-weight", type=float, default=0.15, help="dB of level against dB of error")
    parser.add_argument("--epochs", type=int, default=20)
    options = parser.parse_args()

    x, energies, clip, share = load(options.dump)
    check = clip % 5 == 2  # clips that only stop us from fooling ourselves; still dev
    mean = x[~check].mean((0, 1, 2))
    scale = 1 / (x[~check].std((0, 1, 2)) + 1e-3)
    x = np.clip((x - mean) * scale, -6, 6)

    as_it_is = error_of(energies, 1.0, 0.0).sum(2)
    error_weight = np.zeros(as_it_is.shape)
    level_weight = np.zeros(FRAMES)
    for h in HORIZONS:
        error_weight[:, :h] += 4.34 / (as_it_is[:, :h].sum(1) + 1e-6)[:, None] / len(HORIZONS)
        level_weight[:h] += 1 / h / len(HORIZONS)
    level_weight *= options.level_weight / BANDS

    rng = np.random.default_rng(SEED)
    net = Network(rng)
    rows = np.where(~check)[0]
    begin = time.time()

    def shaped(part):
        _, gain, noise = net.forward(x[part].reshape(-1, INPUTS))
        gain, noise = (v.reshape(-1, FRAMES, BANDS) for v in (gain, noise))
        return 1 + share[part] * (gain - 1), share[part] * noise

    def report(label, part):
        chosen = tuple(e[part] for e in energies)
        plain = figures(chosen, np.ones_like(chosen[0]), np.zeros_like(chosen[0]))
        line = f"{label}: without {plain}, with {figures(chosen, *shaped(part))}"
        print(f"{line} ({time.time() - begin:.0f} s)", flush=True)
        return line

    for epoch in range(options.epochs):
        rate = 3e-3 * (0.5 * (1 + np.cos(np.pi * epoch / options.epochs)) + 0.02)
        rng.shuffle(rows)
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            p, c, t, tx = (e[part] for e in energies)
            kept, gain, noise = net.forward(x[part].reshape(-1, INPUTS))
            s = share[part]
            g, n = 1 + s * (gain.reshape(p.shape) - 1), s * noise.reshape(p.shape)
            level = g * g * p + n * n * tx + FLOOR
            off = 10 * np.log10(level / (t + FLOOR))
            pull = np.tanh(off / 2) * 4.34 / level * level_weight[None, :, None]
            weight = error_weight[part][..., None]
            d_gain = s * (weight * (2 * g * p - 2 * c) + pull * 2 * g * p) / len(part)
            d_noise = s * (weight + pull) * 2 * n * tx / len(part)
            net.step(net.backward(kept, d_gain.ravel(), d_noise.ravel()), rate)
        if epoch % 10 == 9:
            report(f"epoch {epoch + 1}, check clips", check)

    notes = [
        f"Seed {SEED}; {len(set(clip))} dev clips, {len(x)} losses; SHA-256 of the dump {digest(options.dump)}.",
        f"nmse dB/band level dB of {', '.join(f'{h * 128 / 48:.0f}' for h in HORIZONS)} ms;",
        report("learned clips", ~check),
        report("check clips", check),
    ]
    names = ["hidden1", "bias1", "hidden2", "bias2", "out", "biasOut"]
    arrays = {"mean": mean, "scale": scale, **dict(zip(names, net.p))}
    write_weights(options.out, arrays, HIDDEN, notes)
    # As they are stored.
    stored = {name: a.astype("<f4").astype(float) for name, a in arrays.items()}
    net.p = [stored[name] for name in names]
    told = np.random.default_rng(SEED).uniform(-4, 4, (BANDS, INPUTS)).astype("<f4").astype(float)
    _, gain, noise = net.forward(np.clip((told - stored["mean"]) * stored["scale"], -6, 6))
    write_reference(options.reference, {"inputs": told.ravel(), "gain": gain, "noise": noise})


if __name__ == "__main__":
    main()
