// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "json/comments.h"
#include "json/value.h"
#include "rda/error.h"

namespace rda::json {
namespace {

/// What people mean who write a letter that begins no value.
std::string_view advice(char letter) {
  switch (letter) {
    case '#':
      return " (comments begin with //)";
    case '/':
      return " (a comment? a program writes this file without)";
    case '\'':
      return " (texts stand in double quotes)";
    case 'T':
    case 'F':
    case 'N':
      return " (true, false and null have small letters)";
    default:
      return "";
  }
}

/// The message of the parser in the words of those who write the file: the parser says
/// "syntax error while parsing object key - invalid literal; last read: '{''; expected ...".
std::string plain_words(std::string_view message) {
  constexpr std::string_view kRead = "last read: '", kInvalid = "invalid literal";
  if (const std::size_t dash = message.find(" - "); message.starts_with("syntax error"))
    message.remove_prefix(dash == message.npos ? 0 : dash + 3);
  const std::size_t read = message.find(kRead);
  const std::size_t end = std::min(message.find("'; expected"), message.rfind('\''));
  if (message.starts_with(kInvalid) && read != message.npos && end > read + kRead.size()) {
    const char letter = message[end - 1];
    return fmt::format("{} begins no value{}", one_line(std::string_view(&letter, 1)),
                       advice(letter));
  }
  if (message.starts_with("unexpected string literal; expected"))
    return "a comma is missing before this text";
  return one_line(message, 160);
}

/// Builds a Value from the events of the parser. Unlike nlohmann's builder, it refuses duplicate
/// keys and limits the depth.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Value take() { return std::move(root_); }

  bool null() override { return add(Value()); }
  bool boolean(bool flag) override { return add(flag); }
  bool number_integer(std::int64_t number) override { return add(number); }
  bool number_unsigned(std::uint64_t number) override { return add(number); }
  bool number_float(double number, const std::string&) override { return add(number); }
  bool string(std::string& text) override { return add(std::move(text)); }
  bool binary(nlohmann::json::binary_t&) override { return false; }  // never called for text

  bool start_object(std::size_t) override { return open(Value::Object()); }
  bool start_array(std::size_t) override { return open(Value::Array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    Level& level = levels_.back();
    level.key = std::move(name);
    if (level.value->get_if<Value::Object>()->contains(level.key)) {
      throw ConfigError(file_, pointer(), "this key is given twice");
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    throw ConfigError(
        file_, "",
        fmt::format("{}: {}", place_in(text_, position > 0 ? position - 1 : 0), why(error)));
  }

 private:
  /// An open array or object, and the key of the next value.
  struct Level {
    Value* value;
    std::string key;
  };

  /// The message of the parser, without its prefix of error number and position.
  std::string why(const nlohmann::json::exception& error) const {
    if (text_.find_first_not_of(" \t\r\n") == text_.npos) return "the file is empty";
    std::string_view message = error.what();
    message.remove_prefix(std::min(message.size(), message.find("] ") + 2));
    if (message.starts_with("parse error at ")) message.remove_prefix(message.find(": ") + 2);
    return plain_words(message);
  }

  /// The pointer of the next value.
  std::string pointer() const {
    std::string result;
    for (const Level& level : levels_) {
      const auto* items = level.value->get_if<Value::Array>();
      const std::size_t open = &level == &levels_.back() ? 0 : 1;  // it is already one of the items
      result = child(result, items ? std::to_string(items->size() - open) : level.key);
    }
    return result;
  }

  bool add(Value value) {
    place(std::move(value));
    return true;
  }

  Value* place(Value value) {
    if (levels_.empty()) return &(root_ = std::move(value));
    Level& level = levels_.back();
    if (auto* items = level.value->get_if<Value::Array>()) {
      return &items->emplace_back(std::move(value));
    }
    return &((*level.value->get_if<Value::Object>())[level.key] = std::move(value));
  }

  bool open(Value value) {
    if (levels_.size() == kMaxDepth) {
      throw ConfigError(file_, one_line(pointer(), 60),
                        fmt::format("nested deeper than {} levels", kMaxDepth));
    }
    // An array gets no element while its last one is open, so pointers to open values stay valid.
    levels_.push_back({place(std::move(value)), {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  std::string_view text_;
  const std::string& file_;
  Value root_;
  std::vector<Level> levels_;
};

}  // namespace

Value parse(std::string_view text, const std::string& file) {
  Builder builder(text, file);
  nlohmann::json::sax_parse(text, &builder);
  return builder.take();
}

}  // namespace rda::json
