// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace holon::base {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// the small letter of a capital in two bytes of UTF-8 (Latin, Greek, Cyrillic); any other sign as
// it is. Rows of the Unicode Character Database in which capitals have their small letters 32, 80
// or 1 signs behind them.
std::uint32_t small_letter(std::uint32_t sign) {
  const auto within = [&](std::uint32_t first, std::uint32_t last) {
    return sign >= first && sign <= last;
  };
  constexpr std::uint32_t kTimesSign = 0xD7;
  if (within(0xC0, 0xDE)) return sign == kTimesSign ? sign : sign + 32;
  if (within(0x100, 0x12F) || within(0x132, 0x137) || within(0x14A, 0x177)) return sign | 1U;
  if (within(0x139, 0x148) || within(0x179, 0x17E)) return sign + sign % 2;
  if (within(0x391, 0x3A1) || within(0x3A3, 0x3AB) || within(0x410, 0x42F)) return sign + 32;
  if (within(0x400, 0x40F)) return sign + 80;
  return sign;
}

// Damerau–Levenshtein distance, optimal string alignment
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

// thousands separated by a thin gap, as in 1 083
std::string grouped(double value) {
  auto digits = fmt::format("{:.0f}", std::abs(value));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), " ");
  }
  return (value < 0 ? "-" : "") + digits;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

std::string name_key(std::string_view name) {
  std::string out;
  const auto text = trim(name);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool gap = is_blank(c) || c == '_';
    const auto lead = static_cast<unsigned char>(c);
    if (lead >= 0xC3 && lead <= 0xD0 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[++i]);
      const auto small = small_letter(((lead & 0x1FU) << 6U) | (next & 0x3FU));
      out += static_cast<char>(0xC0U | (small >> 6U));
      out += static_cast<char>(0x80U | (small & 0x3FU));
    } else if (!gap) {
      out += to_lower(c);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (true) {
    const auto end = text.find(separator, start);
    parts.emplace_back(text.substr(start, end == std::string_view::npos ? end : end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t kLongestCompared = 80;
  const auto sought = name_key(word);
  if (sought.size() > kLongestCompared) return std::nullopt;
  std::optional<std::string> best;
  std::size_t best_distance =
      std::min<std::size_t>(2, (sought.size() - (sought.empty() ? 0 : 1)) / 2);
  for (const auto& candidate : candidates) {
    if (candidate.size() > kLongestCompared) continue;
    const auto d = distance(sought, name_key(candidate));
    if (d < best_distance || (d == best_distance && !best)) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string character_range(std::string_view text, std::size_t first, std::size_t count) {
  std::string out;
  std::size_t index = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) ++index;
    if (index > first && index <= first + count) out += text[i];
  }
  return out;
}

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stopped != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::string exact(double value) { return fmt::format("{}", value); }

std::string readable(double value, int digits) {
  if (value == 0) return "0";
  if (!std::isfinite(value)) return std::isnan(value) ? "undefined" : value > 0 ? "∞" : "-∞";
  const double size = std::abs(value);
  if (size >= 1e7 || size < 1e-4) return fmt::format("{:.{}g}", value, digits);
  const int magnitude = static_cast<int>(std::floor(std::log10(size)));
  const int decimals = std::max(0, digits - 1 - magnitude);
  const auto text = fmt::format("{:.{}f}", value, decimals);
  return size >= 1000 && decimals == 0 ? grouped(value) : text;
}

std::string listed(std::span<const std::string> words, std::string_view last_joint) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? fmt::format(" {} ", last_joint) : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace holon::base
