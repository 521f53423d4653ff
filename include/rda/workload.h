// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "rda/graph.h"
#include "rda/numerics.h"
#include "rda/override.h"
#include "rda/tensors.h"

namespace rda {

enum class Cell { lstm, gru, rnn };
constexpr std::array<std::string_view, 3> names(Cell) { return {"lstm", "gru", "rnn"}; }
/// Where the GRU's reset gate acts: after the recurrent product, h̃ = tanh(Wx + b + r∘(Uh + c))
/// (torch, cuDNN; ONNX linear_before_reset = 1), or before it, h̃ = tanh(Wx + b + U(r∘h) + c).
enum class GruReset { after, before };
constexpr std::array<std::string_view, 2> names(GruReset) { return {"after", "before"}; }
/// In which order a layer reads the sequence. The reverse direction reads x of step T − 1 first and
/// of step 0 last; bidirectional is one recurrence of each, side by side.
enum class Direction { forward, reverse, bidirectional };
constexpr std::array<std::string_view, 3> names(Direction) {
  return {"forward", "reverse", "bidirectional"};
}
enum class RnnActivation { tanh, relu };
constexpr std::array<std::string_view, 2> names(RnnActivation) { return {"tanh", "relu"}; }

/// What to run: an RNN, its sizes, formats and data.
struct Workload {
  std::string name;
  Cell cell = Cell::lstm;
  int input = 0;                             ///< features of x; 0 in the file means "as hidden"
  int hidden = 0;                            ///< units of a layer
  int layers = 1;                            ///< stacked; layer l > 0 reads the h of layer l − 1
  int batch = 1;                             ///< sequences
  Direction direction = Direction::forward;  ///< bidirectional: of one layer
  std::int64_t steps = 1;
  GruReset gru_reset = GruReset::after;
  RnnActivation rnn_activation = RnnActivation::tanh;
  Formats formats;
  Scales scales;
  std::uint64_t data_seed = 1;  ///< of generated weights and inputs
  std::string data;  ///< an .npz with them, relative to the workload file; empty: generated

  static void describe(auto& self, auto& visit);  // src/workload/workload_fields.h
};

/// Reads, overrides and checks a workload. Throws ConfigError.
Workload load_workload(const std::filesystem::path& file, std::span<const Override> overrides = {});
void check(const Workload& workload, const std::string& file);
/// Canonical JSON text: sorted keys, defaults filled in, trailing newline.
std::string to_json(const Workload& workload);

/// Lowers the cell to its operator graph: one time step, all layers. A bidirectional layer is two
/// recurrences that share nothing: step t of the graph is step t of the one and step T − 1 − t of
/// the other. The reverse direction reads "x.reverse" and makes "y.reverse", both in the order in
/// which it computes, and "reverse." follows "layer<l>." in the names of its nodes and tensors.
Graph lower(const Workload& workload);

/// The workload's tensors, by the names `lower` gives them: generated from `data_seed`, or read
/// from the .npz. Inputs are made for the first `steps` steps only.
///
/// Names: "x" [steps · batch, input] (item = step · batch + sequence), "x.reverse" the same with
/// the last step first, each if its direction is there; for layer l and gate g of
/// lstm (i, f, g, o), gru (r, z, n), rnn (h): "layer<l>.<g>.W" [hidden, input of the layer],
/// "layer<l>.<g>.U" [hidden, hidden], "layer<l>.<g>.b" [hidden, 1] the bias of the input product
/// plus that of the recurrent one, added in fp64 and rounded to fp32 (where they act apart, GRU n
/// with reset after: "layer<l>.n.bw", "layer<l>.n.bu"); "layer<l>.h0", "layer<l>.c0" [batch,
/// hidden]. Generated weights and biases are uniform in ±1/sqrt(hidden), x in ±1, states 0. The
/// .npz holds torch's arrays: weight_ih_l<l> [G·hidden, input], weight_hh_l<l>, bias_ih_l<l>,
/// bias_hh_l<l> with gates stacked i f g o / r z n, x [steps, batch, input], optional h0, c0
/// [layers, batch, hidden]; "_reverse" follows the array names of
/// the reverse direction, whose states come after the forward one's: [layers · directions, batch,
/// hidden].
/// @throws WorkloadError  naming the array, its shape and the one needed
Tensors make_tensors(const Workload& workload, std::int64_t steps);

}  // namespace rda
