// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "chip/chip_fields.h"
#include "json/shape.h"
#include "sweep/point.h"
#include "workload/workload_fields.h"

namespace rda {
namespace {

/// Top-level keys of texts for people; those of nested structs with a '/'.
template <class T>
void add_texts(std::set<std::string>& texts) {
  for (const json::Field& field : json::shape<T>().fields) {
    if (field.is_text) texts.insert(field.key);
    for (const json::Field& nested : field.shape.fields)
      if (nested.is_text) texts.insert(field.key + '/' + nested.key);
  }
}

TEST(Texts, LeftOutOfTheKeyOfAPointAreThoseOfChipAndWorkload) {
  std::set<std::string> texts;
  add_texts<Chip>(texts);
  add_texts<Workload>(texts);
  EXPECT_EQ(texts, std::set<std::string>(sweep::kTexts.begin(), sweep::kTexts.end()));
}

}  // namespace
}  // namespace rda
