// SPDX-License-Identifier: Apache-2.0
#include "workload/npz.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <utility>

#include "json/file_kind.h"
#include "rda/error.h"
#include "rda/numerics.h"
#include "workload/npz_header.h"

namespace rda::workload {
namespace {

/// Arrays of at most this many bytes are read to their end, even if only some rows are needed.
constexpr std::size_t kReadWhole = 64 << 20;

static_assert(std::endian::native == std::endian::little,
              "floats are copied without a change of byte order");

/// A member of the archive, read from its beginning.
class Member {
 public:
  Member(zip_t* archive, const std::string& name, std::string where)
      : where_(std::move(where)), file_(zip_fopen(archive, name.c_str(), 0), [](zip_file_t* f) {
          if (f) zip_fclose(f);
        }) {
    if (!file_) throw WorkloadError(where_, zip_strerror(archive));
  }

  void read(char* bytes, std::size_t count) {
    while (count > 0) {
      const zip_int64_t got = zip_fread(file_.get(), bytes, count);
      if (got < 0) throw WorkloadError(where_, zip_file_strerror(file_.get()));
      if (got == 0) throw WorkloadError(where_, fmt::format("ends {} bytes too early", count));
      bytes += got;
      count -= static_cast<std::size_t>(got);
    }
  }

  /// Refuses bytes after the array. Also makes libzip compare the checksum, at the end of the
  /// member.
  void end() {
    char more = 0;
    const zip_int64_t got = zip_fread(file_.get(), &more, 1);
    if (got < 0) throw WorkloadError(where_, zip_file_strerror(file_.get()));
    if (got > 0) throw WorkloadError(where_, "has bytes after its last value");
  }

  /// Reads and checks the header. The data follow it.
  NpyHeader header() {
    std::string magic(8, '\0');
    read(magic.data(), magic.size());
    if (magic.substr(0, 6) != "\x93NUMPY" || magic[6] < 1 || magic[6] > 3)
      throw WorkloadError(where_, "not a .npy array of version 1 to 3");
    const bool first_version = magic[6] == 1;
    unsigned char length[4] = {};
    read(reinterpret_cast<char*>(length), first_version ? 2 : 4);
    std::size_t bytes = 0;
    for (int i = 3; i >= 0; --i) bytes = bytes << 8 | length[i];
    constexpr std::size_t kLimit = 65536;  // numpy's own headers are below 200 bytes
    if (bytes > kLimit)
      throw WorkloadError(where_,
                          fmt::format("a header of {} bytes, at most {} are read", bytes, kLimit));
    std::string dictionary(bytes, '\0');
    read(dictionary.data(), bytes);
    while (!dictionary.empty() && dictionary.back() == '\n') dictionary.pop_back();
    return parse_npy_header(dictionary, where_);
  }

 private:
  const std::string where_;
  std::shared_ptr<zip_file_t> file_;
};

double element_at(const char* bytes, Element element) {
  switch (element) {
    case Element::float16: {
      std::uint16_t pattern = 0;
      std::copy_n(bytes, sizeof pattern, reinterpret_cast<char*>(&pattern));
      return decode(Format::fp16, pattern);
    }
    case Element::float32: {
      float value = 0;
      std::copy_n(bytes, sizeof value, reinterpret_cast<char*>(&value));
      return value;
    }
    case Element::int32: {
      std::int32_t value = 0;
      std::copy_n(bytes, sizeof value, reinterpret_cast<char*>(&value));
      return value;
    }
    case Element::int64: {
      std::int64_t value = 0;
      std::copy_n(bytes, sizeof value, reinterpret_cast<char*>(&value));
      return static_cast<double>(value);
    }
    case Element::float64:
      break;
  }
  double value = 0;
  std::copy_n(bytes, sizeof value, reinterpret_cast<char*>(&value));
  return value;
}

/// The next `count` elements of a member, in the order of the file.
std::vector<double> read_elements(Member& member, std::size_t count, Element element) {
  constexpr std::size_t kBlock = 8192;
  const std::size_t size = size_of(element);
  std::vector<char> block(std::min(count, kBlock) * size);
  std::vector<double> values;
  while (values.size() < count) {
    const std::size_t part = std::min(count - values.size(), kBlock);
    member.read(block.data(), part * size);
    // Memory grows with the bytes read: an array that ends early fails before it takes its memory.
    for (std::size_t i = 0; i < part; ++i)
      values.push_back(element_at(block.data() + i * size, element));
  }
  return values;
}

/// Converts column-major order to row-major order.
std::vector<double> transposed(const std::vector<double>& columns, const Shape& shape) {
  std::vector<double> rows;
  rows.reserve(columns.size());
  std::vector<std::size_t> strides, index(shape.size(), 0);
  std::size_t stride = 1, at = 0;
  for (const std::int64_t extent : shape) {
    strides.push_back(stride);
    stride *= static_cast<std::size_t>(extent);
  }
  while (rows.size() < columns.size()) {
    rows.push_back(columns[at]);
    for (std::size_t d = shape.size(); d-- > 0;) {
      at += strides[d];
      if (++index[d] < static_cast<std::size_t>(shape[d])) break;
      at -= strides[d] * index[d];
      index[d] = 0;
    }
  }
  return rows;
}

/// The header of an array, whose shape has to be the one that is needed.
NpyHeader header_of(Member& member, const Shape& needed, const Meaning& meaning,
                    const std::string& where) {
  const NpyHeader header = member.header();
  if (is_integer(header.element) && !meaning.index)
    throw WorkloadError(where, needs_floats(header.element == Element::int32 ? "<i4" : "<i8"));
  require_shape(header.shape, needed, meaning.dimensions, where);
  return header;
}

}  // namespace

Npz::Npz(const std::filesystem::path& file) : ArrayFile(file.string()) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    throw WorkloadError(name(), "is a folder (needed: an .npz, as numpy.savez writes it)");
  int code = 0;
  zip_t* archive = zip_open(name().c_str(), ZIP_RDONLY, &code);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string problem = zip_error_strerror(&error);
    zip_error_fini(&error);
    json::refuse_other_kind(json::kind_of_file(file), json::FileKind::arrays, name());
    throw WorkloadError(name(), problem + " (needed: an .npz, as numpy.savez writes it)");
  }
  archive_ = std::shared_ptr<zip>(archive, [](zip* a) { zip_discard(a); });
  const char* first = zip_get_name(archive, 0, 0);
  if (first && std::string_view(first).ends_with("/data.pkl"))
    json::refuse_other_kind(json::FileKind::torch, json::FileKind::arrays, name());
}

bool Npz::has(const std::string& array) const {
  return zip_name_locate(archive_.get(), (array + ".npy").c_str(), 0) >= 0;
}

std::vector<std::string> Npz::names() const {
  constexpr std::string_view kEnding = ".npy";
  std::vector<std::string> names;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive_.get(), 0); ++i) {
    const char* member = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), 0);
    std::string name = member ? member : "";
    if (name.ends_with(kEnding)) name.resize(name.size() - kEnding.size());
    names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

void Npz::check(const std::string& array, const Shape& needed, const Meaning& meaning) const {
  require(array, needed, meaning);
  const std::string where = place_of(array);
  Member member(archive_.get(), array + ".npy", where);
  header_of(member, needed, meaning, where);
}

std::vector<double> Npz::read(const std::string& array, const Shape& needed, const Meaning& meaning,
                              std::int64_t rows) const {
  require(array, needed, meaning);
  const std::string where = place_of(array);
  Member member(archive_.get(), array + ".npy", where);
  const NpyHeader header = header_of(member, needed, meaning, where);
  const std::size_t all = elements_of(needed);
  const std::size_t kept =
      all / static_cast<std::size_t>(needed[0]) * static_cast<std::size_t>(rows);
  // The rows of a column-major array are spread over the whole array. A row-major array is also
  // read to its end, to detect damage, unless it is large.
  const bool whole = header.fortran_order || all * size_of(header.element) <= kReadWhole;
  std::vector<double> values = read_elements(member, whole ? all : kept, header.element);
  if (values.size() == all) member.end();
  if (header.fortran_order) values = transposed(values, needed);
  require_finite(values, needed, where);
  values.resize(kept);
  return values;
}

Npz::Any Npz::read_any(const std::string& array) const {
  const std::string where = place_of(array);
  Member member(archive_.get(), array + ".npy", where);
  const NpyHeader header = member.header();
  constexpr double kMostElements = 1 << 29;
  double count = 1;
  for (const std::int64_t extent : header.shape) count *= static_cast<double>(extent);
  if (count > kMostElements)
    throw WorkloadError(where, fmt::format("shape {} has too many elements (at most {})",
                                           to_string(header.shape), kMostElements));
  Any any{header.shape, read_elements(member, elements_of(header.shape), header.element),
          is_integer(header.element)};
  member.end();
  if (header.fortran_order) any.values = transposed(any.values, any.shape);
  require_finite(any.values, any.shape, where);
  return any;
}

}  // namespace rda::workload
