# SPDX-License-Identifier: Apache-2.0
"""Networks of torch, exported to ONNX for tests."""
import warnings

import numpy
import torch
from torch import nn

ONE = {"batch_first": True}


class Net(nn.Module):
    """A recurrent network, what is taken of its outputs, and a head."""

    def __init__(self, rnn, take, *head):
        super().__init__()
        self.rnn, self.take, self.head = rnn, take, nn.Sequential(*head)

    def forward(self, x):
        y, state = self.rnn(x)
        return self.head(self.take(y, state[0] if isinstance(state, tuple) else state))


class Words(nn.Module):
    """A recurrent network that reads embeddings."""

    def __init__(self, words, rnn):
        super().__init__()
        self.embedding, self.rnn = nn.Embedding(words, rnn.input_size), rnn

    def forward(self, x, state=None):
        return self.rnn(self.embedding(x), state)


class Attends(nn.Module):
    """An encoder, and a decoder on whose outputs attention is applied (Luong, Pham, Manning 2015)."""

    def __init__(self, encoder, decoder, head, general=None, scale=1.0, query_first=False):
        super().__init__()
        self.encoder, self.decoder, self.head, self.general = encoder, decoder, head, general
        self.scale, self.query_first = scale, query_first
        self.batch_first = getattr(decoder, "rnn", decoder).batch_first

    def forward(self, x, z):
        steps, state = self.encoder(x)
        made = self.decoder(z, state)[0]
        if not self.batch_first:
            steps, made = steps.transpose(0, 1), made.transpose(0, 1)
        query = self.general(made) if self.general else made
        weights = torch.softmax(torch.bmm(query, steps.transpose(1, 2)) * self.scale, -1)
        context = torch.bmm(weights, steps)
        return self.head(torch.cat((made, context) if self.query_first else (context, made), -1))


def every(y, h):
    return y


def last(y, h):
    return h[-1]


def prepare():
    """The same weights and values in each run of a test."""
    warnings.filterwarnings("ignore")
    torch.manual_seed(3)
    torch.set_num_threads(1)


def values_of(made):
    """All tensors of an output, in the order of the graph's outputs."""
    return [made] if isinstance(made, torch.Tensor) else [t for part in made for t in values_of(part)]


def export(module, x, dynamic=None):
    """Writes model.onnx, and x (of several inputs: x, z) to model.onnx.npz. @return the outputs that torch computes"""
    module.eval()
    inputs = dict(zip("xz", x if isinstance(x, tuple) else (x,)))
    torch.onnx.export(module, tuple(inputs.values()), "model.onnx", input_names=list(inputs), output_names=["y"],
                      opset_version=14, dynamic_axes=dynamic or {})
    numpy.savez("model.onnx.npz", **{name: values.numpy() for name, values in inputs.items()})
    with torch.no_grad():
        return [t.numpy() for t in values_of(module(*inputs.values()))]
