// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "json/shape.h"

namespace rda::json {

/// JSON Schema (draft 7) of files with this shape, with a newline at the end. It accepts the files
/// that the reader accepts, except that it cannot check rules between fields and duplicate keys.
/// @param also  further keywords of the root, for such rules
std::string schema(const Shape& shape, const std::string& title, const Value::Object& also = {});
template <class T>
std::string schema(const std::string& title) {
  return schema(shape<T>(), title);
}

}  // namespace rda::json
