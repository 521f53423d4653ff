// SPDX-License-Identifier: Apache-2.0
#include "training/update.h"

#include <map>
#include <utility>

#include "graph/backward.h"
#include "training/update_rules.h"

namespace rda::training {

std::string next_of(const std::string& tensor) { return tensor + ".next"; }

std::vector<std::string> kept_tensors(const Training& training, const std::string& parameter) {
  std::vector<std::string> kept;
  if (training.optimizer == Optimizer::momentum) kept.push_back(parameter + ".momentum");
  if (training.optimizer == Optimizer::adam)
    kept.insert(kept.end(), {parameter + ".mean", parameter + ".variance"});
  if (training.precision.kahan) kept.push_back(parameter + ".kahan");
  return kept;
}

namespace {

/// Of whole tensors, each one row of an input.
class WholeUpdate : private UpdateRules {
 public:
  explicit WholeUpdate(const Training& training) : UpdateRules(training, made_) {}

  Graph run(const std::vector<Parameter>& parameters) {
    made_.name = "update";
    for (const Parameter& parameter : parameters) add_number(parameter.rate);
    if (training_.optimizer == Optimizer::adam)
      for (const char* name : {kMeanCorrection, kVarianceCorrection}) add_number(name);
    std::vector<NodeId> gradients;
    for (const Parameter& parameter : parameters) gradients.push_back(gradient(parameter));
    if (training_.clip_norm > 0) clip(parameters, gradients);
    for (std::size_t p = 0; p < parameters.size(); ++p) update(parameters[p], gradients[p]);
    return std::move(made_);
  }

 private:
  NodeId input(const std::string& tensor, std::int64_t size) {
    return wide(b_.input(tensor, size, 0));
  }
  NodeId gradient_sum(const Parameter& parameter) override {
    return input(graph::gradient_of(parameter.name), parameter.elements());
  }
  NodeId kept(const Parameter& parameter, const std::string& tensor) override {
    return input(tensor, parameter.elements());
  }
  void keep(const std::string& tensor, NodeId node) override {
    made_.outputs.push_back({node, next_of(tensor)});
  }
  NodeId number(const std::string& name) override { return numbers_.at(name); }
  void add_number(const std::string& name) {
    if (!numbers_.contains(name)) numbers_[name] = input(name, 1);
  }

  void clip(const std::vector<Parameter>& parameters, std::vector<NodeId>& gradients) {
    NodeId total;
    for (std::size_t p = 0; p < gradients.size(); ++p) {
      const NodeId sum = squares(parameters[p], gradients[p]);
      const std::string name = graph::gradient_of(parameters[p].name) + ".squares_so_far";
      total = p == 0 ? sum : binary(Op::add, name, total, sum);
    }
    const NodeId factor = clip_factor(total);
    for (std::size_t p = 0; p < gradients.size(); ++p)
      gradients[p] = clipped(parameters[p], gradients[p], factor);
  }

  Graph made_;
  std::map<std::string, NodeId> numbers_;
};

}  // namespace

Graph update_graph(const Training& training, const std::vector<Parameter>& parameters) {
  return WholeUpdate(training).run(parameters);
}

}  // namespace rda::training
