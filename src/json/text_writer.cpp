// SPDX-License-Identifier: Apache-2.0
#include "json/text_writer.h"

#include <algorithm>

namespace rda::json {

void ObjectText::close(Begin begin, std::size_t level) {
  const auto members = members_.begin() + static_cast<std::ptrdiff_t>(begin.member);
  std::sort(members, members_.end(),
            [](const Member& a, const Member& b) { return a.key < b.key; });
  sorted_ = '{';
  for (auto member = members; member != members_.end(); ++member) {
    if (member != members) sorted_ += ',';
    new_line(sorted_, level + 1);
    append_text(sorted_, member->key);
    sorted_ += ": ";
    sorted_.append(text_, member->begin, member->end - member->begin);
  }
  if (members != members_.end()) new_line(sorted_, level);
  sorted_ += '}';
  members_.resize(begin.member);
  text_.replace(begin.text, text_.npos, sorted_);
}

void ObjectText::new_line(std::string& text, std::size_t level) {
  text += '\n';
  text.append(2 * level, ' ');
}

}  // namespace rda::json
