#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A translator as GNMT (Wu et al. 2016), of torch: an encoder of a bidirectional and a forward LSTM, and a decoder that
attends to all words and reads the context of the word before. scripts/export_torch.py makes a workload of its state
dict; the values of a chip that interpolates in its tables, and the exact ones, are those of torch. Skipped (exit code
77) where torch is not installed.

translation.py RDASIM SOURCE_DIR [HIDDEN [WORDS [STEPS]]]
"""
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch
    from torch import nn
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND, MEANING = 1e-3, 1e-5  # of the chip; torch computes in fp32


class Translator(nn.Module):
    def __init__(self, hidden, words):
        super().__init__()
        self.hidden = hidden
        self.source, self.target = nn.Embedding(words, hidden), nn.Embedding(words, hidden)
        self.both, self.encoder = nn.LSTM(hidden, hidden, bidirectional=True), nn.LSTM(2 * hidden, hidden)
        self.decoder, self.score = nn.LSTMCell(2 * hidden, hidden), nn.Linear(hidden, hidden, bias=False)
        self.top, self.head = nn.LSTM(2 * hidden, hidden), nn.Linear(hidden, words)

    def forward(self, x, known):
        """Scores of the words [steps, batch, words]. @param x, known  numbers of words [steps, batch]"""
        steps, (h, c) = self.encoder(self.both(self.source(x))[0])
        h, c, context, made = h[0], c[0], torch.zeros(x.shape[1], self.hidden), []
        for word in self.target(known):
            h, c = self.decoder(torch.cat([word, context], 1), (h, c))
            weights = torch.softmax((steps * self.score(h)).sum(2), 0)
            context = (weights[:, :, None] * steps).sum(0)
            made.append(torch.cat([context, h], 1))
        return torch.log_softmax(self.head(self.top(torch.stack(made))[0]), 2)


def network(hidden, words, steps):
    """The workload, with the prefix of each layer in the state dict."""
    lstm, words_in = {"type": "lstm", "hidden": hidden}, {"type": "embedding", "vocabulary": words, "size": hidden}
    return {"input": 1, "steps": steps, "batch": 1, "layers": [
        {**words_in, "weights": "source"},
        {**lstm, "direction": "bidirectional", "weights": "both"},
        {**lstm, "weights": "encoder"},
        {"type": "input", "size": 1, "steps": steps},
        {**words_in, "weights": "target"},
        {**lstm, "feed": 6, "initial": 2, "weights": "decoder"},
        {"type": "attention", "over": 2, "score": "general", "weights": "score"},
        {**lstm, "weights": "top"},
        {"type": "linear", "size": words, "weights": "head"},
        {"type": "log_softmax"}]}


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    hidden, words, steps = [int(n) for n in sys.argv[3:]] + [32, 60, 5][len(sys.argv) - 3:]
    torch.manual_seed(3)
    torch.set_num_threads(1)
    model = Translator(hidden, words).eval()
    x, known = torch.randint(0, words, (steps, 1)), torch.randint(0, words, (steps, 1))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        torch.save(model.state_dict(), "translator.pt")
        with open("layers.json", "w", encoding="utf-8") as file:
            json.dump(network(hidden, words, steps), file)
        numpy.savez("words.npz", x=x.numpy(), x_l3=known.numpy())
        with torch.no_grad():
            numpy.savez("torch.npz", y=model(x, known).numpy())
        script = os.path.join(source, "scripts", "export_torch.py")
        subprocess.run([script, "translator.pt", "--network", "layers.json", "-o", "translator.json"], check=True)
        done = subprocess.run([rdasim, "run", os.path.join(source, "configs", "plasticine_rnn.json"), "translator.json",
                               "--input", "words.npz", "--expected", "torch.npz", "--set", "/pmu/interpolation=true"],
                              check=False, capture_output=True, text=True)
        os.chdir("/")
    if done.returncode:
        print(done.stderr)
        return 1
    chip, exact = (float(n) for n in re.search(r"^  y +(\S+) +(\S+) ", done.stdout, re.M).groups())
    cycles = re.search(r"^cycles +([\d,]+)", done.stdout, re.M)[1]
    print(f"translation, {hidden} elements, {words} words, {steps} steps: largest difference {chip} (exact {exact}), "
          f"{cycles} cycles")
    return 0 if chip <= BOUND and exact <= MEANING else 1


if __name__ == "__main__":
    sys.exit(main())
