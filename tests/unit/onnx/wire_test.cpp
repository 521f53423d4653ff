// SPDX-License-Identifier: Apache-2.0
#include "onnx/wire.h"

#include "rda/error.h"
#include "unit/onnx/support_model.h"

namespace rda::onnx {
namespace {

WireReader at_first_field(const std::string& bytes) {
  WireReader reader(bytes, "m");
  EXPECT_TRUE(reader.next());
  return reader;
}

TEST(Wire, ReadsNumbersOfSeveralBytes) {
  const std::string message = "\x08\xac\x02";  // field 1: 300, of protobuf's own page
  WireReader reader = at_first_field(message);
  EXPECT_EQ(reader.field(), 1);
  EXPECT_EQ(reader.integer(), 300);
  EXPECT_FALSE(reader.next());
}

TEST(Wire, ReadsNegativeNumbers) {
  const std::string message = integer(3, -1);
  EXPECT_EQ(at_first_field(message).integer(), -1);
}

TEST(Wire, PassesOverFieldsThatNobodyReads) {
  const std::string message = bytes(9, "text") + integer(2, 7) + std::string("\x1d\0\0\x80\x3f", 5);
  WireReader reader(message, "m");
  ASSERT_TRUE(reader.next());
  ASSERT_TRUE(reader.next());
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.field(), 3);
  EXPECT_EQ(reader.number(), 1.0F);
}

TEST(Wire, AppendsSingleAndPackedNumbers) {
  const std::string message = integer(1, 5) + bytes(1, varint(6) + varint(700));
  WireReader reader(message, "m");
  std::vector<std::int64_t> numbers;
  while (reader.next()) reader.append(numbers);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{5, 6, 700}));
}

TEST(Wire, RefusesAFieldThatIsLongerThanTheMessage) {
  const std::string message =
      "\x0a\x05"
      "abc";
  WireReader reader = at_first_field(message);
  EXPECT_THROW(reader.bytes(), WorkloadError);
}

TEST(Wire, RefusesALengthOfAllBits) {
  const std::string message = "\x0a" + varint(~std::uint64_t{0}) + "abc";
  WireReader reader = at_first_field(message);
  EXPECT_THROW(reader.bytes(), WorkloadError);
}

TEST(Wire, RefusesANumberOfMoreThan64Bits) {
  const std::string message = "\x08" + std::string(11, '\xff');
  EXPECT_THROW(at_first_field(message).integer(), WorkloadError);
}

TEST(Wire, RefusesAnotherKindThanIsRead) {
  const std::string message = integer(1, 5);
  EXPECT_THROW(at_first_field(message).bytes(), WorkloadError);
}

TEST(Wire, RefusesPackedNumbersThatDoNotFillTheirBytes) {
  const std::string message = bytes(4, "12345");
  std::vector<float> numbers;
  EXPECT_THROW(at_first_field(message).append(numbers), WorkloadError);
}

}  // namespace
}  // namespace rda::onnx
