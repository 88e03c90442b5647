// SPDX-License-Identifier: Apache-2.0
#include "report/leverage.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace holon::report {
namespace {

using Json = nlohmann::ordered_json;

// JSON knows no infinity
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json summary(const std::optional<findings::Summary>& s, const std::string& unit) {
  if (!s) return {};
  return {{"unit", unit},          {"mean", number(s->mean)}, {"sd", number(s->sd)},
          {"p05", number(s->p05)}, {"p50", number(s->p50)},   {"p95", number(s->p95)}};
}

Json estimate(const std::optional<experiment::Estimate>& one) {
  if (!one) return {};
  return {{"value", number(one->value)}, {"low", number(one->low)}, {"high", number(one->high)}};
}

Json lever(const findings::Lever& one) {
  Json out{{"name", one.name},
           {"kind", one.is_loop ? "loop" : "number"},
           {"level", findings::name_of(one.level)},
           {"meadows", static_cast<int>(one.level)},
           {"effect", summary(one.effect, "1")}};
  if (one.is_loop) {
    out["path"] = one.path;
    out["cut"] = summary(one.cut, "1");
    return out;
  }
  out["evidence"] = one.evidence ? Json(quantity::name(*one.evidence)) : Json();
  out["first"] = estimate(one.first);
  out["total"] = estimate(one.total);
  return out;
}

}  // namespace

std::string json(const findings::Leverage& f) {
  Json out{{"study", f.study},        {"category", f.category},
           {"seed", f.seed},          {"samples", f.samples},
           {"rows", f.rows},          {"total", summary(f.total, f.unit)},
           {"levers", Json::array()}, {"without_effect", f.without_effect}};
  for (const auto& one : f.levers) out["levers"].push_back(lever(one));
  out["findings"] = Json::array();
  for (const auto& finding : f.findings) {
    Json one{{"kind", finding.kind}, {"title", finding.title}, {"text", finding.text}};
    for (const auto& [name, value] : finding.numbers) one[name] = number(value);
    out["findings"].push_back(std::move(one));
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holon::report
