// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace rda {

/// The bytes of a .npy file of version 1 with this header dictionary.
inline std::string npy(const std::string& dictionary, const std::string& data) {
  const std::size_t size = dictionary.size() + 1;
  std::string bytes = "\x93NUMPY";
  bytes += {'\x01', '\x00', static_cast<char>(size & 0xff), static_cast<char>(size >> 8)};
  return bytes + dictionary + "\n" + data;
}

/// The bytes of an fp32 array, row-major.
inline std::string npy_of(const std::vector<std::int64_t>& shape,
                          const std::vector<float>& values) {
  return npy(fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({},), }}",
                         fmt::join(shape, ", ")),
             std::string(reinterpret_cast<const char*>(values.data()), 4 * values.size()));
}

/// A file that vanishes with the test; no two processes share one.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name)
      : path_(std::filesystem::path(testing::TempDir()) /
              fmt::format("rda-{}-{}", getpid(), name)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes `members` (name → bytes) as a zip archive, compressed where that saves bytes or stored as
/// they are.
inline void write_zip(const std::filesystem::path& file,
                      const std::map<std::string, std::string>& members, bool compress = true) {
  int error = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  ASSERT_NE(archive, nullptr) << file;
  for (const auto& [name, bytes] : members) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        zip_file_add(archive, (name + ".npy").c_str(), source, ZIP_FL_OVERWRITE);
    ASSERT_GE(index, 0);
    const zip_int32_t method = compress ? ZIP_CM_DEFAULT : ZIP_CM_STORE;
    ASSERT_EQ(zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), method, 0), 0);
  }
  ASSERT_EQ(zip_close(archive), 0);
}

}  // namespace rda
