// SPDX-License-Identifier: Apache-2.0
#include "electricity/services.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/calendar.h"
#include "record/instant.h"

namespace holon::electricity {
namespace {

constexpr std::array kServices{&kElectricityMaps,   &kWattTime, &kEntsoE, &kEia,
                               &kCarbonIntensityGb, &kRte};

}  // namespace

std::string_view name(Accounting accounting) {
  return accounting == Accounting::direct ? "direct" : "life cycle";
}

std::span<const Service* const> services() { return kServices; }

const Service* service(std::string_view name) {
  const auto found = std::find_if(kServices.begin(), kServices.end(),
                                  [&](const Service* one) { return one->name == name; });
  return found == kServices.end() ? nullptr : *found;
}

std::string hour_text(std::int64_t hour) {
  constexpr std::int64_t kHoursPerDay = 24;
  const auto of_day = ((hour % kHoursPerDay) + kHoursPerDay) % kHoursPerDay;
  return fmt::format("{}T{:02}:00Z",
                     base::to_text(base::date_of_day((hour - of_day) / kHoursPerDay)), of_day);
}

std::optional<std::int64_t> second_of(std::string_view text) {
  constexpr std::size_t kDateLength = 10;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  const auto clock = text.substr(std::min(kDateLength, text.size()));
  const bool has_zone = clock.ends_with('Z') || clock.find_first_of("+-") != std::string_view::npos;
  const auto instant = has_zone ? record::parse_instant(text) : std::nullopt;
  if (!instant) return std::nullopt;
  return *instant / kNanoseconds;
}

}  // namespace holon::electricity
