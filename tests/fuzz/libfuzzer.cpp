// SPDX-License-Identifier: Apache-2.0
// The same targets for libFuzzer (preset fuzz): the variable RDA_FUZZ_TARGET names one.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "fuzz/target.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

const rda::fuzz::Target& chosen() {
  static const rda::fuzz::Target& target = []() -> const rda::fuzz::Target& {
    const char* name = std::getenv("RDA_FUZZ_TARGET");
    const auto& all = rda::fuzz::targets();
    const auto found = std::ranges::find(all, name ? name : "", &rda::fuzz::Target::name);
    if (found == all.end()) rda::fuzz::finding("RDA_FUZZ_TARGET names no target");
    return *found;
  }();
  return target;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen().read({reinterpret_cast<const char*>(data), size});
  return 0;
}

/// One half as libFuzzer does, the other half by the structure of the text.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, most);
  static const std::vector<std::string> examples = chosen().seeds();
  const std::string bytes =
      size <= 1 ? examples[seed / 2 % examples.size()]  // a corpus begins with one byte
                : rda::fuzz::mutate({reinterpret_cast<const char*>(data), size}, examples, seed);
  const std::size_t length = std::min(bytes.size(), most);
  std::memcpy(data, bytes.data(), length);
  return length;
}
