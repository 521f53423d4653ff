// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "json/knobs.h"
#include "json/shape.h"

namespace rda::json {

/// A Markdown section: the title, and a table with a row for each value that the file can have:
/// JSON pointer, type, range, default, unit, meaning, and source of the default. `*` in a pointer
/// stands for any index or key.
std::string reference_markdown(const Shape& shape, const std::string& title);
template <class T>
std::string reference_markdown(const std::string& title) {
  return reference_markdown(shape<T>(), title);
}

/// One value as text of at most 80 columns: its meaning, then a line each for type, range, default,
/// unit and source, as far as it has them; all lines indented by two spaces.
/// @param has_default  false for a value that only the program writes: no default and no source
std::string value_text(const Knob& value, bool has_default);

}  // namespace rda::json
