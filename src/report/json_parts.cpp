// SPDX-License-Identifier: Apache-2.0
#include "report/json_parts.h"

#include <nlohmann/json.hpp>

namespace holon::report {

std::string text_of(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json summary(const findings::Summary& summary, const std::string& unit) {
  Json out{{"unit", unit},       {"mean", summary.mean}, {"sd", summary.sd},
           {"p05", summary.p05}, {"p50", summary.p50},   {"p95", summary.p95}};
  if (summary.undefined > 0) out["undefined"] = summary.undefined;
  return out;
}

Json optional_summary(const std::optional<findings::Summary>& one, const std::string& unit) {
  return one ? summary(*one, unit) : Json();
}

}  // namespace holon::report
