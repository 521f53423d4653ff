// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onnx/layers.h"

namespace rda::onnx {

/// Recognises attention (Luong, Pham, Manning 2015): scores = query · sequenceᵀ, perhaps times a
/// constant, weights = softmax of the scores over the steps of the sequence, context = weights ·
/// sequence, and the context joined with the query. The query may be a product with the one that is
/// joined; then the score is "general".
class Attention {
 public:
  Attention(Chain& chain, const Uses& uses) : chain_(chain), uses_(uses) {}

  /// The output of a node that is a part of attention; none if it is none.
  /// @throws WorkloadError  naming the node and what is supported
  std::optional<View> computed(Node& node);
  /// Refuses attention whose context nothing joins with the query.
  void end() const;

 private:
  struct Begun {
    std::string node, file;  ///< for messages
    View query, sequence;    ///< [sequences..., steps, elements]
    int over = 0;            ///< layer that makes the sequence
    bool one_reader = false;
    double scale = 1;
    bool complete = false;
  };
  struct Part {
    std::size_t attention = 0;
    std::string is;  ///< "the scores", "the weights", "the context"
  };

  const Part* part(const View* view) const;
  View add(const Node& node, Part part, const Shape& shape);
  std::optional<View> matmul(Node& node);
  View scores(const Node& node, const View& a, const View& b);
  View scaled(Node& node);
  View weights(Node& node);
  View context(const Node& node, const View& weights, const View& sequence);
  View joined_with_query(Node& node);
  View append(const Node& node, Begun& begun, const View& query);
  /// Turns the linear layer that makes the query into attention of score "general".
  View append_general(const Node& node, const Begun& begun, Layer layer, const View& query);

  Chain& chain_;
  const Uses& uses_;
  std::vector<Begun> begun_;
  std::map<int, Part> parts_;  // by source
};

}  // namespace rda::onnx
