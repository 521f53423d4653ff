#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random networks of listed layers learn as torch's autograd and optimizers say in float64: losses, gradients of the
first batch and weights after the last one agree to 1e-8. Skipped (exit code 77) where torch is not installed.

training.py TRAINING_VALUES [NETWORKS [SEED]]
"""
import json
import os
import random
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch

    from drawn_networks import arrays_of, draw
    from expected_values import outputs_of
    from parameters import pieces_of
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND = 1e-8


def draw_training(rng, workload):
    optimizer = rng.choice(["sgd", "momentum", "adam"])
    loss = rng.choice(["mse", "cross_entropy"])
    if workload["layers"][-1]["type"] in ["softmax", "log_softmax"]:
        loss = "mse"  # cross_entropy has a softmax of its own
    training = {"loss": loss, "optimizer": optimizer, "batches": rng.randint(1, 3),
                "learning_rate": rng.choice([0.001, 0.01])}
    if optimizer == "momentum":
        training["momentum"] = rng.choice([0.5, 0.9])
    if rng.random() < 0.5:
        training["clip_norm"] = rng.choice([0.01, 0.1, 1])
    if rng.random() < 0.3:
        training["truncate"] = rng.randint(1, workload["steps"])
    return training


def optimizer_of(training, leaves):
    rate = training["learning_rate"]
    if training["optimizer"] == "adam":
        return torch.optim.Adam(leaves, rate)
    return torch.optim.SGD(leaves, rate, training.get("momentum", 0))


def loss_of(workload, y, target):
    """The mean over the items that are no padding."""
    real = torch.ones(y.shape[:2], dtype=torch.float64)
    if "lengths" in workload and len(y) == workload["steps"] and not ends_sequence(workload):
        real = (torch.arange(len(y))[:, None] < torch.tensor(workload["lengths"])[None]).double()
    if workload["training"]["loss"] == "mse":
        return ((y - target) ** 2 * real[:, :, None]).sum() / real.sum() / y.shape[2]
    return -((target * torch.log_softmax(y, 2)).sum(2) * real).sum() / real.sum()


def ends_sequence(workload):
    return any(layer["type"] in ["last", "mean", "input"] for layer in workload["layers"])


def compare(workload, arrays, got):
    """The largest difference from what torch computes."""
    training = workload["training"]
    pieces = [piece for piece in pieces_of(workload, {name: got[name].shape for name in got.files}) if piece.name in got.files]
    base = {name: torch.from_numpy(values).double() for name, values in arrays.items()}
    leaves = {piece.name: piece.value(base).clone().requires_grad_() for piece in pieces}
    target = torch.from_numpy(numpy.concatenate([got[name].astype(numpy.float64) for name in got.files
                                                 if name.startswith("target")], 1))
    optimizer, error = optimizer_of(training, list(leaves.values())), 0.0
    if set(leaves) != {name for name in got.files if f"{name}.gradient" in got.files}:
        return 9.0
    for batch in range(training["batches"]):
        t = dict(base)
        for piece in pieces:
            piece.put(t, leaves[piece.name])
        if "truncate" in training:
            t["truncate"] = training["truncate"]
        y = outputs_of(workload, t)["y"]
        loss = loss_of(workload, y, target.reshape(y.shape))
        optimizer.zero_grad()
        loss.backward()
        error = max(error, abs(loss.item() - float(got["loss"][batch])))
        if batch == 0:
            for name, leaf in leaves.items():
                error = max(error, float((leaf.grad - torch.from_numpy(got[name + ".gradient"])).abs().max()))
        if "clip_norm" in training:
            torch.nn.utils.clip_grad_norm_(list(leaves.values()), training["clip_norm"])
        optimizer.step()
    for name, leaf in leaves.items():
        error = max(error, float((leaf.detach() - torch.from_numpy(got[name]).double()).abs().max()))
    return error


def main():
    program = os.path.abspath(sys.argv[1])
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    torch.set_num_threads(1)
    worst, failed, cases = 0.0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        while len(cases) < networks:
            number, workload = len(cases), draw(rng)
            workload["training"] = draw_training(rng, workload)
            arrays = arrays_of(workload, numpy.random.default_rng(rng.getrandbits(32)))
            if not can_learn(workload):
                continue
            numpy.savez(f"{number}.npz", **arrays)
            with open(f"{number}.json", "w", encoding="utf-8") as file:
                json.dump({**workload, "data": f"{number}.npz"}, file)
            cases.append((workload, arrays))
        subprocess.run([program] + [f"{number}.json" for number in range(networks)], check=True)
        for number, (workload, arrays) in enumerate(cases):
            with numpy.load(f"{number}.json.values") as got:
                error = compare(workload, arrays, got)
            worst = max(worst, error)
            if not error <= BOUND:
                failed += 1
                print(f"WRONG: {error} {json.dumps(workload)}")
        os.chdir("/")
    print(f"{networks} networks, largest difference {worst:.3g}, wrong: {failed}")
    return 1 if failed else 0


def can_learn(workload):
    """Whether a layer behind the last input has something to learn, and all layers have gradients."""
    layers = workload["layers"]
    return all(layer.get("score") != "additive" for layer in layers) and any(layer["type"] not in ["softmax", "log_softmax", "last", "mean", "input"] for layer in layers)


if __name__ == "__main__":
    sys.exit(main())
