// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/violations.h"

namespace rda::mapping {

/// A memory with its buffers: that of a PMU, or that off the chip.
struct Memory {
  std::string owner;  ///< as messages name it
  const std::vector<Buffer>& buffers;
  std::int64_t line = 0;  ///< bytes of which a buffer's first one is a multiple
  std::string_view line_is;
  std::int64_t capacity = 0;  ///< bytes
  std::string_view capacity_of;
  int most_slots = 0;
};

/// Checks the buffers of a memory, and the accesses that units make to it.
class MemoryCheck {
 public:
  MemoryCheck(Inspection& inspection, const Memory& memory)
      : inspection_(inspection), chip_(inspection.chip), memory_(memory) {}

  /// Sizes, places and contents of the buffers.
  void buffers();
  /// The accesses of a unit's ports.
  void accesses(const Unit& unit);

 private:
  /// What addresses have to be multiples of, and what it is.
  struct Multiple {
    int bytes;
    std::string_view what;
  };
  std::string name_of(const Buffer& buffer) const { return memory_.owner + "." + buffer.name; }
  void layout(const Buffer& buffer);
  void apart(const Buffer& a, const Buffer& b);
  void inside(const Buffer& buffer, const Content& content);
  void along(const Buffer& buffer, const std::string& tensor, std::string_view what,
             std::int64_t first, std::int64_t step, std::int64_t count);
  bool is_vector(const Port& port) const { return inspection_.kind(port) == TokenKind::vector; }
  std::optional<std::int64_t> span(const Port& port, const Access& access) const;
  void addresses(const Program& program, const std::string& where, const Port& port,
                 const Access& access);
  void in_buffer(const Program& program, const std::string& where, const Port& port, int number);
  void lanes(const std::string& where, const Access& access);
  void bounds(const Program& program, const std::string& where, const Port& port,
              const Buffer& buffer);
  void reach(const Program& program, const std::string& where, const Access& access);
  void aligned(const Program& program, const std::string& where, const Access& access,
               const Buffer& buffer, const Multiple& unit);

  Inspection& inspection_;
  const Chip& chip_;
  const Memory& memory_;
};

}  // namespace rda::mapping
