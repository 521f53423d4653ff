// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "json/reader.h"
#include "json/shape.h"
#include "json/text_writer.h"
#include "json/writer.h"

/// The code that reads, writes and documents a large described struct. Each source that needs it
/// would make it anew; instead one source has RDA_JSON_CODE(, T), and the header that describes T
/// ends with RDA_JSON_CODE(extern, T). To be used in namespace rda.
#define RDA_JSON_CODE(place, T)                                                         \
  place template json::Shape json::shape_of<T>(const T&, Range);                        \
  place template const json::Shape& json::shape<T>();                                   \
  place template json::Value json::to_value<T>(const T&);                               \
  place template void json::fill<T>(const json::Value&, T&);                            \
  place template void json::TextWriter<json::Fields::all>::append<T>(const T&, size_t); \
  place template void json::TextWriter<json::Fields::inputs>::append<T>(const T&, size_t)
