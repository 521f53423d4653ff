// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/bytes.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "rda/error.h"

namespace rda::gpu::read {
namespace {

constexpr int kGzip = 15 + 16;  ///< for inflateInit2: the largest window, in gzip's form

/// A stream of zlib, closed at the end.
class Inflater {
 public:
  Inflater(std::string_view bytes, const std::string& file) : rest_(bytes), file_(file) {
    if (inflateInit2(&stream_, kGzip) != Z_OK) fail("cannot be decompressed");
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  std::string all() {
    std::string text;
    std::vector<char> chunk(std::size_t{1} << 18);
    while (true) {
      const int code = step(chunk);
      if (text.size() + (chunk.size() - stream_.avail_out) > kMostBytes)
        fail("holds more than 4 GiB of text");
      text.append(chunk.data(), chunk.size() - stream_.avail_out);
      if (code != Z_STREAM_END) continue;
      if (!is_gzip(remaining())) return text;
      inflateReset(&stream_);
    }
  }

 private:
  std::string_view remaining() const {
    return rest_.empty()
               ? std::string_view(reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in)
               : rest_;
  }

  int step(std::vector<char>& chunk) {
    constexpr std::size_t kMost = std::size_t{1} << 30;  // zlib counts with 32 bits
    if (stream_.avail_in == 0) {
      const std::string_view part = rest_.substr(0, kMost);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
      stream_.avail_in = static_cast<uInt>(part.size());
      rest_.remove_prefix(part.size());
    }
    stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream_.avail_out = static_cast<uInt>(chunk.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    if (code == Z_OK || code == Z_STREAM_END) return code;
    fail(code == Z_BUF_ERROR ? "is compressed by gzip and cut off"
                             : "is compressed by gzip and damaged");
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw ConfigError(file_, "", problem);
  }

  z_stream stream_{};
  std::string_view rest_;
  const std::string& file_;
};

void append_utf8(std::string& text, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xc0 | code >> 6);
  } else if (code < 0x10000) {
    add(0xe0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3f));
  } else {
    add(0xf0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3f));
    add(0x80 | (code >> 6 & 0x3f));
  }
  add(0x80 | (code & 0x3f));
}

std::string from_utf16(std::string_view bytes, bool little) {
  std::string text;
  std::uint32_t high = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    std::uint32_t code = little ? (std::uint32_t{b} << 8 | a) : (std::uint32_t{a} << 8 | b);
    if (code >= 0xd800 && code < 0xdc00) {
      high = code;
      continue;
    }
    if (code >= 0xdc00 && code < 0xe000)
      code = high ? 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00) : std::uint32_t{'?'};
    high = 0;
    append_utf8(text, code);
  }
  return text;
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string gunzipped(std::string_view bytes, const std::string& file) {
  return Inflater(bytes, file).all();
}

void to_utf8(std::string& bytes) {
  constexpr std::string_view kUtf8 = "\xef\xbb\xbf";
  if (bytes.starts_with(kUtf8)) bytes.erase(0, kUtf8.size());
  const bool little = bytes.starts_with("\xff\xfe"), big = bytes.starts_with("\xfe\xff");
  if (little || big) bytes = from_utf16(std::string_view(bytes).substr(2), little);
}

}  // namespace rda::gpu::read
