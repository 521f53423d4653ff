// SPDX-License-Identifier: Apache-2.0
#include "workload/npz_writer.h"

#include <gtest/gtest.h>

#include <fstream>

#include "unit/workload/support_npz.h"

namespace rda::workload {
namespace {

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST(NpzWriter, MakesArraysThatTheReaderTakes) {
  const TemporaryFile file("written.npz");
  write(file.path(),
        npz_bytes({{"y", {2, 1, 3}, {1, -2, 0.5, 3e-5f, 448, -0.0}}, {"h_n", {2}, {7, 8}}}));
  const Npz npz(file.path());
  EXPECT_EQ(npz.read("y", {2, 1, 3}, "y"), (std::vector<double>{1, -2, 0.5, 3e-5f, 448, -0.0}));
  EXPECT_EQ(npz.read("h_n", {2}, "h"), (std::vector<double>{7, 8}));
}

TEST(NpzWriter, TakesDoublesWhereFloatsWouldNotHoldTheValue) {
  const double fine = 1 + 0x1p-40;
  const TemporaryFile file("doubles.npz");
  const std::string bytes = npz_bytes({{"a", {1}, {fine}}, {"b", {1}, {1}}});
  write(file.path(), bytes);
  EXPECT_EQ(Npz(file.path()).read("a", {1}, "a"), std::vector<double>{fine});
  EXPECT_NE(bytes.find("'descr': '<f8'"), std::string::npos);
  EXPECT_NE(bytes.find("'descr': '<f4'"), std::string::npos);
}

TEST(NpzWriter, HasTheBytesOfTheZipFormatAndNoDateOfToday) {
  const std::string bytes = npz_bytes({{"a", {1}, {1}}});
  ASSERT_EQ(bytes.size(), 30 + 5 + 128 + 4 + 46 + 5 + 22U);
  EXPECT_EQ(bytes.substr(0, 4), "PK\x03\x04");
  EXPECT_EQ(bytes.substr(10, 4), std::string("\0\0\x21\0", 4));  // 0:00, 1980-01-01
  EXPECT_EQ(bytes.substr(30, 5), "a.npy");
  EXPECT_EQ(bytes.substr(35 + 128, 4), std::string("\0\0\x80\x3f", 4));
}

TEST(NpzWriter, KeepsTheChecksumThatReadersCompare) {
  std::string bytes = npz_bytes({{"a", {2}, {1, 2}}});
  bytes[35 + 128 + 2] ^= 1;
  const TemporaryFile file("damaged.npz");
  write(file.path(), bytes);
  EXPECT_ANY_THROW(Npz(file.path()).read("a", {2}, "a"));
}

}  // namespace
}  // namespace rda::workload
