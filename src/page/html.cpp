// SPDX-License-Identifier: Apache-2.0
#include "page/html.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "base/sha256.h"
#include "page/source.h"
#include "rda/check.h"

namespace rda::page {
namespace {

unsigned digit_of(char hexadecimal) {
  return static_cast<unsigned>(hexadecimal <= '9' ? hexadecimal - '0' : hexadecimal - 'a' + 10);
}

/// Base 64 (RFC 4648) of bytes written in hexadecimal.
std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 6) {  // three bytes, four digits
    const std::string_view bytes = hex.substr(i, 6);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 6; ++k)
      bits = bits << 4 | (k < bytes.size() ? digit_of(bytes[k]) : 0);
    const std::size_t digits = bytes.size() / 2 + 1;
    for (std::size_t k = 0; k < 4; ++k)
      text += k < digits ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string source_hash(std::string_view text) {
  return "'sha256-" + base64_of_hex(sha256(text)) + "'";
}

/// A tag in a name must not end the element that holds the data.
std::string escaped(const json::Value& data) {
  std::string text;
  for (const char c : json::dump_line(data))
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  return text;
}

}  // namespace

std::string html_of(const json::Value& data) {
  const std::string policy =
      "default-src 'none'; base-uri 'none'; form-action 'none'; script-src " +
      source_hash(script()) + "; style-src " + source_hash(style());
  std::string html;
  std::string_view rest = frame();
  for (const auto& [mark, text] : {std::pair<std::string_view, std::string>("@POLICY@", policy),
                                   {"@STYLE@", std::string(style())},
                                   {"@DATA@", escaped(data)},
                                   {"@SCRIPT@", std::string(script())}}) {
    const std::size_t at = rest.find(mark);
    RDA_CHECK(at != rest.npos, std::string(mark));
    html += rest.substr(0, at);
    html += text;
    rest.remove_prefix(at + mark.size());
  }
  html += rest;
  return html;
}

}  // namespace rda::page
