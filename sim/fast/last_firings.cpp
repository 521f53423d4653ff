// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/last_firings.h"

#include <set>

#include "sim/fast/network.h"

namespace rda::sim::fast {
namespace {

/// Adds the program that makes the tokens of `segment`, if its last firing makes the last of them.
/// `then`: least number of cycles from the arrival of that token to the end of the run.
void add_writer(const Segment* segment, StreamId stream, Cycle then, std::set<const Actor*>& seen,
                std::vector<LastFiring>& found) {
  then += segment->delay();
  while (const Relay* relay = Network::relay_before(segment)) {
    segment = relay->in;
    then += segment->delay();
  }
  const auto* writer = dynamic_cast<const ProgramState*>(segment->writer);
  if (!writer || !writer->ends_with_token_of(stream) || !seen.insert(writer).second) return;
  found.push_back({writer, then + writer->latency()});
}

}  // namespace

std::vector<LastFiring> last_firings_before(const StreamPortState& sink) {
  std::vector<LastFiring> found;
  if (!sink.takes_all()) return found;
  std::set<const Actor*> seen;
  add_writer(sink.segment, sink.stream, 0, seen, found);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const LastFiring last = found[i];  // `found` grows
    for (const ProgramState::End& in : last.program->inputs)
      // All tokens that are made are taken, unless the stream has tokens at the start.
      if (in.segment->initial() == 0) add_writer(in.segment, in.stream, last.then, seen, found);
  }
  return found;
}

}  // namespace rda::sim::fast
