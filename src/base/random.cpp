// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <Random123/philox.h>

namespace holon::base {

Stream stream_of(std::string_view path) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : path) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3ULL;
  }
  // splitmix64 finaliser: FNV alone leaves the high bits of short texts alike
  hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBULL;
  return hash ^ (hash >> 31U);
}

double uniform(std::uint64_t seed, Stream stream, std::uint64_t member, std::uint32_t step) {
  const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32U); };
  // the stream fills what is left of counter and key: its high half joins the seed's
  const r123::Philox4x32::ctr_type counter{{low(member), high(member), step, low(stream)}};
  const r123::Philox4x32::key_type key{
      {low(seed) ^ high(stream), high(seed) + high(stream) * 0x9E3779B9U}};
  const auto bits = r123::Philox4x32()(counter, key);
  const std::uint64_t word = (static_cast<std::uint64_t>(bits[1]) << 32U) | bits[0];
  return (static_cast<double>(word >> 11U) + 0.5) * 0x1p-53;
}

}  // namespace holon::base
