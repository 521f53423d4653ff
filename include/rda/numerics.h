// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"

namespace rda {

/// Number formats of the chip's datapath.
///
/// fp8 follows OCP 8-bit Floating Point (OFP8): e4m3 has no infinity and one NaN pattern per sign,
/// largest finite value 448; e5m2 is IEEE-like, largest finite value 57344. int8 is two's
/// complement with a power-of-two scale that travels apart.
enum class Format { fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8, int32 };
constexpr std::array<std::string_view, 7> names(Format) {
  return {"fp32", "bf16", "fp16", "fp8_e4m3", "fp8_e5m2", "int8", "int32"};
}

/// What values are rounded to a format for: weights of a product, its other operand, a state, or an
/// output of the graph.
enum class RoundedUse { weights, operand, state, output };
constexpr std::array<std::string_view, 4> names(RoundedUse) {
  return {"weights", "operand", "state", "output"};
}

/// Bits of one value: 32, 16 or 8.
int bits(Format format);
inline int bytes(Format format) { return bits(format) / 8; }

/// The value nearest to `value` that `format` can hold, ties to even; beyond the largest finite
/// value it saturates to it (NaN stays NaN where the format has one). For int8 and int32 the
/// nearest multiple of 2^`scale`, saturating. `scale` is ignored by the floating-point formats.
double round_to(Format format, double value, int scale = 0);

/// One of the two values of a floating-point format on both sides of `value`, so that the mean over
/// all `bits` is the value: the one that is not nearest where bits · 2^−32 is below its share.
/// Beyond the largest finite value as round_to().
double round_at_random(Format format, double value, std::uint32_t bits);

/// What the random bits of stochastic rounding follow from, besides the name of the value and the
/// number of the element: the same numbers give the same bits, in whatever order they are asked.
struct Noise {
  std::uint64_t seed = 0, batch = 0;
};
/// The random bits of an element of a value.
std::uint32_t random_bits(const Noise& noise, std::string_view value, std::size_t element);

/// The bit pattern of round_to(format, value, scale), in the low bits of the result.
std::uint32_t encode(Format format, double value, int scale = 0);

/// The value a bit pattern stands for (the low bits(format) bits are used).
double decode(Format format, std::uint32_t pattern, int scale = 0);

/// Functions that are sampled in tables. The entries come from arithmetic that IEEE 754 fixes to
/// the last bit, never from libm. docs/numerics.md has the index and the value of each; those of
/// sigmoid and tanh (1024 entries, bias −8, scale 64) are from the Plasticine compiler's LSTM
/// program, the mid-point and the others are our choice.
inline constexpr int kTableEntries = 1024;
enum class Function { sigmoid, tanh, exp, log, reciprocal, rsqrt, softplus, erf };
constexpr std::array<std::string_view, 8> names(Function) {
  return {"sigmoid", "tanh", "exp", "log", "reciprocal", "rsqrt", "softplus", "erf"};
}
/// The values at the middles of the intervals.
std::span<const float, kTableEntries> function_table(Function function);
/// The entry that the function reads for x, [0, 1023]; NaN gives 0.
int table_index(Function function, float x);
/// The index of sigmoid and tanh: clamp(floor((x + 8) · 64), 0, 1023).
int table_index(float x);
/// What the function makes of x and the entry that it read for x.
float value_of_entry(Function function, float x, float entry);
float look_up(Function function, float x);

/// An entry of a table between whose entries look-ups interpolate: the parabola through the values
/// of the function where an interval begins, in its middle and where it ends.
struct QuadraticEntry {
  float value, slope, curve;
};
inline constexpr int kQuadraticWords = 3;
std::span<const QuadraticEntry, kTableEntries> quadratic_table(Function function);
/// The interval of x in such a table, [0, 1023], and which part of it lies before x, [0, 1].
struct TablePosition {
  int index;
  float part;
};
/// As table_index(); but those of sigmoid, tanh and erf are of |x|, and of other widths.
TablePosition quadratic_position(Function function, float x);
/// value + (slope + curve · part) · part: two products and two sums, each rounded to fp32.
inline constexpr int kInterpolationSteps = 4;
float interpolate(const QuadraticEntry& entry, float part);
float look_up_interpolated(Function function, float x);

/// The larger and the smaller of two values (`maximum` and `minimum` of IEEE 754-2019): NaN if one
/// of them is NaN, and −0 is below +0. So the order of a tree does not matter.
float maximum(float a, float b);
float minimum(float a, float b);

/// The sum and the largest of the lanes of a vector, one or more: by the tree of a map-reduce,
/// which combines neighbours level by level (a last odd lane passes on), each sum rounded to fp32.
float sum_of_lanes(std::span<const float> lanes);
float maximum_of_lanes(std::span<const float> lanes);

/// The map-reduce datapath of a PCU: how one step multiplies and adds.
///
/// One step takes `lanes · (32 / bits)` weights and as many activations (without packing: `lanes`
/// of each). 8-bit floats: each product is rounded to fp16 (saturating), neighbours (0+1, 2+3) are
/// added in fp16 (saturating), then both pair sums in fp32. 16-bit floats: each product exact in
/// fp32, neighbours added in fp32. fp32: one product, rounded to fp32. int8: products in int16,
/// neighbours added in int16 (saturating), then in int32 (saturating). Without packing a lane is
/// one product, rounded to fp32; int8: in int32. Then the lane tree adds neighbours, level by
/// level, in `accumulate` (a last odd lane passes on), and the result is added to the accumulator.
/// `accumulate` fp32, bf16 or fp16 rounds every addition of tree and accumulator; int32 (int8 only)
/// saturates. Zhao, Zhang, Olukotun, SysML 2019, §4.
struct MapReduceFormat {
  Format values = Format::fp8_e4m3;  ///< of weights and activations bit patterns (same width)
  Format activations = Format::fp8_e4m3;
  Format accumulate = Format::fp32;
  int lanes = 16;
  bool packing = true;  ///< 8- and 16-bit values packed into 32-bit words; else one value a word

  int values_per_vector() const { return packing ? lanes * 32 / bits(values) : lanes; }
};

/// The accumulators of kRows dot products with the same activations: the same sums as one after
/// the other, in less time.
template <std::size_t kRows>
class MapReduceRows {
 public:
  /// @throws InternalError  for formats of different width, or a combination the datapath has no
  /// unit for
  explicit MapReduceRows(const MapReduceFormat& format);
  void reset();
  /// @param weights  decoded values (int8 with scale 0), [values_per_vector(), kRows]
  /// @param activations  decoded values, [values_per_vector()]
  void add(std::span<const float> weights, std::span<const float> activations);
  /// The sum of a row as fp32; for int8 the int32 accumulator times 2^`scale`, rounded once to
  /// fp32.
  float result(std::size_t row, int scale = 0) const;

 private:
  MapReduceFormat format_;
  std::array<float, kRows> sums_{};
  std::array<std::int32_t, kRows> integer_sums_{};
};
/// The rows of which MapReduceRows is made, besides one.
inline constexpr std::size_t kRowsAtOnce = 8;

/// The accumulator of one dot product: add(weights, activations) for every vector, then result().
class MapReduce {
 public:
  /// @throws InternalError  as MapReduceRows
  explicit MapReduce(const MapReduceFormat& format) : format_(format), row_(format) {}
  void reset() { row_.reset(); }
  /// Both are `values_per_vector()` bit patterns, one per element, already unpacked.
  void add(std::span<const std::uint32_t> weights, std::span<const std::uint32_t> activations);
  /// The same for patterns that were decoded before (int8 with scale 0): faster where weights are
  /// used often.
  void add(std::span<const float> weights, std::span<const float> activations) {
    row_.add(weights, activations);
  }
  /// As MapReduceRows::result.
  float result(int scale = 0) const { return row_.result(0, scale); }

 private:
  MapReduceFormat format_;
  MapReduceRows<1> row_;
};

/// How a mapping orders the additions of a dot product: for each gate the cuts, in vectors of
/// `MapReduceFormat::values_per_vector()` columns, of its products' columns laid end to end, each
/// product padded to a whole number of vectors. Slice s is vectors [cuts[s], cuts[s+1]). A sum adds
/// the partial sums of its products slice by slice in ascending order (a slice that holds columns
/// of products with another sum or another scale gives one partial sum to each; within a sum,
/// products of different scale in one slice in the order of the columns), then its other arguments
/// in their order, each addition rounded to fp32. With `bias_first` the other arguments are added
/// right after the first partial sum: as dot units do that pass the sum on from slice to slice.
///
/// `folds` orders the reductions of all elements of a vector, by the name of the node: with folds
/// {0, a, b, …, P}, accumulator 0 combines the elements i whose i mod P is below a, in ascending
/// order; accumulator 1 those from a to b; then the accumulators are combined, the first with the
/// second and so on. Without an entry one accumulator combines all.
///
/// With `rows_in_lanes` each lane of a dot unit adds up a row of its own: the map-reduce of a row
/// has one lane, and the cuts count words. With `interpolation` look-ups interpolate between the
/// entries of their tables.
struct ReductionOrder {
  int lanes = 16;
  bool packing = true;
  std::map<std::string, std::vector<int>> cuts;  ///< gate → cuts, from 0 to the gate's vectors
  bool bias_first = false;
  std::map<std::string, std::vector<int>> folds = {};
  bool rows_in_lanes = false;
  bool interpolation = false;

  std::vector<int> folds_of(const std::string& node) const {
    const auto found = folds.find(node);
    return found == folds.end() ? std::vector{0, 1} : found->second;
  }
  static void describe(auto& self, auto& visit) {
    visit("lanes", self.lanes, Range{1, 64}, Doc{"SIMD lanes of a dot unit", "lanes"});
    visit("rows_in_lanes", self.rows_in_lanes,
          Doc{"each lane of a dot unit adds up a row of its own"});
    visit("packing", self.packing, Doc{"8- and 16-bit values packed into words"});
    visit("bias_first", self.bias_first, Doc{"biases are added after the first slice, not last"});
    visit("interpolation", self.interpolation,
          Doc{"look-ups interpolate between the entries of their tables"});
    visit(
        "cuts", self.cuts,
        Doc{"for each gate where its slices begin and end (words with rows_in_lanes)", "vectors"});
    visit("folds", self.folds,
          Doc{"for each reduction where the positions of its accumulators begin and end", "rows"});
  }
};

/// Columns of `columns` values in whole vectors.
inline int vectors_for(std::int64_t columns, int values_per_vector) {
  return static_cast<int>((columns + values_per_vector - 1) / values_per_vector);
}

}  // namespace rda
