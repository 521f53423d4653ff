// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rda::onnx {

struct CellValue;
using CellRef = std::shared_ptr<const CellValue>;

/// A product of weights [width of the sum, width of `of`], row-major, with a value.
struct CellTerm {
  CellRef of;
  std::vector<double> weights;
};

/// A row of a value in the body of a Scan or Loop, as what it is computed of: two values are the
/// same if they are one object.
struct CellValue {
  enum class Kind {
    input,       ///< of the body: a state, or the elements of a step
    affine,      ///< sum of products and a bias
    function,    ///< `function` of args[0]
    product,     ///< args[0] ∘ args[1]
    sum,         ///< args[0] + args[1]
    difference,  ///< args[0] − args[1]
    complement,  ///< 1 − args[0]
    joined       ///< args, side by side
  };
  Kind kind = Kind::input;
  std::int64_t width = 0;
  std::string function = {};  ///< "Sigmoid", "Tanh", "Relu"
  std::vector<CellRef> args = {};
  std::int64_t size = 1;  ///< values that a walk through all args passes, itself among them
  std::vector<CellTerm> terms = {};  ///< of an affine value
  std::vector<double> bias = {};     ///< of an affine value: one for each element
};

CellRef cell_input(std::int64_t width);
CellRef cell_value(CellValue::Kind kind, std::vector<CellRef> args, std::string function = {});
/// x · weights [width of x, width], each part of joined values by its rows; none if x is affine.
CellRef cell_product(const CellRef& x, const std::vector<double>& weights, std::int64_t width);
/// The sum of two values of one width; that of two affine ones is affine.
CellRef cell_sum(const CellRef& a, const CellRef& b);
/// An affine value with a bias more; none if it is not affine.
CellRef with_bias(const CellRef& value, const std::vector<double>& bias);
/// An affine value times a number; none if it is not affine.
CellRef scaled(const CellRef& value, double factor);
/// Elements begin to begin + count; none of a part of an input, or if the value is too large.
CellRef cell_slice(const CellRef& value, std::int64_t begin, std::int64_t count);

}  // namespace rda::onnx
