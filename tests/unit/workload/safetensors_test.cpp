// SPDX-License-Identifier: Apache-2.0
#include "workload/safetensors.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "rda/error.h"

namespace rda::workload {
namespace {

class SafetensorsFile : public testing::Test {
 protected:
  ~SafetensorsFile() override { std::filesystem::remove(path_); }

  /// Writes a file. @param length  said for the header; −1: its own
  Safetensors file(const std::string& header, const std::string& data, std::int64_t length = -1) {
    const std::uint64_t said = length < 0 ? header.size() : static_cast<std::uint64_t>(length);
    std::ofstream(path_, std::ios::binary)
        << std::string(reinterpret_cast<const char*>(&said), sizeof said) << header << data;
    return Safetensors(path_);
  }

  const std::string path_ =
      testing::TempDir() + "tensors_" + std::to_string(::getpid()) + ".safetensors";
};

TEST_F(SafetensorsFile, HasTheArraysOfItsHeader) {
  const std::string floats("\0\0\x80\x3f\0\0\0\x40", 8), half("\0\x3c", 2);  // 1, 2; 1
  const Safetensors read = file(R"({"__metadata__": {"format": "pt"},
               "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
               "b": {"dtype": "F16", "shape": [1], "data_offsets": [8, 10]},
               "c": {"dtype": "BF16", "shape": [1], "data_offsets": [10, 12]}})",
                                floats + half + std::string("\x80\x3f", 2));
  EXPECT_EQ(read.names(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(read.read("a", {2, 1}, ""), (std::vector<double>{1, 2}));
  EXPECT_EQ(read.read("a", {2, 1}, "", 1), (std::vector<double>{1}));
  EXPECT_EQ(read.read("b", {1}, ""), (std::vector<double>{1}));
  EXPECT_EQ(read.read("c", {1}, ""), (std::vector<double>{1}));
  EXPECT_THROW(read.check("a", {1, 2}, ""), WorkloadError);
  EXPECT_THROW(read.check("d", {1}, ""), WorkloadError);
}

TEST_F(SafetensorsFile, ShowsControlCharactersOfNamesAsEscapes) {
  const Safetensors read =
      file("{\"bi\x7fs\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
           std::string(4, '\0'));
  try {
    read.check("bi\x7fs", {2}, "(units)");
    FAIL();
  } catch (const WorkloadError& error) {
    EXPECT_EQ(std::string(error.what()), path_ + ": bi\\x7fs: shape [1], needed [2] (units)");
  }
}

TEST_F(SafetensorsFile, RefusesHeadersThatAreLongerThanTheFile) {
  EXPECT_THROW(file("{}", "", 3), WorkloadError);
  EXPECT_THROW(file("{}", "", std::int64_t{1} << 62), WorkloadError);
  EXPECT_THROW(file("", "", 0), Error);
}

TEST_F(SafetensorsFile, RefusesPlacesOutsideTheData) {
  const auto header = [](const std::string& offsets) {
    return R"({"a": {"dtype": "F32", "shape": [1], "data_offsets": )" + offsets + "}}";
  };
  for (const char* offsets : {"[0, 5]", "[4, 0]", "[-4, 0]", "[0]", "[0.5, 4]", "7"})
    EXPECT_THROW(file(header(offsets), "1234"), WorkloadError) << offsets;
}

TEST_F(SafetensorsFile, RefusesBytesThatDoNotFitTheShape) {
  const Safetensors read = file(
      R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]},
          "b": {"dtype": "I64", "shape": [2], "data_offsets": [0, 4]}})",
      "1234");
  EXPECT_THROW(read.check("a", {2}, ""), WorkloadError);
  EXPECT_THROW(read.check("b", {2}, ""), WorkloadError);
}

}  // namespace
}  // namespace rda::workload
