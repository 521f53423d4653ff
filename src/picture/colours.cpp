// SPDX-License-Identifier: Apache-2.0
#include "picture/colours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace rda::picture {
namespace {

struct Rgb {
  int red, green, blue;
};

constexpr int kSamples = 10;
/// Samples at even distances, from dark to light.
constexpr std::array<Rgb, kSamples> kViridis{
    Rgb{0x44, 0x01, 0x54}, Rgb{0x48, 0x28, 0x78}, Rgb{0x3e, 0x49, 0x89}, Rgb{0x31, 0x68, 0x8e},
    Rgb{0x26, 0x82, 0x8e}, Rgb{0x1f, 0x9e, 0x89}, Rgb{0x35, 0xb7, 0x79}, Rgb{0x6e, 0xce, 0x58},
    Rgb{0xb5, 0xde, 0x2b}, Rgb{0xfd, 0xe7, 0x25}};
constexpr std::array<Rgb, kSamples> kCividis{
    Rgb{0x00, 0x22, 0x4e}, Rgb{0x12, 0x35, 0x70}, Rgb{0x3b, 0x49, 0x6c}, Rgb{0x57, 0x5d, 0x6d},
    Rgb{0x70, 0x71, 0x73}, Rgb{0x8a, 0x86, 0x78}, Rgb{0xa5, 0x9c, 0x74}, Rgb{0xc3, 0xb3, 0x69},
    Rgb{0xe6, 0xd8, 0x8f}, Rgb{0xfb, 0xf6, 0xd9}};

std::string sampled(const std::array<Rgb, kSamples>& samples, double share) {
  const double at = std::clamp(share, 0.0, 1.0) * (kSamples - 1);
  const std::size_t low = std::min(static_cast<std::size_t>(at), std::size_t{kSamples - 2});
  const double part = at - static_cast<double>(low);
  const auto mixed = [&](int Rgb::*channel) {
    const int from = samples[low].*channel, to = samples[low + 1].*channel;
    return std::lround(from + (to - from) * part);
  };
  return fmt::format("#{:02x}{:02x}{:02x}", mixed(&Rgb::red), mixed(&Rgb::green),
                     mixed(&Rgb::blue));
}

/// As screens define it, of a channel "rr".
double brightness(std::string_view channel) {
  const double c = std::stoi(std::string(channel), nullptr, 16) / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

}  // namespace

std::string amount_colour(double share) { return sampled(kCividis, 1 - share); }

std::string kind_colour(std::size_t number, std::size_t count) {
  const double share =
      count > 1 ? static_cast<double>(number) / static_cast<double>(count - 1) : 0.4;
  return sampled(kViridis, 0.1 + 0.9 * share);
}

std::string_view ink_on(std::string_view colour) {
  const double light = 0.2126 * brightness(colour.substr(1, 2)) +
                       0.7152 * brightness(colour.substr(3, 2)) +
                       0.0722 * brightness(colour.substr(5, 2));
  return light > 0.179 ? "#000000" : "#ffffff";
}

}  // namespace rda::picture
