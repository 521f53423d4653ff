// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "property/support.h"

namespace rda::test {

inline bool is_vector(TokenKind kind) { return kind == TokenKind::vector; }
inline bool is_scalar(TokenKind kind) { return kind == TokenKind::scalar; }
inline bool is_control(TokenKind kind) { return kind == TokenKind::control; }

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
      return parts > 1 ? 1 : static_cast<int>(program.loops.size()) - 1;
    }
  };
  using Loops = std::vector<std::int64_t>;

  // Small helpers.
  int uniform(int lo, int hi) { return static_cast<int>(random_.uniform_int(lo, hi)); }
  Stream& stream(int number) { return c_.mapping.streams[static_cast<std::size_t>(number)]; }
  std::int64_t tokens_of(int number) const {
    return drawn_[static_cast<std::size_t>(number)].tokens;
  }
  std::string port_name() { return "p" + std::to_string(ports_++); }
  std::int64_t divisor(std::int64_t number, std::int64_t most);
  Format data_format();
  TokenKind data_kind() { return chance(random_, 50) ? TokenKind::vector : TokenKind::scalar; }

  // Units, streams, ports.
  int add_unit(const std::string& kind, Site site, UnitBody body);
  bool take_site(SiteKind kind, Site& site);
  int make_source(TokenKind kind, std::int64_t tokens);
  int new_stream(TokenKind kind, int from, std::int64_t tokens);
  int pick_stream(int reader, bool (*allowed)(TokenKind));
  /// An input fitted to the stream's tokens. @return whether it could be
  bool fit(const Program& program, int number, Port& port, bool all_firings = false);
  void read(int number, int unit, Program& program, Port port);
  bool read_if_it_fits(int number, int unit, Program& program, bool all_firings = false);
  /// An output at a random level.
  bool write(TokenKind kind, int unit, Program& program, int value = -1, bool plain = false);
  Loops loops_for(std::int64_t tokens);
  Loops small_loops();

  // PCUs.
  /// Scalars added to the sums of some outputs.
  void make_addends(DotProduct& dot, Program& program, int unit);
  int scalar_of(std::int64_t tokens, int reader);
  void make_dot(PcuUnit& pcu, int unit, int operand);
  void make_element_wise(PcuUnit& pcu, int unit, int first);
  void operations(PcuUnit& pcu, std::vector<TokenKind>& kinds);
  /// A PCU of a recurrence. @return the stream it makes, of as many tokens
  int add_link(int from, Loops loops);

  // Units whose inputs take turns.
  std::vector<int> pick_alike(int unit, bool (*allowed)(TokenKind));
  void read_in_turns(const std::vector<int>& streams, int unit, Program& program);
  void operate_in_turns(const std::vector<int>& streams, int unit);
  void look_up_in_turns(const std::vector<int>& streams, int unit);

  // PMUs.
  void finish_look_up(PmuUnit pmu, int unit);
  std::int64_t span(const Port& port) const;
  Access random_access(const Program& program, const Port& port, const Grain& grain);
  void place_accesses(std::vector<Port>& ports, const Program& program, const Grain& grain);
  /// Makes a buffer in which all accesses lie, and fills its first slots.
  void add_buffer(PmuUnit& pmu, int unit, const Grain& grain);
  void fill(Buffer& buffer, const std::string& tensor, int slots);
  void data_outputs(Program& read, int unit);
  void data_inputs(Program& write, int unit, int first);
  void synchronise(PmuUnit& pmu, int unit, const Grain& grain);
  int local_stream(int unit, std::int64_t initial);
  void finish_pmu(PmuUnit pmu, int unit, const Grain& grain);
  bool add_sink(int number);
  bool finish_pcu_drain(int number);
  bool finish_pmu_drain(int number);

  Case& c_;
  Random& random_;
  std::vector<Drawn> drawn_;
  std::vector<Site> pcu_sites_, pmu_sites_;
  std::vector<int> source_ports_, sink_ports_;
  int ports_ = 0;
};

}  // namespace rda::test
