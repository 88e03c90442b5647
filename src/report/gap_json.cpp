// SPDX-License-Identifier: Apache-2.0
#include "report/gap.h"

#include <nlohmann/json.hpp>

#include "report/json_parts.h"

namespace holon::report {
namespace {

using findings::Estimated;
using findings::Gap;
using findings::GapFactor;
using findings::GapInput;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json range(const std::optional<findings::Range>& spread) {
  return spread ? Json{{"p05", spread->low}, {"p95", spread->high}} : Json();
}

Json estimate(const Estimated& one, const std::string& unit) {
  return {{"name", one.name},
          {"source", one.source},
          {"value", one.value},
          {"unit", unit},
          {"printed", or_null(one.printed)}};
}

Json input(const GapInput& one) {
  return {{"name", one.name},
          {"first", or_null(one.first)},
          {"second", or_null(one.second)},
          {"first_source", one.first_source},
          {"second_source", one.second_source}};
}

Json factor(const GapFactor& one) {
  Json out{{"name", one.name},
           {"ratio", one.ratio},
           {"share", one.share},
           {"spread", range(one.spread)},
           {"error", one.error}};
  auto& inputs = out["inputs"] = Json::array();
  for (const auto& each : one.inputs) inputs.push_back(input(each));
  return out;
}

}  // namespace

std::string json(const Gap& gap) {
  Json out{{"title", gap.title},
           {"what", gap.what},
           {"first", estimate(gap.first, gap.unit)},
           {"second", estimate(gap.second, gap.unit)},
           {"ratio", gap.ratio},
           {"spread", range(gap.spread)},
           {"method", gap.method},
           {"seed", gap.seed},
           {"samples", gap.samples},
           {"finding", findings::in_one_sentence(gap)},
           {"remarks", findings::remarks_on(gap)},
           {"without_effect", gap.without_effect}};
  auto& factors = out["factors"] = Json::array();
  for (const auto& one : gap.factors) factors.push_back(factor(one));
  return text_of(out);
}

}  // namespace holon::report
