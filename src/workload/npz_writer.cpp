// SPDX-License-Identifier: Apache-2.0
// An archive in the plain zip format (PKWARE APPNOTE.TXT 6.3.10, §4.3), written here to the last
// byte: a library would put its own version into it.
#include "workload/npz_writer.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "rda/check.h"
#include "rda/error.h"

namespace rda::workload {
namespace {

/// CRC-32 of zip: polynomial 0xedb88320, bits reversed.
constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
    table[i] = crc;
  }
  return table;
}

std::uint32_t crc_of(std::string_view bytes) {
  static constexpr std::array kTable = crc_table();
  std::uint32_t crc = ~0U;
  for (const char byte : bytes)
    crc = kTable[(crc ^ static_cast<unsigned char>(byte)) & 0xff] ^ crc >> 8;
  return ~crc;
}

void put(std::unsigned_integral auto number, std::string& bytes) {
  for (std::size_t i = 0; i < sizeof number; ++i)
    bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> 8 * i & 0xff);
}

bool fits_float(double value) {
  if (std::isfinite(value) && std::abs(value) > std::numeric_limits<float>::max()) return false;
  return std::isnan(value) || static_cast<double>(static_cast<float>(value)) == value;
}

/// The dictionary of a .npy header, padded so that the data start at a multiple of 64 bytes.
std::string npy_header(const Shape& shape, bool single) {
  std::string dictionary =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}",
                  single ? "<f4" : "<f8", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
  constexpr std::size_t kBefore = 10;  // magic, version and length of the dictionary
  dictionary.append(63 - (kBefore + dictionary.size()) % 64, ' ');
  dictionary += '\n';
  std::string header("\x93NUMPY\x01\x00", 8);
  put(static_cast<std::uint16_t>(dictionary.size()), header);
  return header + dictionary;
}

std::string npy_bytes(const NpzArray& array) {
  std::size_t count = 1;
  for (const std::int64_t extent : array.shape) count *= static_cast<std::size_t>(extent);
  RDA_CHECK(count == array.values.size(), array.name);
  bool single = true;
  for (const double value : array.values) single = single && fits_float(value);
  std::string bytes = npy_header(array.shape, single);
  bytes.reserve(bytes.size() + count * (single ? 4 : 8));
  for (const double value : array.values) {
    if (single)
      put(std::bit_cast<std::uint32_t>(static_cast<float>(value)), bytes);
    else
      put(std::bit_cast<std::uint64_t>(value), bytes);
  }
  return bytes;
}

/// What the header of a member and its line in the directory have in common: from "version needed
/// to extract" to "extra field length".
std::string description(const std::string& name, const std::string& data) {
  constexpr std::uint16_t kVersion = 20, kStored = 0, kTime = 0, kDate = 1 << 5 | 1;
  std::string bytes;
  for (const std::uint16_t field : {kVersion, std::uint16_t{0}, kStored, kTime, kDate})
    put(field, bytes);
  put(crc_of(data), bytes);
  put(static_cast<std::uint32_t>(data.size()), bytes);
  put(static_cast<std::uint32_t>(data.size()), bytes);
  put(static_cast<std::uint16_t>(name.size()), bytes);
  put(std::uint16_t{0}, bytes);
  return bytes;
}

void require_plain_zip(std::size_t bytes) {
  if (bytes >= std::numeric_limits<std::uint32_t>::max())
    throw OutputError("the values need more than 4 GB, the limit of an .npz (take fewer steps)");
}

}  // namespace

std::string npz_bytes(const std::vector<NpzArray>& arrays) {
  std::string archive, directory;
  for (const NpzArray& array : arrays) {
    const std::string name = array.name + ".npy", data = npy_bytes(array);
    require_plain_zip(archive.size() + data.size());
    const std::string common = description(name, data);
    directory += std::string("PK\x01\x02", 4);
    put(std::uint16_t{20}, directory);            // made by version 2.0, MS-DOS
    directory += common + std::string(10, '\0');  // no comment, disk 0, no attributes
    put(static_cast<std::uint32_t>(archive.size()), directory);
    directory += name;
    archive += std::string("PK\x03\x04", 4) + common + name;
    archive += data;
  }
  const auto start = static_cast<std::uint32_t>(archive.size());
  require_plain_zip(archive.size() + directory.size() + 22);
  archive += directory + std::string("PK\x05\x06", 4) + std::string(4, '\0');
  put(static_cast<std::uint16_t>(arrays.size()), archive);
  put(static_cast<std::uint16_t>(arrays.size()), archive);
  put(static_cast<std::uint32_t>(directory.size()), archive);
  put(start, archive);
  return archive + std::string(2, '\0');
}

}  // namespace rda::workload
