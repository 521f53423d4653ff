// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace rda::trace {

/// Where a temporary file takes its space.
struct SpoolPlace {
  std::filesystem::path folder;
  std::string remedy;  ///< what helps when there is no space; ends the message
};

/// Columns of rows of integers in a file without a name. A column grows at its end and is read from
/// its first row. Memory holds a block of each column at most, however many rows there are.
class Spool {
 public:
  using Row = std::array<std::int64_t, 3>;

  /// @throws OutputError  if there can be no file
  Spool(SpoolPlace place, std::size_t columns);
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();

  /// @throws OutputError  if the file cannot grow
  void append(std::size_t column, const Row& row);
  /// Drops all rows, and the space that they take.
  void clear();

  /// Goes through the rows of a column, to which nothing is appended meanwhile.
  class Reader {
   public:
    Reader(const Spool& spool, std::size_t column) : spool_(spool), column_(column) {}
    /// @return false if there is no further row @throws OutputError
    bool next(Row& row);

   private:
    const Spool& spool_;
    std::size_t column_, block_ = 0, row_ = 0;
    std::vector<Row> rows_;
  };

 private:
  static constexpr std::size_t kBlock = 128;  ///< rows
  struct Column {
    std::vector<std::int64_t> blocks;  ///< numbers of its full blocks in the file
    std::vector<Row> tail;             ///< rows after them
  };
  void read(std::int64_t block, std::vector<Row>& rows) const;
  [[noreturn]] void fail(const char* what) const;

  SpoolPlace place_;
  std::vector<Column> columns_;
  std::int64_t blocks_ = 0;
  int descriptor_ = -1;
};

}  // namespace rda::trace
