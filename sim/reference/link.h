// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <systemc>
#include <utility>
#include <vector>

#include "sim/datapath.h"
#include "sim/reference/context.h"

namespace rda::sim::reference {

/// What a link moves in a cycle.
struct Token {
  Value value;  ///< null: none
};

/// A link as its sender sees it.
class LinkOut : public virtual sc_core::sc_interface {
 public:
  /// capacity − tokens in the buffer or under way to it − pops not yet seen > 0.
  virtual bool has_room() const = 0;
  /// Puts a token on the link; at most one a cycle, and only with room.
  virtual void put(Token token) = 0;
};

/// A link's receiving buffer as its reader sees it.
class LinkIn : public virtual sc_core::sc_interface {
 public:
  /// The oldest token, or null if none is usable yet.
  virtual const Token* front() const = 0;
  /// Takes the oldest token; at most once a cycle.
  virtual void pop() = 0;
};

/// A link of `latency` cycles into a buffer of `capacity` tokens (none: never full). What is put or
/// popped in cycle c is seen in c + latency. Both are requests that take effect in SystemC's update
/// phase, so the order in which processes run within a cycle cannot matter.
class Link : public sc_core::sc_prim_channel, public LinkOut, public LinkIn {
 public:
  struct Shape {
    Cycle latency = 1;
    std::optional<int> capacity;
    std::int64_t initial = 0;  ///< tokens usable in cycle 0
  };
  Link(const char* name, const Context& context, Shape shape);

  bool has_room() const override;
  void put(Token token) override;
  const Token* front() const override;
  void pop() override;

  /// Tokens that its reader could see in this cycle, if it took none.
  std::int64_t fill() const;

  /// Whether a token is under way to the buffer or a pop under way to the sender.
  bool is_counting_down() const;

 private:
  struct Entry {
    Token token;
    Cycle usable;
  };
  void update() override;

  const Context& context_;
  const Shape shape_;
  std::deque<Entry> tokens_;       ///< in the buffer or under way to it
  std::deque<Cycle> pops_;         ///< when each of the last pops is seen by the sender
  std::optional<Token> incoming_;  ///< put in this cycle
  bool popped_ = false;            ///< in this cycle
};

/// Links that a writer puts every token on, in the same cycle: a link to each reader on the ideal
/// network.
class Broadcast : public LinkOut {
 public:
  explicit Broadcast(std::vector<Link*> links) : links_(std::move(links)) {}

  bool has_room() const override;
  void put(Token token) override;

 private:
  const std::vector<Link*> links_;
};

}  // namespace rda::sim::reference
