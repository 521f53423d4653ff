// SPDX-License-Identifier: Apache-2.0
#include "workload/npz_header.h"

#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "rda/error.h"

namespace rda::workload {
namespace {

class Parser {
 public:
  Parser(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  NpyHeader run() {
    NpyHeader header;
    bool type = false, order = false, shape = false;
    expect('{');
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr") {
        header.element = element(quoted());
        type = true;
      } else if (key == "fortran_order") {
        header.fortran_order = boolean();
        order = true;
      } else if (key == "shape") {
        header.shape = tuple();
        shape = true;
      } else {
        fail();
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!type || !order || !shape) fail();
    return header;
  }

 private:
  [[noreturn]] void fail() const {
    throw WorkloadError(where_, "not a .npy header: " + one_line(text_));
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool accept(char c) {
    skip_spaces();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail();
  }

  std::string quoted() {
    skip_spaces();
    if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) fail();
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) fail();
    const std::string word(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return word;
  }

  bool boolean() {
    skip_spaces();
    for (const std::string_view word : {"True", "False"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return word == "True";
    }
    fail();
  }

  Shape tuple() {
    Shape shape;
    expect('(');
    while (!accept(')')) {
      skip_spaces();
      std::int64_t extent = 0;
      const char* begin = text_.data() + at_;
      const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), extent);
      if (error != std::errc{} || extent < 0) fail();
      at_ += static_cast<std::size_t>(end - begin);
      shape.push_back(extent);
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return shape;
  }

  Element element(const std::string& type) const {
    if (type == "<f2") return Element::float16;
    if (type == "<f4") return Element::float32;
    if (type == "<f8") return Element::float64;
    if (type == "<i4") return Element::int32;
    if (type == "<i8") return Element::int64;
    throw WorkloadError(where_, needs_floats(type));
  }

  std::string_view text_;
  const std::string& where_;
  std::size_t at_ = 0;
};

}  // namespace

std::size_t size_of(Element element) {
  if (element == Element::float16) return 2;
  return element == Element::float32 || element == Element::int32 ? 4 : 8;
}

std::string needs_floats(std::string_view type) {
  return fmt::format(
      "type '{}', needed little-endian float16, float32 or float64 ('<f2', '<f4', '<f8')",
      one_line(type, 40));
}

NpyHeader parse_npy_header(std::string_view dictionary, const std::string& where) {
  return Parser(dictionary, where).run();
}

}  // namespace rda::workload
