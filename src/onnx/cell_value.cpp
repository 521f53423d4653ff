// SPDX-License-Identifier: Apache-2.0
#include "onnx/cell_value.h"

#include <algorithm>
#include <utility>

namespace rda::onnx {
namespace {

using Kind = CellValue::Kind;

constexpr std::int64_t kLargest = 1000;  // of a value that is sliced

CellRef made(CellValue value) { return std::make_shared<const CellValue>(std::move(value)); }

/// The rows of a matrix of `cols` columns, or elements of a vector.
std::vector<double> rows(const std::vector<double>& all, std::int64_t begin, std::int64_t count,
                         std::int64_t cols) {
  const auto first = all.begin() + begin * cols;
  return {first, first + count * cols};
}

void add(std::vector<CellTerm>& terms, const CellTerm& term) {
  const auto same = std::ranges::find(terms, term.of, &CellTerm::of);
  if (same == terms.end()) return terms.push_back(term);
  for (std::size_t i = 0; i < term.weights.size(); ++i) same->weights[i] += term.weights[i];
}

}  // namespace

CellRef cell_input(std::int64_t width) { return made({Kind::input, width}); }

CellRef cell_value(Kind kind, std::vector<CellRef> args, std::string function) {
  CellValue value{kind, args.front()->width, std::move(function), std::move(args)};
  for (const CellRef& arg : value.args) value.size = std::min(value.size + arg->size, kLargest + 1);
  if (kind == Kind::joined) {
    value.width = 0;
    for (const CellRef& part : value.args) value.width += part->width;
  }
  return made(std::move(value));
}

CellRef cell_product(const CellRef& x, const std::vector<double>& weights, std::int64_t width) {
  const std::vector<CellRef> parts = x->kind == Kind::joined ? x->args : std::vector<CellRef>{x};
  CellValue value{Kind::affine, width};
  value.bias.assign(static_cast<std::size_t>(width), 0);
  std::int64_t first = 0;
  for (const CellRef& part : parts) {
    if (part->kind == Kind::affine) return nullptr;
    CellTerm term{part, {}};
    term.weights.reserve(static_cast<std::size_t>(width * part->width));
    for (std::int64_t row = 0; row < width; ++row)
      for (std::int64_t col = 0; col < part->width; ++col)
        term.weights.push_back(weights[static_cast<std::size_t>((first + col) * width + row)]);
    add(value.terms, term);
    first += part->width;
  }
  return made(std::move(value));
}

CellRef cell_sum(const CellRef& a, const CellRef& b) {
  if (a->kind != Kind::affine || b->kind != Kind::affine) return cell_value(Kind::sum, {a, b});
  CellValue value = *a;
  for (const CellTerm& term : b->terms) add(value.terms, term);
  std::ranges::transform(value.bias, b->bias, value.bias.begin(), std::plus());
  return made(std::move(value));
}

CellRef with_bias(const CellRef& value, const std::vector<double>& bias) {
  if (value->kind != Kind::affine) return nullptr;
  CellValue more = *value;
  std::ranges::transform(more.bias, bias, more.bias.begin(), std::plus());
  return made(std::move(more));
}

CellRef scaled(const CellRef& value, double factor) {
  if (value->kind != Kind::affine) return factor == 1 ? value : nullptr;
  CellValue result = *value;
  for (CellTerm& term : result.terms)
    for (double& weight : term.weights) weight *= factor;
  for (double& bias : result.bias) bias *= factor;
  return made(std::move(result));
}

CellRef cell_slice(const CellRef& value, std::int64_t begin, std::int64_t count) {
  if (begin == 0 && count == value->width) return value;
  if (value->kind == Kind::input || value->kind == Kind::joined || value->size > kLargest)
    return nullptr;
  CellValue part = *value;
  part.width = count;
  for (CellTerm& term : part.terms) term.weights = rows(term.weights, begin, count, term.of->width);
  if (value->kind == Kind::affine) part.bias = rows(part.bias, begin, count, 1);
  for (CellRef& arg : part.args)
    if (!(arg = cell_slice(arg, begin, count))) return nullptr;
  return made(std::move(part));
}

}  // namespace rda::onnx
