// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/training.h"

namespace rda {

namespace workload {

inline constexpr Range kWideFormats{0, static_cast<double>(Format::fp16)};  // fp32, bf16, fp16

}  // namespace workload

void Precision::describe(auto& self, auto& visit) {
  visit("operands", self.operands, workload::kWideFormats,
        Doc{"format of what products multiply: weights, activations, gradients; fp32, bf16, fp16"});
  visit("weights", self.weights, workload::kWideFormats,
        Doc{"format of weights between batches; fp32 beside narrower operands: master weights"});
  visit("gradients", self.gradients, workload::kWideFormats, Doc{"format of gradients by weights"});
  visit("state", self.state, workload::kWideFormats,
        Doc{"format of c, of the h that a GRU blends, and of gradients that "
            "are carried from step to step"});
  visit("optimizer", self.optimizer, workload::kWideFormats,
        Doc{"format of momentum, mean and variance, and of Kahan terms"});
  visit("rounding", self.rounding, Doc{"rounding of weights and of the optimizer's values"});
  visit("kahan", self.kahan,
        Doc{"each weight has a term that holds what its rounding has left out"});
  visit("loss_scale", self.loss_scale, Range{1e-30, 1e30},
        Doc{"the loss is multiplied by it, and the sums of gradients are divided by it"});
}

void Turbofan::describe(auto& self, auto& visit) {
  visit("file", self.file,
        Doc{"file of NASA's C-MAPSS data of engines that run until they fail, such as "
            "train_FD001.txt, relative to this file; empty: generated"});
  visit("task", self.task,
        Doc{"remaining_life: cycles until the failure, as a part of cap; failure: whether it is "
            "within the horizon"});
  visit("engines", self.engines, Range{2, 100000}, Doc{"engines that are generated", "engines"});
  visit("cap", self.cap, Range{1, 100000}, Doc{"largest remaining life", "cycles"});
  visit("horizon", self.horizon, Range{1, 100000},
        Doc{"cycles before a failure in which it is foreseen", "cycles"});
}

void Pipeline::describe(auto& self, auto& visit) {
  constexpr Range kCycles{1, 1e12};
  visit("stages", self.stages, Range{1, 64},
        Doc{"stages, each on a chip of its own: their number, or a list of the first layer of each",
            "stages"});
  visit("micro_batches", self.micro_batches, Range{1, 4096},
        Doc{"equal parts of a batch, which follow each other through the stages", "micro-batches"});
  visit("schedule", self.schedule,
        Doc{"synchronous: an update behind each batch; asynchronous: behind each micro-batch; "
            "chimera: synchronous, with micro-batches in both directions"});
  visit("delay_scale", self.delay_scale, Range{0, 1e6},
        Doc{"asynchronous: the learning rate of a stage is at most this divided by its delay in "
            "updates; 0: not scaled"});
  visit("forward_cycles", self.forward_cycles, kCycles,
        Doc{"of each stage: forward pass of a micro-batch; empty: its multiply-accumulates",
            "cycles"});
  visit("backward_cycles", self.backward_cycles, kCycles,
        Doc{"of each stage: backward pass of a micro-batch; empty: twice the forward pass",
            "cycles"});
  visit("update_cycles", self.update_cycles, Range{0, 1e12},
        Doc{"of each stage: update; empty: as many as weights of its products", "cycles"});
  visit("handover_cycles", self.handover_cycles, Range{0, 1e12},
        Doc{"from the end of a stage to the begin of the next one", "cycles"});
}

void Training::describe(auto& self, auto& visit) {
  visit("loss", self.loss,
        Doc{"mse: mean square of y - target; cross_entropy: of softmax(y) and the target"});
  visit("optimizer", self.optimizer, Doc{"how gradients change weights, as in torch.optim"});
  visit("learning_rate", self.learning_rate, Range{0, 1e6}, Doc{"size of a change"});
  visit("momentum", self.momentum, Range{0, 1}, Doc{"momentum: what is kept of the change before"});
  visit("beta1", self.beta1, Range{0, 0.999999999}, Doc{"adam: what is kept of the mean"});
  visit("beta2", self.beta2, Range{0, 0.999999999}, Doc{"adam: what is kept of the variance"});
  visit("epsilon", self.epsilon, Range{0, 1}, Doc{"adam: added to the root of the variance"});
  visit("schedule", self.schedule,
        Doc{"learning rate from batch to batch: constant, or falling to 0 along a line or cosine"});
  visit("warmup", self.warmup, Range{0, 1e9},
        Doc{"first batches, in which the learning rate rises in equal steps", "batches"});
  visit("clip_norm", self.clip_norm, Range{0, 1e30},
        Doc{"largest norm of all gradients together, as torch's clip_grad_norm_; 0: any"});
  visit("batches", self.batches, Range{1, 1e9}, Doc{"updates of the weights", "batches"});
  visit("truncate", self.truncate, Range{0, 1e12},
        Doc{"gradients by the states of recurrent layers are cut each time after so many steps; 0: "
            "never",
            "steps"});
  visit(
      "simulate", self.simulate,
      Doc{"whether run, map and explain take a batch of training; otherwise they take inference"});
  visit("stash", self.stash,
        Doc{"where a batch that is simulated keeps what its backward pass reads of the forward "
            "pass: in PMUs, in PMUs but for what is computed again, or in off-chip memory; policy: "
            "the first that fits"});
  visit("precision", self.precision, Doc{"formats and rounding in the chip's arithmetic"});
  visit("turbofan", self.turbofan,
        Doc{"sensors of engines until they fail; null: one batch of x, with targets from the file "
            "of data, or generated"});
  visit("pipeline", self.pipeline,
        Part{"stages of layers on chips of their own; null: all layers on one chip"});
}

}  // namespace rda
