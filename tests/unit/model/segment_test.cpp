// SPDX-License-Identifier: Apache-2.0
// A segment is one FIFO; here are the hops that it stands for, one by one.
#include "sim/fast/segment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <vector>

#include "base/random.h"

namespace rda::sim::fast {
namespace {

/// Buffers in a row, each behind a link of `latency` cycles: skids of 2 latency, and the last FIFO.
/// A buffer passes its oldest token on if the next one has room: capacity, less the tokens in it
/// and on their way, and less the pops that are not seen yet.
class Hops {
 public:
  Hops(int links, Cycle latency, std::int64_t depth) : latency_(latency) {
    for (int link = 1; link < links; ++link) buffers_.push_back({2 * latency, {}, {}});
    buffers_.push_back({depth, {}, {}});
  }
  bool has_room(std::size_t b, Cycle now) const {
    const Buffer& buffer = buffers_[b];
    std::int64_t used = std::ssize(buffer.arrivals);
    for (const Cycle popped : buffer.pops) used += popped + latency_ > now;
    return used < buffer.capacity;
  }
  bool has_token(std::size_t b, Cycle now) const {
    const Buffer& buffer = buffers_[b];
    return !buffer.arrivals.empty() && buffer.arrivals.front() <= now;
  }
  bool has_token(Cycle now) const { return has_token(buffers_.size() - 1, now); }
  void put(Cycle now) { buffers_.front().arrivals.push_back(now + latency_); }
  void pop(std::size_t b, Cycle now) {
    buffers_[b].arrivals.pop_front();
    buffers_[b].pops.push_back(now);
  }
  void pop(Cycle now) { pop(buffers_.size() - 1, now); }
  /// All hops between two buffers, as they stood at the end of the last cycle. @return how many
  /// links between switches were held
  std::int64_t pass(Cycle now) {
    std::vector<std::size_t> passing;
    std::int64_t held = 0;
    for (std::size_t b = 0; b + 1 < buffers_.size(); ++b) {
      if (!has_token(b, now)) continue;
      if (has_room(b + 1, now))
        passing.push_back(b);
      else
        held += b + 2 < buffers_.size();  // the last link does not join two switches
    }
    for (const std::size_t b : passing) {
      pop(b, now);
      buffers_[b + 1].arrivals.push_back(now + latency_);
    }
    return held;
  }

 private:
  struct Buffer {
    std::int64_t capacity;
    std::deque<Cycle> arrivals;  ///< of the tokens in it and on their way
    std::vector<Cycle> pops;
  };
  Cycle latency_;
  std::vector<Buffer> buffers_;
};

/// Puts and pops at random. Whenever a token is there or room is, both must say so.
void expect_same(std::uint64_t seed) {
  Random random(seed);
  const int links = 1 + static_cast<int>(random.below(5)),
            latency = 1 + static_cast<int>(random.below(3));
  const auto depth = static_cast<std::int64_t>(random.below(6)) + (links > 1 ? 2 * latency : 1);
  Segment segment({.links = links, .hop_latency = latency, .depth = depth});
  Hops hops(links, latency, depth);
  const std::uint64_t puts = 1 + random.below(8), pops = 1 + random.below(8);
  Cycle held = 0;
  constexpr Cycle kCycles = 100;
  for (Cycle now = 0; now < kCycles; ++now) {
    const bool room = hops.has_room(0, now), token = hops.has_token(now);
    ASSERT_EQ(segment.has_room(now), room) << "seed " << seed << ", cycle " << now;
    ASSERT_EQ(segment.has_token(now), token) << "seed " << seed << ", cycle " << now;
    held += hops.pass(now);
    if (room && random.below(8) < puts) {
      hops.put(now);
      segment.put({now, 0, 1});
    }
    if (token && random.below(8) < pops) {
      hops.pop(now);
      segment.pop({now, 0, 1});
    }
  }
  segment.finish(kCycles - 1);
  ASSERT_EQ(segment.held(), held) << "seed " << seed;
}

class SomeSchedules : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Part, SomeSchedules, testing::Range<std::uint64_t>(0, 4));

TEST_P(SomeSchedules, OfASegmentAreThoseOfItsHops) {
  const char* scale = std::getenv("RDA_PROPERTY_SCALE");
  const std::uint64_t all = 5'000 * (scale ? std::strtoull(scale, nullptr, 10) : 1);
  for (std::uint64_t seed = GetParam(); seed < all; seed += 4) {
    expect_same(seed);
    if (HasFatalFailure()) return;
  }
}

TEST(Segment, KnowsPromisedPopsBeforeTheyHappen) {
  Segment segment({.links = 2, .hop_latency = 1, .depth = 2});  // holds 4 tokens, delay 2
  segment.promise(10, 8, 0);                                    // 8 tokens, from cycle 10 on
  EXPECT_EQ(segment.sure_puts({9, 1, 100}, true), 12)
      << "8 promised pops make room for tokens 4 to 11";
  segment.put({9, 1, 4});
  segment.foresee();
  EXPECT_EQ(segment.room_at(), 13) << "token 0 is popped in cycle 11, which is seen in 13";
  EXPECT_EQ(segment.taken(), 0);
  segment.pop({11, 1, 4});
  EXPECT_EQ(segment.taken(), 4);
}

TEST(Segment, CountsOnAPromiseUntilACycleOnlyForPutsInKnownCycles) {
  Segment segment({.links = 2, .hop_latency = 1, .depth = 2});
  segment.promise(0, 0, 10);  // what can be popped before cycle 10
  EXPECT_EQ(segment.sure_puts({0, 1, 100}, true), 4 + 8) << "pops in cycles 2 to 9";
  EXPECT_EQ(segment.sure_puts({0, 1, 100}, false), 4) << "a later token may miss cycle 9";
}

TEST(Segment, HasNoTokenAfterTheLastThatIsAssured) {
  Segment segment({.links = 1, .hop_latency = 1, .depth = 4});
  segment.assure(5, 2);
  segment.pop({5, 1, 2});
  EXPECT_TRUE(segment.tokens().empty());
  EXPECT_EQ(segment.head_ready(), kNever);
}

/// A place that a promise has reached must not outlive the promise: the places of earlier tokens
/// would be counted back from there.
TEST(Segment, PromisesAfterASkipBeginAtTheNextToken) {
  Segment segment({.links = 1, .hop_latency = 1, .depth = 8});  // delay 1
  segment.put({0, 1, 2});
  segment.put({10, 3, 2});
  segment.promise(0, 4, 0);  // pops in 1, 2, 11 and 14
  segment.pop({1, 0, 1});
  Snapshot now(BrokenRule::none);
  segment.note(now, 2);
  Skip skip(now, now, 1, 100);  // a period in which nothing grows
  segment.skip(skip);
  EXPECT_EQ(segment.pops(), 1) << "promises are void after a skip";
  segment.promise(100, 4, 0);
  EXPECT_EQ(segment.pops(), 4);
  EXPECT_NO_THROW(segment.pop({102, 0, 1}));
  EXPECT_NO_THROW(segment.pop({111, 3, 2}));
}

TEST(Segment, RefusesPopsThatBreakAPromise) {
  Segment segment({.links = 1, .hop_latency = 1, .depth = 4});
  segment.promise(0, 2, 0);
  segment.put({0, 1, 2});
  segment.foresee();
  EXPECT_THROW(segment.pop({2, 1, 2}), std::exception);
}

}  // namespace
}  // namespace rda::sim::fast
