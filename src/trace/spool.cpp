// SPDX-License-Identifier: Apache-2.0
#include "trace/spool.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/descriptor.h"
#include "base/file.h"
#include "rda/error.h"

namespace rda::trace {
namespace {

constexpr std::size_t kRowBytes = sizeof(Spool::Row);

}  // namespace

Spool::Spool(SpoolPlace place, std::size_t columns) : place_(std::move(place)), columns_(columns) {
  const NewFile made = new_file(place_.folder);
  if (made.descriptor < 0) fail("made");
  descriptor_ = made.descriptor;
  ::unlink(made.path.c_str());
}

Spool::~Spool() { ::close(descriptor_); }

void Spool::fail(const char* what) const {
  const std::string folder = place_.folder.empty() ? "." : place_.folder.string();
  throw OutputError(fmt::format("{}: the temporary file of the trace cannot be {}: {} ({})", folder,
                                what, reason(), place_.remedy));
}

void Spool::append(std::size_t column, const Row& row) {
  Column& to = columns_[column];
  to.tail.push_back(row);
  if (to.tail.size() < kBlock) return;
  const auto* bytes = reinterpret_cast<const char*>(to.tail.data());
  constexpr std::size_t kBytes = kBlock * kRowBytes;
  for (std::size_t done = 0; done < kBytes;) {
    const auto at = blocks_ * static_cast<std::int64_t>(kBytes) + static_cast<std::int64_t>(done);
    const ssize_t written = ::pwrite(descriptor_, bytes + done, kBytes - done, at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("written");
    done += static_cast<std::size_t>(written);
  }
  to.blocks.push_back(blocks_++);
  to.tail.clear();
}

void Spool::clear() {
  for (Column& column : columns_) column = {};
  blocks_ = 0;
  if (::ftruncate(descriptor_, 0) != 0) fail("emptied");
}

void Spool::read(std::int64_t block, std::vector<Row>& rows) const {
  rows.resize(kBlock);
  auto* bytes = reinterpret_cast<char*>(rows.data());
  constexpr std::size_t kBytes = kBlock * kRowBytes;
  for (std::size_t done = 0; done < kBytes;) {
    const auto at = block * static_cast<std::int64_t>(kBytes) + static_cast<std::int64_t>(done);
    const ssize_t got = ::pread(descriptor_, bytes + done, kBytes - done, at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("read");
    done += static_cast<std::size_t>(got);
  }
}

bool Spool::Reader::next(Row& row) {
  const Column& column = spool_.columns_[column_];
  if (row_ == rows_.size()) {
    if (block_ > column.blocks.size()) return false;
    if (block_ < column.blocks.size())
      spool_.read(column.blocks[block_], rows_);
    else
      rows_ = column.tail;
    ++block_;
    row_ = 0;
    if (rows_.empty()) return false;
  }
  row = rows_[row_++];
  return true;
}

}  // namespace rda::trace
