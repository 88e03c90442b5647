// SPDX-License-Identifier: Apache-2.0
#include "findings/lever_level.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"

namespace holon::findings {
namespace {

using model::VariableId;

constexpr std::array<std::pair<LeverLevel, std::string_view>, 7> kNames{{
    {LeverLevel::goal, "goal"},
    {LeverLevel::rule, "rule"},
    {LeverLevel::reinforcing_loop, "reinforcing loop"},
    {LeverLevel::balancing_loop, "balancing loop"},
    {LeverLevel::delay, "delay"},
    {LeverLevel::buffer, "buffer"},
    {LeverLevel::parameter, "parameter"},
}};

// which loops a number that is read by their variables gives strength to
std::optional<LeverLevel> loop_level(VariableId input, const LevelContext& context) {
  bool balancing = false;
  for (const auto reader : context.readings.readers_of(input)) {
    if (context.on_reinforcing[reader]) return LeverLevel::reinforcing_loop;
    balancing = balancing || context.on_balancing[reader];
  }
  return balancing ? std::optional(LeverLevel::balancing_loop) : std::nullopt;
}

// what the part that brings it says of it: "delay", "buffer", "loop", "rule", "goal"
std::optional<LeverLevel> stated_level(VariableId input, const LevelContext& context) {
  const auto key = base::name_key(context.model[input].name);
  for (const auto& [path, word] : context.study.levels) {
    if (base::name_key(path) != key) continue;
    if (word == "loop") return loop_level(input, context);
    for (const auto& [level, name] : kNames) {
      if (word == name) return level;
    }
  }
  return std::nullopt;
}

// read by starting values of stocks, and by nothing else
bool is_only_a_start(VariableId input, const LevelContext& context) {
  const auto& readers = context.readings.readers_of(input);
  return !readers.empty() && std::all_of(readers.begin(), readers.end(), [&](VariableId reader) {
    const auto& variable = context.model[reader];
    bool in_equation = false;
    if (variable.equation)
      model::for_each_variable(
          variable.equation, [&](VariableId id, int) { in_equation = in_equation || id == input; });
    return variable.role == model::Role::stock && !in_equation;
  });
}

bool is_time(const quantity::Dimension& dimension) {
  return quantity::compatible(dimension, quantity::Dimension("time"));
}

}  // namespace

std::string_view name_of(LeverLevel level) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const auto& entry) { return entry.first == level; });
  return found->second;
}

LeverLevel level_of(VariableId input, const LevelContext& context) {
  if (const auto stated = stated_level(input, context)) return *stated;
  const auto& name = context.model[input].name;
  if (name == "cap.to" || name.ends_with(".cap.to")) return LeverLevel::goal;
  if (is_only_a_start(input, context)) return LeverLevel::buffer;
  const auto& dimension = context.model[input].unit.dimension;
  if (is_time(dimension)) return LeverLevel::delay;
  // a plain number that a loop's variable reads is how strongly it answers
  if (dimension.is_plain()) {
    if (const auto loop = loop_level(input, context)) return *loop;
  }
  return LeverLevel::parameter;
}

}  // namespace holon::findings
