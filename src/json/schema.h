// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "json/shape.h"

namespace rda::json {

/// JSON Schema (draft 7) of files with this shape: accepts what the reader accepts, but for rules
/// between fields, keys said twice, and what is no JSON at all. Newline at the end.
std::string schema(const Shape& shape, const std::string& title);
template <class T>
std::string schema(const std::string& title) {
  return schema(shape<T>(), title);
}

}  // namespace rda::json
