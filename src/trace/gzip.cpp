// SPDX-License-Identifier: Apache-2.0
#include "trace/gzip.h"

#include <cstddef>

#include "rda/error.h"

namespace rda::trace {
namespace {

constexpr int kGzipWindow = 15 + 16;  ///< the largest window, in gzip's form
constexpr int kLevel = 6, kMemory = 8;
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // zlib counts with 32 bits

}  // namespace

GzipWriter::GzipWriter(StreamedFile& file) : file_(file), out_(std::size_t{1} << 16) {
  if (deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw OutputError("zlib cannot compress: no memory");
}

GzipWriter::~GzipWriter() { deflateEnd(&stream_); }

void GzipWriter::append(std::string_view text) {
  while (!text.empty()) {
    const std::string_view part = text.substr(0, kMostAtOnce);
    text.remove_prefix(part.size());
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    stream_.avail_in = static_cast<uInt>(part.size());
    deflate_all(Z_NO_FLUSH);
  }
}

void GzipWriter::finish() { deflate_all(Z_FINISH); }

void GzipWriter::deflate_all(int flush) {
  do {
    stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream_.avail_out = static_cast<uInt>(out_.size());
    deflate(&stream_, flush);
    file_.append({out_.data(), out_.size() - stream_.avail_out});
  } while (stream_.avail_out == 0);
}

}  // namespace rda::trace
