// SPDX-License-Identifier: Apache-2.0
#include "flow/search.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "flow/race.h"
#include "flow/trials.h"
#include "rda/error.h"

namespace rda::flow {
namespace {

/// The model is not that wrong: what it expects to take so much longer than the best is not tried.
constexpr double kHopeless = 1.3;
/// Nor this much, once the best has been simulated: what it does not know are links.
constexpr double kWrong = 1.01, kWrongCyclesOfItem = 16;
/// Candidates of a part that are tried before what they took is used to leave out others.
constexpr std::size_t kBatch = 4;
/// What other placements and FIFO limits may be worth: of what takes longer than this they are not
/// tried.
constexpr double kNear = 1.05;
/// All effort does not make up for this: a part whose best is slower after the second round is left
/// out of the last one.
constexpr double kClose = 1.02;
/// What the last round has to be able to win: all its contenders' firings take so much less than
/// the best.
constexpr double kPays = 1.01;

class Searcher {
 public:
  Searcher(const Graph& graph, const Chip& chip, const MappingOptions& asked,
           const SearchLimits& limits, PlacementCache& cache)
      : graph_(graph),
        chip_(chip),
        asked_(asked),
        limits_(limits),
        trials_(graph, chip, cache, limits.jobs) {}

  Search run() {
    choose_all();
    try_first();
    if (!trials_.best()) try_harder();
    std::vector<Entry> next;
    for (Race* race : near_races()) enter(*race, race->shares.again, kAgain, next);
    try_out(std::exchange(next, {}));
    if (may_win_more()) {
      for (Race* race : near_races())
        if (is_close(*race)) add_last(*race, next);
      try_out(std::exchange(next, {}));
      for (Race& race : races_)
        if (race.both_limits && both_may_help(race)) add_other_fifos(race, *race.both_limits, next);
      try_out(next);
    }
    return trials_.take(considered_);
  }

 private:
  /// The candidates of the chip and of the parts of it that the workload fits, those that compute
  /// scalars and those that compute vectors of rows.
  void choose_all() {
    const std::vector<MappingOptions> all = parts(chip_, asked_);
    races_.reserve(2 * all.size());
    std::optional<MappingError> refused;  // if there is no candidate at all
    std::set<int> rows{asked_.hv};
    if (asked_.hv == 0) rows = {1, chip_.pcu.lanes};
    for (const int hv : rows)
      for (MappingOptions part : all) try {
          part.hv = hv;
          choose(part);
        } catch (const MappingError& error) {
          if (!refused) refused.emplace(error);  // too small a part, or no vectors
        }
    if (races_.empty()) throw *refused;
  }

  void choose(const MappingOptions& part) {
    const bool whole = races_.empty();
    std::vector<Candidate> ranked =
        candidates(graph_, part_of(chip_, part), part, {limits_.budget, most_});
    considered_ += std::ssize(ranked);
    if (whole) most_ = kHopeless * ranked.front().cycles;
    Race race{{}, {}, Shares(0)};
    for (Candidate& candidate : ranked)
      if (whole && candidate.published)
        published_ = std::move(candidate);
      else if (candidate.cycles <= most_)
        race.ranked.push_back(std::move(candidate));
    race.shares = Shares(limits_.budget - (whole && published_));
    std::ranges::reverse(race.ranked);
    races_.push_back(std::move(race));
  }

  /// The published unrolling, and the first share of each part, batch by batch, without those that
  /// can no longer win. The published unrolling comes last if its dot products alone take longer
  /// than the best candidate is expected to.
  void try_first() {
    std::vector<Entry> next;
    const std::vector<Candidate>& ranked = races_.front().ranked;
    const bool late = published_ && !ranked.empty() && published_->least > ranked.back().cycles;
    if (published_ && !late) add_published(next);
    do {
      for (Race& race : races_) add_first(race, next);
      try_out(std::exchange(next, {}));
    } while (std::ranges::any_of(races_, [&](const Race& race) { return has_first(race); }));
    if (!late || !may_win(*published_)) return;
    add_published(next);
    try_out(next);
  }

  void add_published(std::vector<Entry>& next) {
    Race& race = races_.front();
    race.contenders.push_back({*published_});
    next.push_back({&race, race.contenders.size() - 1, kPaper});
  }

  /// What little effort cannot route, all of it may.
  void try_harder() {
    std::vector<Entry> next;
    for (Race& race : races_)
      for (std::size_t i = 0; i < std::min(race.contenders.size(), kBatch); ++i)
        next.push_back({&race, i, kPaper});
    try_out(next);
  }

  bool has_first(const Race& race) const {
    return race.shares.first > 0 && !race.ranked.empty() && can_win(race.ranked.back());
  }

  void add_first(Race& race, std::vector<Entry>& next) const {
    for (std::size_t n = 0; n < kBatch && has_first(race); ++n, --race.shares.first) {
      race.contenders.push_back({std::move(race.ranked.back())});
      race.ranked.pop_back();
      next.push_back({&race, race.contenders.size() - 1, kFirst});
    }
  }

  /// Whether its firings alone leave it time to be the best.
  bool may_win(const Candidate& candidate) const {
    return !trials_.best() || candidate.least < static_cast<double>(*trials_.best());
  }

  /// The same as far as the model knows.
  bool can_win(const Candidate& candidate) const {
    const auto items = static_cast<double>(graph_.steps_of_run() * graph_.batch);
    return may_win(candidate) &&
           (!trials_.best() || candidate.cycles <= kWrong * static_cast<double>(*trials_.best()) +
                                                       kWrongCyclesOfItem * items);
  }

  /// Enters the best contenders, again and again if there are fewer of them than trials.
  void enter(Race& race, std::int64_t trials, Effort effort, std::vector<Entry>& next) const {
    const auto near = std::ranges::find_if_not(
        race.contenders, [&](const Contender& contender) { return is_near(contender); });
    for (std::int64_t n = 0; n < trials; ++n)
      next.push_back(
          {&race, static_cast<std::size_t>(n % (near - race.contenders.begin())), effort});
  }

  /// Enters the best contender with all effort, also with FIFOs of other depths: to count on deep
  /// ones may do worse. Other contenders take the trials that are left.
  void add_last(Race& race, std::vector<Entry>& next) const {
    std::int64_t left = race.shares.last;
    if (left == 0) return;
    const Candidate best = race.contenders.front().candidate;
    next.push_back({&race, 0, kAll});
    for (const MappingOptions& options : other_fifos(chip_, asked_, best.options)) {
      if (--left <= 0) return;
      if (limits_both(options, best.options))
        race.both_limits = options;
      else
        add_other_fifos(race, options, next);
    }
    for (std::size_t i = 1; --left > 0 && i < race.contenders.size(); ++i)
      if (is_near(race.contenders[i]) && is_close(race.contenders[i]))
        next.push_back({&race, i, kAll});
  }

  static bool limits_both(const MappingOptions& options, const MappingOptions& deepest) {
    return options.vector_fifo_limit != deepest.vector_fifo_limit &&
           options.scalar_fifo_limit != deepest.scalar_fifo_limit;
  }

  static void add_other_fifos(Race& race, const MappingOptions& options, std::vector<Entry>& next) {
    race.contenders.push_back({race.contenders.front().candidate, true});
    race.contenders.back().candidate.options = options;
    next.push_back({&race, race.contenders.size() - 1, kAll});
  }

  /// Whether shallower FIFOs of vectors and of scalars, each alone, did no harm to the best
  /// contender of the last round.
  static bool both_may_help(const Race& race) {
    const Cycle deepest = *race.contenders.front().cycles;
    return std::ranges::all_of(race.contenders, [&](const Contender& contender) {
      return !contender.other_fifos || (contender.cycles && *contender.cycles <= deepest);
    });
  }

  void try_out(const std::vector<Entry>& entries) {
    std::vector<Trial> trials;
    for (const Entry& entry : entries) {
      Contender& contender = entry.race->contenders[entry.contender];
      Trial trial{contender.candidate, std::nullopt, "", contender.other_fifos};
      MappingOptions& options = trial.candidate.options;
      options.place_effort = std::max(1, asked_.place_effort * entry.effort.tenths / 10);
      options.seed = asked_.seed + contender.placements[options.place_effort]++;
      trial.placements = entry.effort.placements;
      trials.push_back(std::move(trial));
    }
    const std::vector<std::optional<Cycle>> cycles = trials_.run(std::move(trials));
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Contender& contender = entries[i].race->contenders[entries[i].contender];
      if (cycles[i]) contender.cycles = std::min(contender.cycles.value_or(*cycles[i]), *cycles[i]);
    }
  }

  /// The races with a contender that is near the best of all, with their contenders in order.
  std::vector<Race*> near_races() {
    best_promise_ = std::numeric_limits<double>::infinity();
    for (Race& race : races_) {
      std::ranges::stable_sort(race.contenders, {}, [&](const Contender& contender) {
        return std::pair(!may_win(contender.candidate), contender.promise());
      });
      if (!race.contenders.empty() && may_win(race.contenders.front().candidate))
        best_promise_ = std::min(best_promise_, race.contenders.front().promise());
    }
    std::vector<Race*> near;
    for (Race& race : races_)
      if (!race.contenders.empty() && is_near(race.contenders.front())) near.push_back(&race);
    return near;
  }

  bool is_near(const Contender& contender) const {
    return contender.cycles && may_win(contender.candidate) &&
           contender.promise() <= kNear * best_promise_;
  }

  bool is_close(const Contender& contender) const {
    return contender.cycles &&
           static_cast<double>(*contender.cycles) <= kClose * static_cast<double>(*trials_.best());
  }
  bool is_close(const Race& race) const {
    return std::ranges::any_of(race.contenders,
                               [&](const Contender& contender) { return is_close(contender); });
  }

  /// Whether a contender of the last round can be so much better than the best that it pays.
  bool may_win_more() const {
    const auto best = static_cast<double>(*trials_.best());
    return std::ranges::any_of(races_, [&](const Race& race) {
      return std::ranges::any_of(race.contenders, [&](const Contender& contender) {
        return is_close(contender) && kPays * contender.candidate.least < best;
      });
    });
  }

  const Graph& graph_;
  const Chip& chip_;
  const MappingOptions& asked_;
  const SearchLimits& limits_;
  Trials trials_;
  std::vector<Race> races_;  ///< of the whole chip first
  std::optional<Candidate> published_;
  double most_ =
      std::numeric_limits<double>::infinity();  ///< the model's cycles of a candidate that is tried
  double best_promise_ = 0;
  std::int64_t considered_ = 0;
};

}  // namespace

Search search(const Graph& graph, const Chip& chip, const MappingOptions& options,
              const SearchLimits& limits, PlacementCache& cache) {
  return Searcher(graph, chip, options, limits, cache).run();
}

}  // namespace rda::flow
