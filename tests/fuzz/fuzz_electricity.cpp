// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are an answer of some service, or refused: hours have a value that can be believed, or
// none. The first byte chooses the service.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "electricity/hourly.h"
#include "electricity/json_answer.h"
#include "electricity/service.h"

namespace {

using namespace holon;

void check(const electricity::Service& service, const base::SourcePtr& answer) {
  electricity::Query query;
  query.zone = service.zone_example;
  query.from_hour = 475'512;  // 2024-03-31 00:00 UTC
  query.until_hour = query.from_hour + 48;
  const auto reading = service.read(answer, query);
  if (!reading) {
    for (const auto& one : reading.error()) static_cast<void>(base::render(one, false));
    return;
  }
  const auto hours = electricity::hours_of(
      *reading, query, service.sources, [](std::string_view technology) -> std::optional<double> {
        if (technology == "oil") return std::nullopt;
        return technology == "coal" ? 800.0 : 100.0;
      });
  if (hours.g_per_kWh.size() != 48) std::abort();
  for (const double value : hours.g_per_kWh) {
    if (!std::isnan(value) && !(value >= 0 && value <= electricity::kHighestIntensity * 1.0001))
      std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto services = electricity::services();
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto answer = std::make_shared<const base::SourceText>("fuzz", bytes);
  const auto& service = *services[data[0] % services.size()];
  check(service, answer);
  if (service.read_token != nullptr) static_cast<void>(service.read_token(answer));
  return 0;
}
