// SPDX-License-Identifier: Apache-2.0
#include "knobs/support_entries.h"

namespace rda::knobs {
namespace {

constexpr int kDoesNotMap = 3;

/// A network with long links and FIFOs that are just deep enough for it.
const std::vector<std::string> kLongLinks{"/network/hop_latency=4", "/pcu/fifo_depth/vector=8",
                                          "/pmu/fifo_depth/vector=8"};

/// Two layers in both directions on a chip with off-chip memory.
const std::vector<std::string> kTwoDirections{
    "/memory={}", "/grid/rows=16", "/grid/cols=18", "/layers=2", "/direction=bidirectional",
    "/hu=1",      "/ru=1"};

/// A chip on which the published unrolling fits.
const std::vector<std::string> kLarge{"/grid/rows=16", "/grid/cols=18"};

/// Two layers on a chip with off-chip memory, as one mapping and in two sections.
const std::vector<std::string> kTwoLayers{"/memory={}", "/layers=2", "/hu=1", "/ru=1"};
const std::vector<std::string> kTwoSections{"/memory={}", "/layers=2", "/hu=1", "/ru=1",
                                            "/sections=2"};

std::vector<Entry> chip_entries() {
  return {
      {"/clock_mhz", "500"},
      {"/grid/rows", "12"},
      {"/grid/cols", "12"},
      {"/grid/pattern", "checkerboard", Bench::lstm, {"/grid/rows=12", "/grid/cols=12"}},
      {"/grid/strip", "CM", Bench::lstm, {"/grid/rows=12", "/grid/cols=12"}},
      {"/pcu/lanes", "8"},
      {"/pcu/stages", "2", Bench::fp16},
      {"/pcu/stages", "1", Bench::lstm, {}, kDoesNotMap},
      {"/pcu/registers", "3"},
      {"/pcu/registers", "1", Bench::lstm, {}, kDoesNotMap},
      {"/pcu/packing", "false"},
      {"/pcu/fused", "false", Bench::lstm, {"/pcu/stages=8"}},
      {"/pcu/folded", "false", Bench::lstm, {}, kDoesNotMap},
      {"/pcu/latency", "all_stages"},
      {"/pcu/inputs/vector", "1", Bench::lstm, {}, kDoesNotMap},
      {"/pcu/inputs/scalar", "2"},
      {"/pcu/inputs/control", "0", Bench::control, {}, kDoesNotMap},
      {"/pcu/outputs/vector", "0", Bench::vectors, {}, kDoesNotMap},
      {"/pcu/outputs/scalar", "0", Bench::lstm, {}, kDoesNotMap},
      {"/pcu/outputs/control", "0", Bench::control, {}, kDoesNotMap},
      {"/pcu/fifo_depth/vector", "2", Bench::lstm, kLongLinks},
      {"/pcu/fifo_depth/scalar", "1"},
      {"/pcu/fifo_depth/control", "2", Bench::control},
      {"/pmu/banks", "2"},
      {"/pmu/capacity_kb", "40", Bench::lstm, {"/hidden=256", "/hu=2", "/ru=1"}},
      {"/pmu/capacity_kb", "1", Bench::lstm, {}, kDoesNotMap},
      {"/pmu/stages", "1", Bench::lstm, {}, kDoesNotMap},
      {"/pmu/read_latency", "2"},
      {"/pmu/max_slots", "1", Bench::lstm, {}, kDoesNotMap},
      {"/pmu/interpolation", "true"},
      {"/pmu/inputs/vector", "0", Bench::lstm, {}, kDoesNotMap},
      {"/pmu/inputs/scalar", "3", Bench::lstm, kLarge},
      {"/pmu/inputs/control", "0", Bench::control, {}, kDoesNotMap},
      {"/pmu/outputs/vector", "0", Bench::lstm, {}, kDoesNotMap},
      {"/pmu/outputs/scalar", "3", Bench::lstm, kLarge},
      {"/pmu/outputs/control", "0", Bench::control, {}, kDoesNotMap},
      {"/pmu/fifo_depth/vector", "1", Bench::lstm, {"/input=200", "/steps=6"}},
      {"/pmu/fifo_depth/scalar", "1"},
      {"/pmu/fifo_depth/control", "2", Bench::control},
      {"/network/hop_latency", "2"},
      {"/network/tracks/vector", "1"},
      {"/network/tracks/vector", "0", Bench::lstm, {}, kDoesNotMap},
      {"/network/tracks/scalar", "2"},
      {"/network/tracks/scalar", "0", Bench::lstm, {}, kDoesNotMap},
      {"/network/tracks/control", "0", Bench::control, {}, kDoesNotMap},
      {"/stream/sources/count", "0", Bench::lstm, {}, kDoesNotMap},
      {"/stream/sources/count", "1", Bench::vectors, {}, kDoesNotMap},
      {"/stream/sources/side", "east"},
      {"/stream/sources/offset", "1"},
      {"/stream/sources/spacing", "2", Bench::vectors, {}, kDoesNotMap},
      {"/stream/sources/width_bits", "32", Bench::lstm, {"/input=200"}},
      {"/stream/sources/interval", "40"},
      {"/stream/sinks/count", "0", Bench::lstm, {}, kDoesNotMap},
      {"/stream/sinks/count", "2", Bench::control, {}, kDoesNotMap},
      {"/stream/sinks/side", "west"},
      {"/stream/sinks/offset", "1"},
      {"/stream/sinks/spacing", "2", Bench::control, {}, kDoesNotMap},
      {"/stream/sinks/width_bits", "1", Bench::lstm, {}},
      {"/stream/sinks/interval", "100"},
      {"/stream/fifo_depth/vector", "2", Bench::control},
      {"/stream/fifo_depth/scalar", "2", Bench::control},
      {"/stream/fifo_depth/control", "2", Bench::control},
  };
}

std::vector<Entry> memory_entries() {
  const std::string ags = "/memory/ags/", channels = "/memory/channels/";
  std::vector<Entry> list{
      {ags + "count", "1", Bench::memory, {}, kDoesNotMap},
      {ags + "side", "north", Bench::memory, {}, kDoesNotMap},
      {ags + "both_sides", "false", Bench::memory, {}, kDoesNotMap},
      {ags + "offset", "1", Bench::memory, {}, kDoesNotMap},
      {ags + "stages", "1", Bench::memory, {}, kDoesNotMap},
      {ags + "outstanding", "5", Bench::memory},
      {ags + "fifo_depth/vector", "1", Bench::memory},
      {ags + "fifo_depth/scalar", "1", Bench::memory},
      {ags + "fifo_depth/control",
       "1",
       Bench::memory,
       {"/network/hop_latency=2", ags + "outstanding=64"}},
      {channels + "count", "2", Bench::memory},
      {channels + "burst_bytes", "128", Bench::memory},
      {channels + "interleave", "64", Bench::memory, {channels + "count=2"}},
      {channels + "queue", "1", Bench::memory, {channels + "model/cycles=9"}},
      {channels + "capacity_mb", "1", Bench::memory, {}, kDoesNotMap},
      {channels + "model", "{\"kind\": \"dram\"}", Bench::memory},
      {"/memory/host/generation", "2", Bench::memory},
      {"/memory/host/lanes", "4", Bench::memory},
      {"/memory/host/configure_us", "5", Bench::memory},
  };
  for (const std::string ports : {"inputs/", "outputs/"})
    for (const std::string kind : {"vector", "scalar", "control"})
      list.push_back({ags + ports + kind, "0", Bench::memory, {}, kDoesNotMap});
  return list;
}

std::vector<Entry> training_entries() {
  const Bench bench = Bench::training;
  const std::string precision = "/training/precision/", turbofan = "/training/turbofan/",
                    pipeline = "/training/pipeline/";
  const std::vector<std::string> momentum{"/training/optimizer=momentum"},
      adam{"/training/optimizer=adam"}, narrow{precision + "weights=bf16"},
      asynchronous{R"(/training/pipeline={"micro_batches":2,"schedule":"asynchronous"})"},
      measured{R"(/training/pipeline={"micro_batches":2,"forward_cycles":[1,1],)"
               R"("backward_cycles":[1,1],"update_cycles":[1,1]})"},
      failure{turbofan + "task=failure", "/training/loss=cross_entropy", "/layers/2/size=2"};
  return {
      {"/training/loss", "cross_entropy", bench, {"/training/turbofan=null", "/layers/2/size=2"}},
      {"/training/optimizer", "adam", bench},
      {"/training/learning_rate", "0.5", bench},
      {"/training/momentum", "0.5", bench, momentum},
      {"/training/beta1", "0.5", bench, adam},
      {"/training/beta2", "0.5", bench, adam},
      {"/training/epsilon", "0.5", bench, adam},
      {"/training/schedule", "linear", bench},
      {"/training/warmup", "2", bench},
      {"/training/clip_norm", "0.01", bench},
      {"/training/batches", "2", bench},
      {"/training/truncate", "1", bench},
      {"/training/simulate",
       "true",
       Bench::lstm,
       {"/training={}", "/grid/rows=24", "/grid/cols=24", "/hidden=2", "/input=2", "/hu=1", "/ru=1",
        "/stream/sources/count=3", "/stream/sinks/count=2"}},
      {"/training/stash",
       "recompute",
       Bench::lstm,
       {"/training={\"simulate\": true}", "/grid/rows=24", "/grid/cols=24", "/hidden=2", "/input=2",
        "/hu=1", "/ru=1", "/stream/sources/count=3", "/stream/sinks/count=2"}},
      {precision + "operands", "bf16", bench},
      {precision + "weights", "bf16", bench},
      {precision + "gradients", "bf16", bench},
      {precision + "state", "bf16", bench},
      {precision + "optimizer", "bf16", bench, momentum},
      {precision + "rounding", "stochastic", bench, narrow},
      {precision + "kahan", "true", bench, narrow},
      {precision + "loss_scale", "0.0001", bench, {precision + "gradients=fp16"}},
      {turbofan + "file", "engines.txt", bench},
      {turbofan + "task", "failure", bench, {}, 2},  // which the loss does not fit
      {turbofan + "engines", "6", bench},
      {turbofan + "cap", "60", bench},
      {pipeline + "stages", "1", bench, asynchronous},
      {pipeline + "micro_batches", "1", bench, asynchronous},
      {pipeline + "schedule", "synchronous", bench, asynchronous},
      {pipeline + "delay_scale", "0.001", bench, asynchronous},
      {pipeline + "forward_cycles", "[9,9]", bench, measured},
      {pipeline + "backward_cycles", "[9,9]", bench, measured},
      {pipeline + "update_cycles", "[9,9]", bench, measured},
      {pipeline + "handover_cycles", "1000000", bench, asynchronous},
      {turbofan + "horizon", "150", bench, failure},
  };
}

std::vector<Entry> workload_entries() {
  return {
      {"/cell", "gru"},
      {"/input", "40"},
      {"/hidden", "24"},
      {"/layers", "2", Bench::gru, {"/hu=1", "/ru=1"}},
      {"/batch", "3"},
      {"/direction", "bidirectional", Bench::gru, {"/hu=1", "/ru=1"}},
      {"/steps", "6"},
      {"/lengths", "[4, 2]", Bench::lstm, {"/batch=2", "/hu=1", "/ru=1"}},
      {"/repeat", "3"},
      {"/gru_reset", "before", Bench::gru},
      {"/rnn_activation", "relu", Bench::rnn},
      {"/formats/weights", "fp8_e5m2"},
      {"/formats/activations", "fp8_e5m2"},
      {"/formats/state", "bf16"},
      {"/formats/accumulate", "bf16", Bench::fp16},
      {"/scales/input_weights", "-6", Bench::int8},
      {"/scales/recurrent_weights", "-6", Bench::int8},
      {"/scales/input", "-5", Bench::int8},
      {"/scales/hidden", "-5", Bench::int8},
      {"/scales/rows", "power_of_two", Bench::int8},
      {"/data_seed", "2"},
      {"/data", "weights.npz", Bench::lstm, {"/hidden=4", "/steps=1"}},
      {"/inputs",
       "other_x.npz",
       Bench::lstm,
       {"/hidden=4", "/steps=1", "/data=no_x.npz", "/inputs=x.npz"}},
  };
}

std::vector<Entry> mapping_entries() {
  return {
      {"/policy", "auto", Bench::lstm, kLarge},
      {"/hu", "2", Bench::lstm, kLarge},
      {"/hv", "4", Bench::lstm, kLarge},
      {"/ru", "1", Bench::lstm, kLarge},
      {"/rv", "3", Bench::lstm, {}, kDoesNotMap},
      {"/turns", "2", Bench::lstm, {"/ru=1"}},  // a row of two cycles
      {"/sums", "\"chain\"", Bench::lstm, kLarge},
      {"/products", "\"input_first\"", Bench::lstm, kLarge},
      {"/weights",
       "\"shared\"",
       Bench::lstm,
       {"/grid/rows=16", "/grid/cols=18", "/hidden=256", "/hu=2", "/ru=1", "/pmu/capacity_kb=40"}},
      {"/sequences", "\"spilled\"", Bench::gru, kTwoDirections},
      {"/sections", "2", Bench::gru, kTwoLayers},
      {"/section", "2", Bench::gru, kTwoSections},
      {"/region_rows", "14", Bench::lstm, kLarge},
      {"/region_cols", "16", Bench::lstm, kLarge},
      {"/track_limit", "1", Bench::lstm, kLarge},
      {"/vector_fifo_limit", "1", Bench::lstm, kLarge},
      {"/scalar_fifo_limit", "1", Bench::lstm, kLarge},
      {"/seed", "2"},
      {"/place_effort", "40"},
  };
}

}  // namespace

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = [] {
    std::vector<Entry> list = chip_entries();
    for (const auto& more :
         {memory_entries(), workload_entries(), training_entries(), mapping_entries()})
      list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

}  // namespace rda::knobs
