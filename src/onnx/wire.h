// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rda::onnx {

/// The fields of a message in the wire format of Protocol Buffers, one after the other. Reads
/// nothing beyond the bytes, and copies none. Source: protobuf.dev/programming-guides/encoding.
class WireReader {
 public:
  /// @param where  names the file, for messages
  WireReader(std::string_view bytes, std::string where) : rest_(bytes), where_(std::move(where)) {}

  /// Goes on to the next field; the value of one that was not read is passed over.
  /// @return false at the end of the message @throws WorkloadError  if the message is damaged
  bool next();
  int field() const { return field_; }

  // The value of the field. @throws WorkloadError  if it is of another kind
  std::int64_t integer();
  float number();
  std::string_view bytes();
  std::string text() { return std::string(bytes()); }
  WireReader message() { return {bytes(), where_}; }
  /// Appends one value, or all of a packed field.
  void append(std::vector<std::int64_t>& integers);
  void append(std::vector<float>& numbers);
  void append(std::vector<double>& numbers);

 private:
  enum class Kind { varint = 0, eight = 1, length = 2, four = 5 };

  [[noreturn]] void fail(const std::string& problem) const;
  void expect(Kind kind) const;
  std::uint64_t varint();
  std::string_view take(std::uint64_t count);
  void skip();
  template <class Number>
  void append_fixed(std::vector<Number>& numbers, Kind alone);

  std::string_view rest_;
  std::string where_;
  int field_ = 0;
  Kind kind_ = Kind::varint;
  bool pending_ = false;  // the value of the field is still in rest_
};

}  // namespace rda::onnx
