// SPDX-License-Identifier: Apache-2.0
#include "onnx/cell_match.h"

#include <algorithm>
#include <array>
#include <utility>

namespace rda::onnx {
namespace {

using Kind = CellValue::Kind;

/// What a gate sums: W x + R h + b; the reset gate may multiply h, or R h + b.
struct Gate {
  std::vector<double> w, r, b, b_of_h;
};

class Matcher {
 public:
  Matcher(const CellStep& step, std::size_t h, std::size_t c)
      : x_(step.x),
        h_(step.states[h]),
        c_(step.states[c]),
        next_h_(step.next[h]),
        next_c_(step.next[c]) {
    cell_.h = h;
    cell_.c = c;
    cell_.input = x_->width;
    cell_.hidden = h_->width;
  }

  std::optional<MatchedCell> lstm() {
    const std::optional<Pair> out = find(next_h_, Kind::product, [&](const Pair& p) {
      return is(p.a, "Sigmoid") && is(p.b, "Tanh") && p.b->args[0] == next_c_;
    });
    const std::optional<Pair> sum = find(next_c_, Kind::sum, [&](const Pair& p) {
      return find(p.a, Kind::product,
                  [&](const Pair& q) { return is(q.a, "Sigmoid") && q.b == c_; }) &&
             find(p.b, Kind::product,
                  [&](const Pair& q) { return is(q.a, "Sigmoid") && is(q.b, "Tanh"); });
    });
    if (!out || !sum) return std::nullopt;
    const Pair kept = *find(sum->a, Kind::product,
                            [&](const Pair& q) { return q.b == c_ && is(q.a, "Sigmoid"); });
    const Pair taken = *find(sum->b, Kind::product,
                             [&](const Pair& q) { return is(q.b, "Tanh") && is(q.a, "Sigmoid"); });
    return stacked("LSTM", {gate(taken.a->args[0]), gate(out->a->args[0]), gate(kept.a->args[0]),
                            gate(taken.b->args[0])});
  }

  std::optional<MatchedCell> gru() {
    CellRef z, n;
    bool turned = false;
    // n + z ∘ (h − n)
    if (const auto sum = find(next_h_, Kind::sum, [&](const Pair& p) {
          return find(p.b, Kind::product,
                      [&](const Pair& q) {
                        return q.b->kind == Kind::difference && q.b->args[0] == h_ &&
                               q.b->args[1] == p.a;
                      })
              .has_value();
        })) {
      n = sum->a;
      z = find(sum->b, Kind::product, [&](const Pair& q) {
            return q.b->kind == Kind::difference;
          })->a;
    }
    // (1 − z) ∘ n + z ∘ h, or with 1 − z in place of z
    const auto mixed = find(next_h_, Kind::sum, [&](const Pair& p) {
      const auto of_h = find(p.b, Kind::product, [&](const Pair& q) { return q.b == h_; });
      return of_h &&
             find(p.a, Kind::product, [&](const Pair& q) { return complements(q.a, of_h->a); });
    });
    if (mixed) {
      const CellRef of_h =
          find(mixed->b, Kind::product, [&](const Pair& q) { return q.b == h_; })->a;
      const Pair of_n =
          *find(mixed->a, Kind::product, [&](const Pair& q) { return complements(q.a, of_h); });
      turned = of_h->kind == Kind::complement;
      n = of_n.b;
      z = turned ? of_n.a : of_h;
    }
    if (!z || !n || !is(z, "Sigmoid") || !is(n, "Tanh")) return std::nullopt;
    CellRef reset;
    const std::optional<Gate> candidate = reset_gate(n->args[0], reset);
    std::optional<Gate> update = gate(z->args[0]);
    if (!candidate || !update || !reset || !is(reset, "Sigmoid")) return std::nullopt;
    // 1 − sigmoid(a) = sigmoid(−a)
    if (turned)
      for (std::vector<double>* values : {&update->w, &update->r, &update->b})
        for (double& value : *values) value = -value;
    return stacked("GRU", {update, gate(reset->args[0]), candidate});
  }

  std::optional<MatchedCell> rnn() {
    if (!is(next_h_, "Tanh") && !is(next_h_, "Relu")) return std::nullopt;
    cell_.activation = next_h_->function;
    return stacked("RNN", {gate(next_h_->args[0])});
  }

 private:
  struct Pair {
    CellRef a, b;
  };

  static bool is(const CellRef& value, const char* function) {
    return value->kind == Kind::function && value->function == function;
  }
  static bool complements(const CellRef& a, const CellRef& b) {
    return (a->kind == Kind::complement && a->args[0] == b) ||
           (b->kind == Kind::complement && b->args[0] == a);
  }
  /// The operands of a value of this kind, in the order in which they are `right`.
  template <class Right>
  static std::optional<Pair> find(const CellRef& value, Kind kind, Right right) {
    if (value->kind != kind) return std::nullopt;
    for (const Pair& pair :
         {Pair{value->args[0], value->args[1]}, Pair{value->args[1], value->args[0]}})
      if (right(pair)) return pair;
    return std::nullopt;
  }

  Gate zeros() const {
    const auto of = [&](std::int64_t cols) {
      return std::vector<double>(static_cast<std::size_t>(h_->width * cols));
    };
    return {of(x_->width), of(h_->width), of(1), of(1)};
  }

  /// W x + R of + b
  std::optional<Gate> gate_of(const CellRef& value, const CellRef& of) const {
    if (value->kind != Kind::affine || value->width != h_->width) return std::nullopt;
    Gate gate = zeros();
    gate.b = value->bias;
    for (const CellTerm& term : value->terms) {
      if (term.of != x_ && term.of != of) return std::nullopt;
      (term.of == x_ ? gate.w : gate.r) = term.weights;
    }
    return gate;
  }
  std::optional<Gate> gate(const CellRef& value) const { return gate_of(value, h_); }

  /// W x + b + R (r ∘ h), or W x + b + r ∘ (R h + b'). @param reset  becomes r
  std::optional<Gate> reset_gate(const CellRef& value, CellRef& reset) {
    if (value->kind == Kind::affine) {
      for (const CellTerm& term : value->terms)
        if (const auto pair =
                find(term.of, Kind::product, [&](const Pair& p) { return p.b == h_; })) {
          reset = pair->a;
          return gate_of(value, term.of);
        }
      return std::nullopt;
    }
    std::optional<Gate> of_h;
    const auto sum = find(value, Kind::sum, [&](const Pair& p) {
      const auto pair =
          find(p.b, Kind::product, [&](const Pair& q) { return is(q.a, "Sigmoid") && gate(q.b); });
      if (!pair || !gate(p.a)) return false;
      reset = pair->a;
      of_h = gate(pair->b);
      return true;
    });
    if (!sum) return std::nullopt;
    const auto not_zero = [](double weight) { return weight != 0; };
    Gate made = *gate(sum->a);
    if (std::ranges::any_of(made.r, not_zero) || std::ranges::any_of(of_h->w, not_zero))
      return std::nullopt;
    cell_.linear_before_reset = true;
    made.r = of_h->r;
    made.b_of_h = of_h->b;
    return made;
  }

  std::optional<MatchedCell> stacked(const char* op,
                                     const std::vector<std::optional<Gate>>& gates) {
    cell_.op = op;
    std::vector<double> of_h;
    for (const std::optional<Gate>& gate : gates) {
      if (!gate) return std::nullopt;
      const auto append = [](std::vector<double>& to, const std::vector<double>& from) {
        to.insert(to.end(), from.begin(), from.end());
      };
      append(cell_.w, gate->w);
      append(cell_.r, gate->r);
      append(cell_.b, gate->b);
      append(of_h, gate->b_of_h);
    }
    cell_.b.insert(cell_.b.end(), of_h.begin(), of_h.end());
    return cell_;
  }

  const CellRef x_, h_, c_, next_h_, next_c_;
  MatchedCell cell_;
};

}  // namespace

std::optional<MatchedCell> match_cell(const CellStep& step) {
  if (step.states.size() == 1) {
    if (auto cell = Matcher(step, 0, 0).gru()) return cell;
    return Matcher(step, 0, 0).rnn();
  }
  if (step.states.size() != 2 || step.states[0]->width != step.states[1]->width)
    return std::nullopt;
  if (auto cell = Matcher(step, 0, 1).lstm()) return cell;
  return Matcher(step, 1, 0).lstm();
}

}  // namespace rda::onnx
