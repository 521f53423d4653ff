// SPDX-License-Identifier: Apache-2.0
#include "workload/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "base/text.h"
#include "json/value.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda::workload {
namespace {

using json::Value;

constexpr std::uint64_t kMostHeader = std::uint64_t{1} << 26;
constexpr std::int64_t kMostElements = std::int64_t{1} << 40;

struct TypeSize {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::array kSizes{TypeSize{"F16", 2}, TypeSize{"BF16", 2}, TypeSize{"F32", 4},
                            TypeSize{"F64", 8}};

template <class Number>
Number number_at(const char* bytes) {
  Number number{};
  std::copy_n(bytes, sizeof number, reinterpret_cast<char*>(&number));
  return number;
}

double element(const char* bytes, const std::string& type) {
  if (type == "F32") return number_at<float>(bytes);
  if (type == "F64") return number_at<double>(bytes);
  return decode(type == "F16" ? Format::fp16 : Format::bf16, number_at<std::uint16_t>(bytes));
}

std::uint64_t bytes_of(const std::string& type) {
  const auto found = std::ranges::find(kSizes, type, &TypeSize::name);
  return found == kSizes.end() ? 0 : found->bytes;
}

const Value& member(const Value::Object& object, const char* key, const std::string& where) {
  const auto found = object.find(key);
  if (found == object.end()) throw WorkloadError(where, fmt::format("has no {}", key));
  return found->second;
}

Shape integers(const Value& value, const std::string& where) {
  const auto* list = value.get_if<Value::Array>();
  if (!list) throw WorkloadError(where, "a list of integers would be right");
  Shape all;
  for (const Value& one : *list) {
    const auto* number = one.get_if<json::Integer>();
    const auto* integer = number ? std::get_if<std::int64_t>(number) : nullptr;
    if (!integer || *integer < 0)
      throw WorkloadError(where, "a list of integers of 0 or more would be right");
    all.push_back(*integer);
  }
  return all;
}

/// Elements of a shape; −1 if there are too many.
std::int64_t count_of(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (extent > 0 && count > kMostElements / extent) return -1;
    count *= extent;
  }
  return count;
}

}  // namespace

Safetensors::Safetensors(const std::filesystem::path& file) : ArrayFile(file.string()) {
  const auto refuse = [&](const std::string& problem) {
    throw WorkloadError(name(), problem + " (needed: a .safetensors file)");
  };
  std::error_code failed;
  if (std::filesystem::is_directory(file, failed)) refuse("is a folder");
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) refuse("cannot be read");
  const auto size = static_cast<std::uint64_t>(in.tellg());
  std::array<char, 8> word{};
  in.seekg(0);
  if (size < word.size() || !in.read(word.data(), word.size())) refuse("ends in its first 8 bytes");
  const auto length = number_at<std::uint64_t>(word.data());
  if (length > kMostHeader || length > size - word.size())
    refuse(fmt::format("has a header of {} bytes, and {} bytes in all", length, size));
  std::string header(length, '\0');
  if (!in.read(header.data(), static_cast<std::streamsize>(length))) refuse("cannot be read");
  const Value value = json::parse(header, name());
  const auto* members = value.get_if<Value::Object>();
  if (!members) refuse("has a header that is no JSON object");
  const std::uint64_t data = word.size() + length;
  for (const auto& [tensor, what] : *members) {
    if (tensor == "__metadata__") continue;
    const std::string where = place_of(tensor);
    const auto* object = what.get_if<Value::Object>();
    if (!object) throw WorkloadError(where, "is no JSON object");
    const auto* type = member(*object, "dtype", where).get_if<std::string>();
    if (!type) throw WorkloadError(where, "dtype is no text");
    const Shape bytes = integers(member(*object, "data_offsets", where), where + ": data_offsets");
    Place at{*type, integers(member(*object, "shape", where), where + ": shape")};
    if (bytes.size() != 2 || bytes[0] > bytes[1] ||
        static_cast<std::uint64_t>(bytes[1]) > size - data)
      throw WorkloadError(where, fmt::format("data_offsets {}, and the file has {} bytes of data",
                                             to_string(bytes), size - data));
    at.begin = data + static_cast<std::uint64_t>(bytes[0]);
    at.end = data + static_cast<std::uint64_t>(bytes[1]);
    tensors_.emplace(tensor, std::move(at));
  }
}

std::vector<std::string> Safetensors::names() const {
  std::vector<std::string> names;
  for (const auto& [tensor, place] : tensors_) names.push_back(tensor);
  return names;
}

const Safetensors::Place& Safetensors::place(const std::string& array, const Shape& needed,
                                             const Meaning& meaning) const {
  require(array, needed, meaning);
  const std::string where = place_of(array);
  const Place& found = tensors_.at(array);
  const std::uint64_t each = bytes_of(found.type);
  if (each == 0)
    throw WorkloadError(
        where, fmt::format("type '{}', needed F16, BF16, F32 or F64", one_line(found.type, 40)));
  require_shape(found.shape, needed, meaning.dimensions, where);
  const std::int64_t count = count_of(found.shape);
  if (count < 0 || static_cast<std::uint64_t>(count) * each != found.end - found.begin)
    throw WorkloadError(where, fmt::format("{} bytes for shape {} of {}", found.end - found.begin,
                                           to_string(found.shape), found.type));
  return found;
}

void Safetensors::check(const std::string& array, const Shape& needed,
                        const Meaning& meaning) const {
  place(array, needed, meaning);
}

std::vector<double> Safetensors::read(const std::string& array, const Shape& needed,
                                      const Meaning& meaning, std::int64_t rows) const {
  const Place& from = place(array, needed, meaning);
  const std::uint64_t each = bytes_of(from.type), all = (from.end - from.begin) / each;
  const std::uint64_t kept =
      all / static_cast<std::uint64_t>(needed[0]) * static_cast<std::uint64_t>(rows);
  std::string bytes(kept * each, '\0');
  std::ifstream in(name(), std::ios::binary);
  in.seekg(static_cast<std::streamoff>(from.begin));
  if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    throw WorkloadError(place_of(array), "cannot be read");
  std::vector<double> values(kept);
  for (std::size_t i = 0; i < kept; ++i) values[i] = element(bytes.data() + i * each, from.type);
  require_finite(values, needed, place_of(array));
  return values;
}

}  // namespace rda::workload
