// SPDX-License-Identifier: Apache-2.0
#include "record/instant.h"

#include <charconv>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/text.h"

namespace holon::record {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 86'400;

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.front() == '-' || error != std::errc() ||
      end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::optional<std::int64_t> two_digits(std::string_view text, std::int64_t below) {
  const auto value = text.size() == 2 ? digits(text) : std::nullopt;
  return value && *value < below ? value : std::nullopt;
}

// "25" of "13.25": 250 000 000 ns
std::optional<std::int64_t> fraction_ns(std::string_view text) {
  constexpr std::size_t kDigits = 9;
  if (!digits(text)) return std::nullopt;
  std::string padded(text.substr(0, kDigits));
  padded.resize(kDigits, '0');
  return digits(padded);
}

// "10:39", "10:39:13", "10:39:13.25"
std::optional<std::int64_t> clock_ns(std::string_view text) {
  const auto hour = two_digits(text.substr(0, 2), 24);
  if (!hour || text.size() < 5 || text[2] != ':') return std::nullopt;
  const auto minute = two_digits(text.substr(3, 2), 60);
  if (!minute) return std::nullopt;
  std::int64_t out = (*hour * kHour + *minute * kMinute) * kSecond;
  if (text.size() == 5) return out;
  constexpr std::size_t kWhole = 8;
  if (text.size() < kWhole || text[5] != ':') return std::nullopt;
  const auto second = two_digits(text.substr(6, 2), 61);  // 60: a leap second
  if (!second) return std::nullopt;
  out += *second * kSecond;
  if (text.size() == kWhole) return out;
  const auto fraction = text[kWhole] == '.' ? fraction_ns(text.substr(kWhole + 1)) : std::nullopt;
  return fraction ? std::optional(out + *fraction) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_zone(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::int64_t sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::string plain(text);
  if (plain.size() == 5 && plain[2] == ':') plain.erase(2, 1);
  if (plain.size() == 1) plain.insert(0, 1, '0');
  if (plain.size() == 2) plain += "00";
  if (plain.size() != 4) return std::nullopt;
  const auto hours = two_digits(std::string_view(plain).substr(0, 2), 24);
  const auto minutes = two_digits(std::string_view(plain).substr(2), 60);
  if (!hours || !minutes) return std::nullopt;
  return sign * (*hours * kHour + *minutes * kMinute);
}

std::optional<Instant> parse_instant(std::string_view text, std::int64_t zone_s) {
  constexpr std::size_t kDate = 10;
  text = base::trim(text);
  const auto date = base::parse_date(text.substr(0, kDate));
  // 64 bits of nanoseconds reach no further
  if (!date || date->year < 1678 || date->year > 2261) return std::nullopt;
  Instant clock = 0;
  if (text.size() > kDate) {
    if (text[kDate] != 'T' && text[kDate] != ' ') return std::nullopt;
    auto rest = text.substr(kDate + 1);
    const auto zone = rest.find_first_of("Zz+-");
    if (zone != rest.npos) {
      const auto stated = parse_zone(rest.substr(zone));
      if (!stated) return std::nullopt;
      zone_s = *stated;
      rest = base::trim(rest.substr(0, zone));
    }
    const auto read = clock_ns(rest);
    if (!read) return std::nullopt;
    clock = *read;
  }
  return base::days_since_epoch(*date) * kDay * kSecond + clock - zone_s * kSecond;
}

std::string to_text(Instant instant) {
  const auto day_ns = kDay * kSecond;
  auto day = instant / day_ns;
  auto rest = instant % day_ns;
  if (rest < 0) {
    --day;
    rest += day_ns;
  }
  const auto seconds = rest / kSecond;
  auto out = fmt::format("{}T{:02}:{:02}:{:02}", base::to_text(base::date_of_day(day)),
                         seconds / kHour, seconds / kMinute % 60, seconds % 60);
  if (const auto fraction = rest % kSecond; fraction != 0) {
    auto digits = fmt::format("{:09}", fraction);
    digits.erase(digits.find_last_not_of('0') + 1);
    out += "." + digits;
  }
  return out + "Z";
}

std::string to_minute(Instant instant) {
  const auto text = to_text(instant);
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

}  // namespace holon::record
