// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "base/random.h"
#include "fuzz/target.h"
#include "json/value.h"

namespace rda::fuzz {
namespace {

using json::Value;

constexpr std::size_t kMostMutations = 4, kMostBytes = std::size_t{1} << 20;

template <class T>
const T& one_of(const std::vector<T>& items, Random& random) {
  return items[random.below(items.size())];
}

Value odd_value(Random& random) {
  static const std::vector<Value> odd{Value(),
                                      Value(true),
                                      Value(false),
                                      Value(0),
                                      Value(-1),
                                      Value(1),
                                      Value(2),
                                      Value(3),
                                      Value(std::numeric_limits<int>::max()),
                                      Value(std::numeric_limits<int>::min()),
                                      Value(std::int64_t{1} << 32),
                                      Value(std::int64_t{9007199254740993}),
                                      Value(std::numeric_limits<std::int64_t>::max()),
                                      Value(std::numeric_limits<std::int64_t>::min()),
                                      Value(std::numeric_limits<std::uint64_t>::max()),
                                      Value(0.5),
                                      Value(-0.0),
                                      Value(1e308),
                                      Value(1e-320),
                                      Value(1e18),
                                      Value(""),
                                      Value("x"),
                                      Value(std::string(300, 'n')),
                                      Value(std::string("a\0b\n\x1b[31m", 9)),
                                      Value("\xc3\xa4"),
                                      Value("/../.."),
                                      Value("1e999"),
                                      Value(Value::Array{}),
                                      Value(Value::Object{}),
                                      Value(Value::Array{Value(Value::Array{})}),
                                      Value(Value::Object{{"", Value()}})};
  return one_of(odd, random);
}

/// All values of a tree, from the top. `Tree`: Value, or const Value.
template <class Tree>
void list(Tree& value, std::vector<Tree*>& all) {
  all.push_back(&value);
  if (auto* items = value.template get_if<Value::Array>())
    for (auto& item : *items) list<Tree>(item, all);
  if (auto* members = value.template get_if<Value::Object>())
    for (auto& [key, member] : *members) list<Tree>(member, all);
}

void mutate(Value::Array& items, Random& random) {
  if (items.empty()) return items.push_back(odd_value(random));
  const auto at = items.begin() + static_cast<std::ptrdiff_t>(random.below(items.size()));
  switch (random.below(5)) {
    case 0:
      items.erase(at);
      return;
    case 1: {
      Value copy = *at;
      items.insert(at, std::move(copy));
      return;
    }
    case 2:
      return std::swap(*at, items[random.below(items.size())]);
    case 3:
      return items.clear();
    default:
      items.insert(at, odd_value(random));
  }
}

void mutate(Value::Object& members, Random& random) {
  const auto odd_key = [&] {
    static const std::vector<std::string> keys{"", "kind", "x", "/", "~", "a.b", "name", "\n"};
    return one_of(keys, random);
  };
  if (members.empty()) {
    members[odd_key()] = odd_value(random);
    return;
  }
  const auto at =
      std::next(members.begin(), static_cast<std::ptrdiff_t>(random.below(members.size())));
  switch (random.below(3)) {
    case 0:
      members.erase(at);
      return;
    case 1: {
      auto member = members.extract(at);
      member.key() = odd_key();
      members.insert(std::move(member));
      return;
    }
    default:
      members[odd_key()] = odd_value(random);
  }
}

/// A number near to the one there is, or small.
void mutate(json::Integer& number, Random& random) {
  const auto bits = std::visit([](auto n) { return static_cast<std::uint64_t>(n); }, number);
  const std::vector<std::uint64_t> near{bits + 1,  bits - 1,        bits * 2,         bits / 2,
                                        ~bits + 1, random.below(8), random.below(300)};
  number = json::make_integer(static_cast<std::int64_t>(one_of(near, random)));
}

/// @param other  a tree from which parts may come
void mutate_tree(Value& root, const Value& other, Random& random) {
  std::vector<Value*> all;
  list(root, all);
  Value& value = *one_of(all, random);
  const std::uint64_t how = random.below(8);
  if (how == 0) {
    value = odd_value(random);
  } else if (how == 1) {
    std::vector<const Value*> elsewhere;
    list(other, elsewhere);
    value = *one_of(elsewhere, random);
  } else if (auto* items = value.get_if<Value::Array>()) {
    mutate(*items, random);
  } else if (auto* members = value.get_if<Value::Object>()) {
    mutate(*members, random);
  } else if (auto* number = value.get_if<json::Integer>()) {
    mutate(*number, random);
  } else if (bool* flag = value.get_if<bool>()) {
    *flag = !*flag;
  } else {  // texts name things: another name
    const Value copy = *one_of(all, random);
    value = copy.get_if<std::string>() ? copy : odd_value(random);
  }
}

void mutate_bytes(std::string& bytes, const std::string& other, Random& random) {
  const auto place = [&](const std::string& of) { return random.below(of.size() + 1); };
  const std::size_t at = place(bytes), length = 1 + random.below(16);
  switch (random.below(6)) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<char>(random.next());
      return;
    case 1:
      bytes.erase(at, length);
      return;
    case 2:
      bytes.insert(at, bytes.substr(place(bytes), length));
      return;
    case 3:
      bytes.resize(at);
      return;
    case 4:
      bytes = bytes.substr(0, at) + other.substr(place(other));
      return;
    default: {
      static const std::vector<std::string> words{"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  "\"",
                                                  "\\u0000",
                                                  "\\ud800",
                                                  "1e999",
                                                  "-",
                                                  "null",
                                                  "//",
                                                  "\xff",
                                                  "\n",
                                                  std::string(1, '\0'),
                                                  ",",
                                                  ":",
                                                  "0x",
                                                  "NaN",
                                                  "99999999999999999999"};
      bytes.insert(at, one_of(words, random));
    }
  }
}

/// The tree of an example, parsed once as long as there are few examples; none if it is no JSON.
const Value* tree_of(const std::string& example) {
  static std::map<std::string, std::optional<Value>> trees;
  constexpr std::size_t kFew = 64;
  if (trees.size() > kFew) trees.clear();
  const auto [place, fresh] = trees.try_emplace(example);
  if (fresh) try {
      place->second = json::parse(example, "example");
    } catch (const Error&) {
    }
  return place->second ? &*place->second : nullptr;
}

}  // namespace

std::string mutate(const std::string& example, std::span<const std::string> others,
                   std::uint64_t seed) {
  Random random(seed);
  const std::string& other = others.empty() ? example : others[random.below(others.size())];
  const std::size_t count = 1 + random.below(kMostMutations);
  const bool by_structure = random.below(4) > 0;
  std::string bytes = example;
  if (const Value* tree = by_structure ? tree_of(example) : nullptr) {
    Value changed = *tree;
    const Value* known = tree_of(other);
    const Value unchanged = known ? Value() : changed;
    for (std::size_t i = 0; i < count; ++i)
      mutate_tree(changed, known ? *known : unchanged, random);
    const bool is_line = example.find('\n') + 1 >= example.size();
    bytes = is_line ? json::dump_line(changed) : json::dump(changed);
  } else {
    for (std::size_t i = 0; i < count; ++i) mutate_bytes(bytes, other, random);
  }
  if (bytes.size() > kMostBytes) bytes.resize(kMostBytes);
  return bytes;
}

}  // namespace rda::fuzz
