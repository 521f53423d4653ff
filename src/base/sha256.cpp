// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>

#include "base/file.h"
#include "rda/check.h"

namespace rda {

std::string sha256(std::string_view text) {
  // Left to itself the library reads its configuration first, which takes longer than the sum.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  const int done =
      EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  RDA_CHECK(done == 1 && size == 32);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

std::string sha256_of_file(const std::filesystem::path& file) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 40;
  return sha256(read_file(file, kMostBytes));
}

}  // namespace rda
