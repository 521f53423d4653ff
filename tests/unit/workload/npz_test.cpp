// SPDX-License-Identifier: Apache-2.0
#include "workload/npz.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>

#include "rda/error.h"
#include "support_npz.h"

namespace rda::workload {
namespace {

const std::string kNumpyFile = RDA_SOURCE_DIR "/tests/reference/arrays.npz";

/// The error behind the name of the file; empty if there is none.
std::string problem(const std::string& file, const std::function<void()>& action) {
  try {
    action();
  } catch (const WorkloadError& error) {
    const std::string what = error.what();
    return what.starts_with(file + ": ") ? what.substr(file.size() + 2) : what;
  }
  return "";
}

std::string problem_of(const std::string& bytes, const Shape& needed = {2, 2}) {
  const TemporaryFile file("problem.npz");
  write_zip(file.path(), {{"w", bytes}});
  return problem(file.path().string(), [&] { Npz(file.path()).read("w", needed, "(rows, cols)"); });
}

TEST(Npz, ReadsWhatNumpyWrites) {
  const Npz npz(kNumpyFile);
  for (const char* array : {"half", "single", "double", "column_major"}) {
    const std::vector<double> values = npz.read(array, {2, 3, 4}, "");
    ASSERT_EQ(values.size(), 24u) << array;
    for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(values[i], static_cast<double>(i) / 8 - 1) << array;
  }
}

TEST(Npz, ReadsTheFirstRowsAlone) {
  const Npz npz(kNumpyFile);
  for (const char* array : {"single", "column_major"}) {
    const std::vector<double> values = npz.read(array, {2, 3, 4}, "", 1);
    ASSERT_EQ(values.size(), 12u) << array;
    EXPECT_EQ(values[11], 11.0 / 8 - 1) << array;
    EXPECT_TRUE(npz.read(array, {2, 3, 4}, "", 0).empty());
  }
}

TEST(Npz, ReadsALongHeaderOfVersionTwo) {
  std::string bytes = npy_of({2, 2}, {1, 2, 3, 4});
  bytes[6] = 2;
  bytes.insert(10, 2, '\0');
  const TemporaryFile file("v2.npz");
  write_zip(file.path(), {{"w", bytes}});
  EXPECT_EQ(Npz(file.path()).read("w", {2, 2}, ""), std::vector<double>({1, 2, 3, 4}));
}

TEST(Npz, SaysWhatIsWrongWithTheFile) {
  EXPECT_NE(problem("none.npz", [] { Npz("none.npz"); }).find("No such file"), std::string::npos);
  const TemporaryFile file("text.npz");
  std::ofstream(file.path()) << "no archive at all, but long enough to be one";
  EXPECT_EQ(problem(file.path().string(), [&] { Npz npz(file.path()); }),
            "Not a zip archive (needed: an .npz, as numpy.savez writes it)");
  EXPECT_EQ(problem("/", [] { Npz npz(std::filesystem::path("/")); }),
            "is a folder (needed: an .npz, as numpy.savez writes it)");
}

TEST(Npz, SaysWhatIsWrongWithAnArray) {
  const auto read = [](const std::string& array, const Shape& needed) {
    return problem(kNumpyFile, [&] { Npz(kNumpyFile).read(array, needed, "(4·hidden, input)"); });
  };
  EXPECT_EQ(read("bias", {64, 32}), "bias: missing, needed [64, 32] (4·hidden, input)");
  EXPECT_EQ(read("half", {64, 32}), "half: shape [2, 3, 4], needed [64, 32] (4·hidden, input)");
  EXPECT_EQ(read("scalar", {64, 32}), "scalar: shape [], needed [64, 32] (4·hidden, input)");
  const std::string types =
      ", needed little-endian float16, float32 or float64 ('<f2', '<f4', '<f8')";
  EXPECT_EQ(read("integers", {4}), "integers: type '<i4'" + types);
  EXPECT_EQ(read("big_endian", {2, 3, 4}), "big_endian: type '>f4'" + types);
}

TEST(Npz, RefusesWhatIsNoFiniteFloat) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(problem_of(npy_of({2, 2}, {1, 2, kNan, 4})), "w[1, 0]: nan (finite numbers only)");
  EXPECT_EQ(problem_of(npy_of({2, 2}, {1, -kInfinity, 3, 4})),
            "w[0, 1]: -inf (finite numbers only)");
  const std::vector<double> doubles{1, 2, 1e300, 4};
  const std::string bytes(reinterpret_cast<const char*>(doubles.data()), 32);
  const auto header = [](const char* fortran) {
    return std::string("{'descr': '<f8', 'fortran_order': ") + fortran + ", 'shape': (2, 2), }";
  };
  EXPECT_EQ(problem_of(npy(header("False"), bytes)),
            "w[1, 0]: 1e+300 (at most 3.4028234663852886e+38, the largest float)");
  EXPECT_NE(problem_of(npy(header("True"), bytes)).find("w[0, 1]: 1e+300"), std::string::npos);
}

TEST(Npz, RefusesBytesAfterTheArray) {
  EXPECT_EQ(problem_of(npy_of({2, 2}, {1, 2, 3, 4}) + "x"), "w: has bytes after its last value");
}

TEST(Npz, NoticesAFlippedBitInAStoredMember) {
  const TemporaryFile file("flipped.npz");
  write_zip(file.path(), {{"w", npy_of({2, 2}, {1, 2, 3, 4})}}, /*compress=*/false);
  std::fstream stream(file.path(), std::ios::in | std::ios::out | std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const float third = 3;
  const std::size_t at = bytes.find(std::string(reinterpret_cast<const char*>(&third), 4));
  ASSERT_NE(at, std::string::npos);
  stream.clear();
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(static_cast<char>(bytes[at] ^ 1));
  stream.close();
  for (const std::int64_t rows : {1, 2})
    EXPECT_EQ(problem(file.path().string(),
                      [&] {
                        Npz(file.path()).read("w", {2, 2}, "", rows);
                      }),
              "w: CRC error");
}

TEST(Npz, SurvivesHeadersThatLie) {
  const std::string huge =
      npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000, 4000000000), }", "abc");
  EXPECT_EQ(problem_of(huge), "w: shape [2000000000, 4000000000], needed [2, 2] (rows, cols)");
  // The header has the needed shape, of 32 GB, but the data are missing: no memory is allocated for
  // them.
  EXPECT_EQ(problem_of(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000, 2000), }",
                           std::string(8, 'x')),
                       {2000000, 2000}),
            "w: ends 65528 bytes too early");
  EXPECT_EQ(problem_of(npy_of({2, 2}, {1, 2, 3})), "w: ends 4 bytes too early");
  EXPECT_EQ(problem_of(npy_of({2, 2}, {}).substr(0, 9)), "w: ends 1 bytes too early");
  EXPECT_EQ(problem_of("text, not an array"), "w: not a .npy array of version 1 to 3");
  EXPECT_EQ(problem_of(""), "w: ends 8 bytes too early");
  std::string long_header = npy_of({2, 2}, {});
  long_header[6] = 2;
  long_header.replace(8, 4, "\xff\xff\xff\xff");
  EXPECT_EQ(problem_of(long_header), "w: a header of 4294967295 bytes, at most 65536 are read");
}

TEST(Npz, RefusesHeadersItCannotRead) {
  for (const char* header :
       {"", "{", "{}", "{'descr': '<f4'}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999999999999), }",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'more': 1, }"})
    EXPECT_EQ(problem_of(npy(header, std::string(16, '\0'))),
              std::string("w: not a .npy header: ") + header);
}

}  // namespace
}  // namespace rda::workload
