// SPDX-License-Identifier: Apache-2.0
#include "onnx/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "rda/error.h"

namespace rda::onnx {

static_assert(std::endian::native == std::endian::little,
              "numbers are copied without a change of byte order");

void WireReader::fail(const std::string& problem) const {
  throw WorkloadError(where_, fmt::format("is damaged or no ONNX model: {}", problem));
}

std::uint64_t WireReader::varint() {
  constexpr int kBits = 64, kStep = 7;
  std::uint64_t value = 0;
  for (int shift = 0; shift < kBits; shift += kStep) {
    if (rest_.empty()) fail("it ends within a number");
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
  fail("a number has more than 64 bits");
}

std::string_view WireReader::take(std::uint64_t count) {
  if (count > rest_.size())
    fail(fmt::format("field {} has {} bytes, and {} are left", field_, count, rest_.size()));
  const std::string_view taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

void WireReader::skip() {
  if (kind_ == Kind::varint)
    varint();
  else
    take(kind_ == Kind::length ? varint() : kind_ == Kind::eight ? 8 : 4);
}

bool WireReader::next() {
  if (pending_) skip();
  pending_ = false;
  if (rest_.empty()) return false;
  const std::uint64_t key = varint();
  constexpr std::uint64_t kMostFields = (1U << 29) - 1;
  if (key >> 3 == 0 || key >> 3 > kMostFields) fail(fmt::format("field {}", key >> 3));
  field_ = static_cast<int>(key >> 3);
  kind_ = static_cast<Kind>(key & 7);
  if (kind_ != Kind::varint && kind_ != Kind::eight && kind_ != Kind::length && kind_ != Kind::four)
    fail(fmt::format("field {} is of kind {}", field_, key & 7));
  pending_ = true;
  return true;
}

void WireReader::expect(Kind kind) const {
  if (kind_ != kind)
    fail(fmt::format("field {} is of kind {}, not {}", field_, static_cast<int>(kind_),
                     static_cast<int>(kind)));
}

std::int64_t WireReader::integer() {
  expect(Kind::varint);
  pending_ = false;
  return static_cast<std::int64_t>(varint());
}

float WireReader::number() {
  std::vector<float> one;
  expect(Kind::four);
  append(one);
  return one.front();
}

std::string_view WireReader::bytes() {
  expect(Kind::length);
  pending_ = false;
  return take(varint());
}

void WireReader::append(std::vector<std::int64_t>& integers) {
  if (kind_ == Kind::varint) return integers.push_back(integer());
  WireReader packed = message();
  while (!packed.rest_.empty()) integers.push_back(static_cast<std::int64_t>(packed.varint()));
}

template <class Number>
void WireReader::append_fixed(std::vector<Number>& numbers, Kind alone) {
  if (kind_ != alone) expect(Kind::length);
  pending_ = false;
  const std::string_view packed = take(kind_ == alone ? sizeof(Number) : varint());
  if (packed.size() % sizeof(Number) != 0)
    fail(fmt::format("field {} has {} bytes of numbers of {}", field_, packed.size(),
                     sizeof(Number)));
  const std::size_t before = numbers.size();
  numbers.resize(before + packed.size() / sizeof(Number));
  std::ranges::copy(packed, reinterpret_cast<char*>(numbers.data() + before));
}

void WireReader::append(std::vector<float>& numbers) { append_fixed(numbers, Kind::four); }
void WireReader::append(std::vector<double>& numbers) { append_fixed(numbers, Kind::eight); }

}  // namespace rda::onnx
