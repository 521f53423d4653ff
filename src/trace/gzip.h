// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <string_view>
#include <vector>

#include "base/streamed_file.h"

namespace rda::trace {

/// Writes text into a file in gzip's form. It names no time, so the same text gives the same bytes.
class GzipWriter {
 public:
  /// @throws OutputError
  explicit GzipWriter(StreamedFile& file);
  GzipWriter(const GzipWriter&) = delete;
  GzipWriter& operator=(const GzipWriter&) = delete;
  ~GzipWriter();

  /// @throws OutputError
  void append(std::string_view text);
  /// Call once, after all text; before the file's commit(). @throws OutputError
  void finish();

 private:
  void deflate_all(int flush);

  StreamedFile& file_;
  z_stream stream_{};
  std::vector<char> out_;
};

}  // namespace rda::trace
