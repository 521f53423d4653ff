// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "property/support.h"

namespace rda::test {

inline bool is_vector(TokenKind kind) { return kind == TokenKind::vector; }
inline bool is_scalar(TokenKind kind) { return kind == TokenKind::scalar; }
inline bool is_control(TokenKind kind) { return kind == TokenKind::control; }
inline bool is_data(TokenKind kind) { return kind != TokenKind::control; }

/// A program that reads a PMU's memory, or writes it.
inline Program memory_program(bool writes, std::vector<std::int64_t> loops = {}) {
  return {.space = {std::move(loops)}, .work = MemoryAccess{.writes = writes}};
}

/// Draws the parts of a random graph. Streams are made by a writer with some number of tokens;
/// readers are fitted to that number by loops, levels and ranges.
class GraphBuilder {
 public:
  GraphBuilder(Case& c, Random& random);

  /// Each adds one or more units. @return whether there was a place and something to read
  bool add_source();
  bool add_pcu();
  bool add_reader();      ///< a PMU that only reads
  bool add_look_up();     ///< a PMU that looks up
  bool add_turns();       ///< a unit whose inputs take turns
  bool add_n_buffer();    ///< a PMU that writes and reads in step with itself
  bool add_recurrence();  ///< a PMU whose next contents come from the present ones
  /// Gives every stream without a reader one: a sink, or a unit that makes nothing.
  bool finish();

 private:
  struct Drawn {
    std::int64_t tokens = 0;
    bool hidden = false;  ///< not for others to read
  };
  /// The steps in which a buffer is filled and read. The outermost loop of both programs counts
  /// items, a slot each; parts are the next one.
  struct Grain {
    std::int64_t items = 1, parts = 1;
    int slots = 1, full = 0;  ///< slots, and those with initial contents
    int level(const Program& program) const {
      return parts > 1 ? 1 : static_cast<int>(program.space.rank()) - 1;
    }
  };
  using Loops = std::vector<std::int64_t>;

  // Small helpers.
  int uniform(int lo, int hi) { return static_cast<int>(random_.uniform_int(lo, hi)); }
  Unit& unit_at(UnitId number) { return c_.mapping.units[number]; }
  Stream& stream(StreamId number) { return c_.mapping.streams[number]; }
  const Stream& stream_of(const Port& port) const { return c_.mapping.streams[port.stream]; }
  std::int64_t tokens_of(StreamId number) const { return drawn_[number].tokens; }
  std::string port_name() { return "p" + std::to_string(ports_++); }
  std::int64_t divisor(std::int64_t number, std::int64_t most);
  Format data_format();
  TokenKind data_kind() { return chance(random_, 50) ? TokenKind::vector : TokenKind::scalar; }

  // Units, streams, ports. Programs are made apart from their units, which exist before them.
  UnitId add_unit(const std::string& name, UnitKind kind, Place place);
  bool take_site(UnitKind kind, GridSite& site);
  /// A source or a sink at the next of `ports`, with the port's program.
  UnitId add_port(UnitKind kind, std::vector<int>& ports, StreamId number);
  StreamId make_source(TokenKind kind, std::int64_t tokens);
  StreamId new_stream(TokenKind kind, UnitId from, std::int64_t tokens);
  StreamId pick_stream(UnitId reader, bool (*allowed)(TokenKind));
  /// An input fitted to the stream's tokens. @return whether it could be
  bool fit(const Program& program, StreamId number, Port& port, bool all_firings = false);
  void read(StreamId number, UnitId unit, Program& program, Port port);
  bool read_if_it_fits(StreamId number, UnitId unit, Program& program, bool all_firings = false);
  /// An output at a random level.
  bool write(TokenKind kind, UnitId unit, Program& program, int value = -1, bool plain = false);
  Loops loops_for(std::int64_t tokens);
  Loops small_loops();

  // PCUs.
  /// Scalars added to the sums of some outputs.
  void make_addends(DotProduct& dot, Program& program, UnitId unit);
  StreamId scalar_of(std::int64_t tokens, UnitId reader);
  void make_dot(Program& program, UnitId unit);
  void make_element_wise(Program& program, UnitId unit);
  int draw_operand(const std::vector<TokenKind>& kinds, bool (*allowed)(TokenKind));
  Operation draw_operation(const Program& program, const std::vector<TokenKind>& kinds);
  /// Operations on the program's inputs. @return the kinds of all values
  std::vector<TokenKind> make_operations(Program& program);
  void finish_pcu(Program program, UnitId unit);
  /// A PCU of a recurrence. @return the stream it makes, of as many tokens
  StreamId add_link(StreamId from, Loops loops);

  // Units whose inputs take turns.
  std::vector<StreamId> pick_alike(UnitId unit, bool (*allowed)(TokenKind));
  void read_in_turns(const std::vector<StreamId>& streams, UnitId unit, Program& program);
  void operate_in_turns(const std::vector<StreamId>& streams, UnitId unit);
  void look_up_in_turns(const std::vector<StreamId>& streams, UnitId unit);

  // PMUs.
  void finish_look_up(Program read, UnitId unit);
  void finish_row_look_up(Program read, UnitId unit);
  void narrow(Access& access);
  std::int64_t span(const Port& port) const;
  Access random_access(const Program& program, const Port& port, const Grain& grain);
  void place_accesses(std::vector<Port>& ports, const Program& program, const Grain& grain);
  /// Makes a buffer in which all accesses lie, and fills its first slots.
  void add_buffer(UnitId unit, const Grain& grain);
  void fill(Buffer& buffer, const std::string& tensor, int slots);
  void data_outputs(Program& read, UnitId unit);
  void data_inputs(Program& write, UnitId unit, StreamId first);
  void synchronise(Program& read, Program& write, UnitId unit, const Grain& grain);
  StreamId local_stream(UnitId unit, std::int64_t initial);
  void finish_write(Program& write, const Grain& grain);
  /// `programs` in the order of Unit::programs.
  void finish_pmu(std::vector<Program> programs, UnitId unit, const Grain& grain);
  bool add_sink(StreamId number);
  bool finish_pcu_drain(StreamId number);
  bool finish_pmu_drain(StreamId number);

  Case& c_;
  Random& random_;
  IdVector<StreamId, Drawn> drawn_;
  std::vector<Site> pcu_sites_, pmu_sites_;
  std::vector<int> source_ports_, sink_ports_;
  int ports_ = 0;
};

}  // namespace rda::test
