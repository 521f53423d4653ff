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

    def forward(self, x):
        return self.rnn(self.embedding(x))


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
    """Writes model.onnx, and x to model.onnx.npz. @return the outputs that torch computes"""
    module.eval()
    torch.onnx.export(module, x, "model.onnx", input_names=["x"], output_names=["y"], opset_version=14,
                      dynamic_axes=dynamic or {})
    numpy.savez("model.onnx.npz", x=x.numpy())
    with torch.no_grad():
        return [t.numpy() for t in values_of(module(x))]
