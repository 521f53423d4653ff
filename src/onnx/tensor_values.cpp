// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "onnx/model.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda::onnx {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostElements = std::int64_t{1} << 28;

struct TypeRow {
  Type type;
  int size;
  bool integer;
  std::string_view name;
};
constexpr std::array kTypes{
    TypeRow{Type::float32, 4, false, "float32"}, TypeRow{Type::float64, 8, false, "float64"},
    TypeRow{Type::float16, 2, false, "float16"}, TypeRow{Type::bfloat16, 2, false, "bfloat16"},
    TypeRow{Type::int64, 8, true, "int64"},      TypeRow{Type::int32, 4, true, "int32"},
    TypeRow{Type::uint8, 1, true, "uint8"},      TypeRow{Type::int8, 1, true, "int8"},
    TypeRow{Type::boolean, 1, true, "bool"},
};

const TypeRow* row_of(std::int64_t type) {
  const auto found = std::ranges::find_if(
      kTypes, [&](const TypeRow& row) { return static_cast<std::int64_t>(row.type) == type; });
  return found == kTypes.end() ? nullptr : &*found;
}

template <class Number>
Number number_at(const char* bytes) {
  Number number{};
  std::copy_n(bytes, sizeof number, reinterpret_cast<char*>(&number));
  return number;
}

double element_at(const char* bytes, Type type) {
  switch (type) {
    case Type::float32:
      return number_at<float>(bytes);
    case Type::float64:
      return number_at<double>(bytes);
    case Type::float16:
      return decode(Format::fp16, number_at<std::uint16_t>(bytes));
    case Type::bfloat16:
      return decode(Format::bf16, number_at<std::uint16_t>(bytes));
    case Type::int64:
      return static_cast<double>(number_at<std::int64_t>(bytes));
    case Type::int32:
      return number_at<std::int32_t>(bytes);
    case Type::uint8:
    case Type::boolean:
      return number_at<std::uint8_t>(bytes);
    case Type::int8:
      return number_at<std::int8_t>(bytes);
  }
  return 0;
}

std::vector<double> decoded(std::string_view raw, const TypeRow& row) {
  std::vector<double> values;
  values.reserve(raw.size() / static_cast<std::size_t>(row.size));
  for (std::size_t at = 0; at < raw.size(); at += static_cast<std::size_t>(row.size))
    values.push_back(element_at(raw.data() + at, row.type));
  return values;
}

/// The values of the lists, in which a 16-bit float is the integer of its bits.
std::vector<double> listed(const TensorProto& tensor, const TypeRow& row) {
  std::vector<double> values(tensor.floats.begin(), tensor.floats.end());
  values.insert(values.end(), tensor.doubles.begin(), tensor.doubles.end());
  for (const std::int64_t integer : tensor.integers) {
    const auto bits = static_cast<std::uint16_t>(integer);
    if (row.integer)
      values.push_back(static_cast<double>(integer));
    else
      values.push_back(decode(row.type == Type::bfloat16 ? Format::bf16 : Format::fp16, bits));
  }
  return values;
}

std::uint64_t number_of(const TensorProto& tensor, const char* key, const std::string& where) {
  const auto found = tensor.external_data.find(key);
  if (found == tensor.external_data.end()) return 0;
  const std::string& word = found->second;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size())
    throw WorkloadError(where, fmt::format("external data has {} '{}', not a number of bytes", key,
                                           one_line(word, 40)));
  return number;
}

std::string external_bytes(const TensorProto& tensor, const fs::path& folder, std::uint64_t needed,
                           const std::string& where) {
  const fs::path file = external_file(tensor, folder, where);
  std::error_code failed;
  const std::uint64_t size = fs::file_size(file, failed);
  if (failed)
    throw WorkloadError(where, fmt::format("its external data {} cannot be read: {}",
                                           one_line(file.string(), 300), failed.message()));
  const std::uint64_t offset = number_of(tensor, "offset", where);
  const std::uint64_t length = number_of(tensor, "length", where);
  if (length != 0 && length != needed)
    throw WorkloadError(
        where, fmt::format("external data of {} bytes, needed {} for its shape", length, needed));
  if (offset > size || needed > size - offset)
    throw WorkloadError(where, fmt::format("external data ends at byte {} of {}, which has {}",
                                           offset + needed, one_line(file.string(), 300), size));
  std::string bytes(needed, '\0');
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  if (!in.read(bytes.data(), static_cast<std::streamsize>(needed)))
    throw WorkloadError(where, one_line(file.string(), 300) + " cannot be read");
  return bytes;
}

}  // namespace

std::int64_t size_of(std::int64_t type) { return row_of(type) ? row_of(type)->size : 0; }
bool is_integer(std::int64_t type) { return row_of(type) && row_of(type)->integer; }
std::string type_name(std::int64_t type) {
  return row_of(type) ? std::string(row_of(type)->name) : fmt::format("type {}", type);
}

std::int64_t elements_of(const std::vector<std::int64_t>& shape, const std::string& where) {
  std::int64_t count = 1, strides = 1;  // strides: without dimensions of 0
  for (const std::int64_t extent : shape) {
    if (extent < 0) throw WorkloadError(where, fmt::format("a dimension of {}", extent));
    if (extent != 0 && strides > kMostElements / extent)
      throw WorkloadError(where, fmt::format("shape [{}] has more than {} elements",
                                             fmt::join(shape, ", "), kMostElements));
    count *= extent;
    strides *= std::max<std::int64_t>(extent, 1);
  }
  return count;
}

fs::path external_file(const TensorProto& tensor, const fs::path& folder,
                       const std::string& where) {
  const auto found = tensor.external_data.find("location");
  const fs::path location = found == tensor.external_data.end() ? "" : found->second;
  const auto refuse = [&](const char* problem) {
    throw WorkloadError(where, fmt::format("external data in '{}': {} (a file in the model's "
                                           "folder or below it would be right)",
                                           one_line(location.string(), 200), problem));
  };
  if (location.empty() || location.string().find('\0') != std::string::npos) refuse("no file name");
  if (location.is_absolute()) refuse("an absolute path");
  if (std::ranges::find(location, fs::path("..")) != location.end()) refuse("leads upwards");
  std::error_code failed;
  const fs::path base = fs::weakly_canonical(folder.empty() ? "." : folder, failed);
  const fs::path file = fs::weakly_canonical(base / location, failed);
  if (failed) refuse("cannot be read");
  if (std::ranges::mismatch(base, file).in1 != base.end()) refuse("a link leads out of the folder");
  if (!fs::exists(file, failed)) refuse("missing");
  if (!fs::is_regular_file(file, failed)) refuse("is no file");
  return file;
}

std::vector<double> values_of(const TensorProto& tensor, const fs::path& folder,
                              const std::string& where) {
  const TypeRow* row = row_of(tensor.type);
  if (!row)
    throw WorkloadError(where, fmt::format("elements of {} (read are float32, float64, float16, "
                                           "bfloat16, int8, int32, int64, uint8 and bool)",
                                           type_name(tensor.type)));
  if (tensor.segmented) throw WorkloadError(where, "is a segment of a tensor");
  const std::int64_t count = elements_of(tensor.dims, where);
  const auto needed = static_cast<std::uint64_t>(count * row->size);
  if (tensor.external) return decoded(external_bytes(tensor, folder, needed, where), *row);
  const bool in_lists = tensor.raw.empty() && count > 0;
  const std::uint64_t found =
      in_lists ? tensor.floats.size() + tensor.doubles.size() + tensor.integers.size()
               : tensor.raw.size();
  const std::uint64_t wanted = in_lists ? static_cast<std::uint64_t>(count) : needed;
  if (found != wanted)
    throw WorkloadError(
        where, fmt::format("{} {}, needed {} for shape [{}]", found, in_lists ? "values" : "bytes",
                           wanted, fmt::join(tensor.dims, ", ")));
  return in_lists ? listed(tensor, *row) : decoded(tensor.raw, *row);
}

}  // namespace rda::onnx
