// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/workload.h"

namespace rda::workload {

bool is_recurrent(LayerType type);
/// Whether a layer adds biases, unless it is told not to.
bool can_add_bias(const Layer& layer);
/// Whether a layer makes one step of a whole sequence.
bool ends_sequence(LayerType type);

/// A run over the steps of a sequence in one order, and its names.
struct Recurrence {
  bool reversed = false;
  std::string x, y;    ///< tensors of its input and output, if it is the first or the last
  std::string prefix;  ///< follows "layer<l>." in names of nodes and tensors
  std::string suffix;  ///< end of the names of torch's arrays
};
/// The recurrences of a layer of this direction, the forward one first.
std::vector<Recurrence> recurrences(Direction direction);

/// Elements that one recurrence makes: a part of the output of a layer.
struct Part {
  std::int64_t size = 0;
  bool reversed = false;  ///< the last step comes first
};

/// A layer with what follows from its place among the others.
struct PlacedLayer {
  Layer layer;
  int number = 0;
  std::int64_t input = 0;  ///< elements that it reads in a step
  Formats formats;
  Scales scales = {};
  bool scaled = false;                      ///< some layer has int8 operands, so values have scales
  std::vector<Part> parts = {};             ///< of its input; of the first layer: one
  std::vector<Recurrence> directions = {};  ///< in which it runs
  int domain = 0;                           ///< of its output
  std::int64_t steps = 1;                   ///< of its output
  bool begins = false;                      ///< its domain begins here: it reads whole sequences
  bool reads_padding = false;               ///< sequences of its input have steps that are padding
  bool ragged = false;                      ///< sequences of its output have steps that are padding
  std::vector<Part> attended = {};          ///< of attention: the parts of the sequence
  std::int64_t attended_steps = 0;          ///< of attention
  bool attends_ragged = false;              ///< of attention: the sequence has padding
  std::size_t fed = 0;                      ///< how many of the last parts are of the step before

  bool recurrent() const { return is_recurrent(layer.type); }
  bool has_c() const { return layer.type == LayerType::lstm; }
  /// Whether its first states are those of data, or 0: not of another layer.
  bool has_own_states() const { return recurrent() && layer.initial < 0; }
  bool has_table() const { return layer.type == LayerType::embedding; }
  /// Whether it is attention that adds query and step.
  bool adds_keys() const { return layer.score == AttentionScore::additive; }
  /// Elements of each gate; of a layer without weights: of its input.
  std::int64_t rows() const {
    if (layer.type == LayerType::linear || layer.type == LayerType::input || has_table() ||
        adds_keys())
      return layer.size;
    return recurrent() ? layer.hidden : input;
  }
  /// Elements of h, or of what another layer makes; in each direction.
  std::int64_t output() const { return layer.projection > 0 ? layer.projection : rows(); }
  /// Whether it reads which steps a sequence has.
  bool reads_mask() const;
  /// The parts of its output.
  std::vector<Part> outputs() const;
  /// The gates in the order in which torch stacks them; "y" of a linear layer, none of others.
  std::vector<std::string> gates() const;
  /// The gates that see c, in the order of their peepholes.
  std::vector<std::string> peepholes() const;
  /// Whether the biases of the input product and of the recurrent product of a gate are added at
  /// different places.
  bool biases_apart(std::string_view gate) const;
};

/// The layers of a workload, one after the other.
std::vector<PlacedLayer> layers_of(const Workload& workload);

/// Rows of the table that x of layer `number`, the first one or an input, numbers: of an embedding
/// that reads it. 0: it numbers none.
std::int64_t rows_numbered(const std::vector<PlacedLayer>& layers, int number);

/// The tensors that leave the chip, one for each part of the last layer's output.
std::vector<std::string> output_tensors(const PlacedLayer& last);

/// What distinguishes the names of the parts of a value: nothing, "2", "3", …
std::string part_suffix(std::size_t part);

/// Steps of a sequence.
std::int64_t length_of(const RunSpec& run, std::int64_t sequence);

/// Elements of x: `model.input`, or those of h of the first layer if it is 0.
int input_of(const Model& model);

}  // namespace rda::workload
