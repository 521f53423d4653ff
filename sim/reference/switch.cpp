// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/switch.h"

#include <string>

namespace rda::sim::reference {

Hop::Hop(sc_core::sc_module_name, Context& context, int switch_links)
    : Tile(context), switch_links_(switch_links) {}

void Hop::tick() {
  const Token* token = in->front();
  if (!token) return;
  if (!all_have_room()) {
    held_ += switch_links_;
    return;
  }
  for (int i = 0; i < next.size(); ++i) next[i]->put(*token);
  in->pop();
  carrying_ += switch_links_;
  context_.note_change();
}

bool Hop::all_have_room() const {
  for (int i = 0; i < next.size(); ++i) {
    if (!next[i]->has_room()) return false;
  }
  return true;
}

Switch::Switch(sc_core::sc_module_name, Context& context, const std::vector<HopPlan>& plans) {
  for (const HopPlan& plan : plans) {
    const std::string hop = "hop_" + std::to_string(plan.stream.number());
    hops_[plan.stream] = std::make_unique<Hop>(hop.c_str(), context, plan.switch_links);
  }
}

}  // namespace rda::sim::reference
