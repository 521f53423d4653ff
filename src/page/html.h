// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "json/writer.h"

namespace rda::page {

/// Data as one HTML file that loads nothing else. Its policy lets the browser run and apply what
/// rdasim wrote alone, by hash, and no text of the data.
std::string html_of(const json::Value& data);

/// A page of any kind: its data name the kind.
template <class AnyPage>
std::string to_html(const AnyPage& page) {
  return html_of(json::to_value(page));
}

}  // namespace rda::page
