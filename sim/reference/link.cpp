// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/link.h"

#include <algorithm>
#include <utility>

#include "rda/check.h"

namespace rda::sim::reference {

Link::Link(const char* name, const Context& context, Shape shape)
    : sc_prim_channel(name), context_(context), shape_(shape) {
  for (std::int64_t i = 0; i < shape.initial; ++i) tokens_.push_back({Token{}, 0});
}

bool Link::has_room() const {
  if (!shape_.capacity) return true;
  const Cycle now = context_.now();
  const auto unseen = std::ranges::count_if(pops_, [now](Cycle seen) { return seen > now; });
  return *shape_.capacity - static_cast<std::ptrdiff_t>(tokens_.size()) - unseen > 0;
}

void Link::put(Token token) {
  RDA_CHECK(!incoming_, name());
  RDA_CHECK(has_room(), name());
  incoming_ = std::move(token);
  request_update();
}

const Token* Link::front() const {
  if (tokens_.empty() || tokens_.front().usable > context_.now()) return nullptr;
  return &tokens_.front().token;
}

void Link::pop() {
  RDA_CHECK(!popped_ && front(), name());
  popped_ = true;
  request_update();
}

void Link::update() {
  const Cycle now = context_.now();
  while (!pops_.empty() && pops_.front() <= now) pops_.pop_front();
  if (popped_) {
    tokens_.pop_front();
    pops_.push_back(now + shape_.latency);
    popped_ = false;
  }
  if (incoming_) {
    tokens_.push_back({*std::move(incoming_), now + shape_.latency});
    incoming_.reset();
  }
}

std::int64_t Link::fill() const {
  const Cycle now = context_.now();
  return std::ranges::count_if(tokens_, [now](const Entry& entry) { return entry.usable <= now; });
}

bool Link::is_counting_down() const {
  const Cycle now = context_.now();
  return (!tokens_.empty() && tokens_.back().usable > now) ||
         (!pops_.empty() && pops_.back() > now && shape_.capacity);
}

bool Broadcast::has_room() const { return std::ranges::all_of(links_, &Link::has_room); }

void Broadcast::put(Token token) {
  for (Link* link : links_) link->put(token);
}

}  // namespace rda::sim::reference
