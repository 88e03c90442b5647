// SPDX-License-Identifier: Apache-2.0
#include "model/formats/script_review.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/constant_terms.h"
#include "model/formats/outline.h"

namespace holon::model::formats {
namespace {

using base::Code;

// two times are one within this part of a step
constexpr double kSameTime = 1e-6;

base::Diagnostic warning(Code code, std::string message, const base::Span& where,
                         std::string help) {
  base::Diagnostic out{code, std::move(message), where, "", {}, {std::move(help)}};
  out.severity = base::Severity::warning;
  return out;
}

// --- what nothing reads ---

using Keys = std::unordered_set<std::string>;

// names in the terms of a variable; its own does not count
void add_used(const Variable& variable, Keys& out) {
  Keys own;
  for_each_side(variable, [&](const TermPtr& side) {
    for_each_term(side, [&](const Term& term) {
      own.insert(base::name_key(term.text));
      for (const auto& subscript : term.subscripts) own.insert(base::name_key(subscript.name));
    });
  });
  own.erase(base::name_key(variable.name));
  out.merge(own);
  for (const auto& flow : variable.inflows) out.insert(base::name_key(flow));
  for (const auto& flow : variable.outflows) out.insert(base::name_key(flow));
}

// `module.input` and `.output` are the names behind the dot; `x$` of a macro is the x outside
std::string last_part(std::string_view name) {
  const auto dot = name.rfind('.');
  auto out = base::name_key(dot == std::string_view::npos ? name : name.substr(dot + 1));
  if (out.ends_with('$')) out.pop_back();
  return out;
}

Keys used_names(const Script& script) {
  Keys names;
  const auto add_block = [&](const Block& block) {
    for (const auto& variable : block.variables) add_used(variable, names);
    for (const auto& module : block.modules) {
      for (const auto& connection : module.connections) {
        names.insert(base::name_key(connection.from));
        names.insert(base::name_key(connection.to));
      }
    }
    for_each_term(block.value, [&](const Term& term) { names.insert(base::name_key(term.text)); });
  };
  for (const auto& block : script.models) add_block(block);
  for (const auto& macro : script.macros) add_block(macro);
  for (const auto* term :
       {&script.run.start, &script.run.stop, &script.run.step, &script.run.save_every})
    for_each_term(*term, [&](const Term& used) { names.insert(base::name_key(used.text)); });
  Keys out;
  for (const auto& name : names) out.insert(last_part(name));
  return out;
}

void find_unused(const Script& script, base::Diagnostics& out) {
  // what was left out, such as a reality check, may read anything
  if (!script.skipped.empty()) return;
  const auto used = used_names(script);
  for (const auto& block : script.models) {
    const auto parts = parts_of(block);
    // a model none of whose constants is read is a list of values, not a model
    std::size_t constants = 0;
    base::Diagnostics unused;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto& variable = block.variables[i];
      const bool is_given = parts[i] == Part::constant || parts[i] == Part::lookup;
      if (!is_given || variable.supplementary || variable.is_input || variable.is_output ||
          is_named_as_control(variable))
        continue;
      ++constants;
      if (used.contains(last_part(variable.name))) continue;
      unused.push_back(
          warning(Code::model_unused,
                  fmt::format("nothing reads the {} `{}`", name_of(parts[i]), variable.name),
                  variable.span, "use it, mark it as supplementary, or take it out"));
    }
    if (unused.size() < constants) out.insert(out.end(), unused.begin(), unused.end());
  }
}

// --- stocks ---

// a stock of a module can be a place for what the model around it feeds in
Keys fed_names(const Script& script) {
  Keys out;
  for (const auto& block : script.models)
    for (const auto& module : block.modules)
      for (const auto& connection : module.connections) out.insert(last_part(connection.to));
  return out;
}

void find_still_stocks(const Script& script, base::Diagnostics& out) {
  const auto fed = fed_names(script);
  for (const auto& block : script.models) {
    for (const auto& variable : block.variables) {
      const bool moves = !variable.inflows.empty() || !variable.outflows.empty();
      if (variable.kind != Variable::Kind::stock || moves || variable.queue || variable.conveyor ||
          fed.contains(last_part(variable.name)))
        continue;
      out.push_back(warning(Code::model_still_stock,
                            fmt::format("the stock `{}` has no flow", variable.name), variable.span,
                            "give it an inflow or outflow, or make it a constant"));
    }
  }
}

// --- faster than the step ---

/// A function with a time that must be as long as some steps.
struct Delay {
  std::string_view name;
  std::size_t time;  ///< argument
  int order;         ///< stages; 0: `order_at` says
  std::size_t order_at;
};

// not DELAY N of Vensim: it has no more stages than steps
constexpr std::array kDelays{
    Delay{"smooth", 1, 1, 0},   Delay{"smoothi", 1, 1, 0},  Delay{"smth1", 1, 1, 0},
    Delay{"delay1", 1, 1, 0},   Delay{"delay1i", 1, 1, 0},  Delay{"smooth3", 1, 3, 0},
    Delay{"smooth3i", 1, 3, 0}, Delay{"smth3", 1, 3, 0},    Delay{"delay3", 1, 3, 0},
    Delay{"delay3i", 1, 3, 0},  Delay{"smooth n", 1, 0, 3}, Delay{"delayn", 1, 0, 2},
    Delay{"smthn", 1, 0, 2},    Delay{"trend", 1, 1, 0},    Delay{"forecast", 1, 1, 0},
    Delay{"forcst", 1, 1, 0}};

std::optional<base::Diagnostic> too_short(const Term& term, const ConstantTerms& constants,
                                          const TimeAxis& axis) {
  if (term.kind != Term::Kind::call) return std::nullopt;
  const auto key = base::name_key(term.text);
  const auto* delay =
      std::find_if(kDelays.begin(), kDelays.end(), [&](const Delay& d) { return d.name == key; });
  if (delay == kDelays.end() || delay->time >= term.arguments.size()) return std::nullopt;
  double order = delay->order;
  if (delay->order == 0) {
    if (delay->order_at >= term.arguments.size()) return std::nullopt;
    order = constants.value(term.arguments[delay->order_at]).value_or(0);
  }
  const auto time = constants.value(term.arguments[delay->time]);
  if (!time || *time <= 0 || *time >= order * axis.step * (1 - kSameTime)) return std::nullopt;
  return warning(
      Code::model_short_delay,
      fmt::format("`{}` of {} in steps of {}: {} would be emptied more than once in a step",
                  term.text, base::exact(*time), base::exact(axis.step),
                  order == 1 ? "its content" : fmt::format("each of its {} parts", order)),
      term.arguments[delay->time]->span,
      fmt::format("it needs a time of {} or more, or a shorter step",
                  base::exact(order * axis.step)));
}

// an outflow `stock / time` with a time below the step
std::optional<base::Diagnostic> overdrawn(const Variable& stock, const TermPtr& rate,
                                          const ConstantTerms& constants, const TimeAxis& axis) {
  if (!rate || rate->kind != Term::Kind::operation || rate->op != Op::divide) return std::nullopt;
  const auto& content = rate->arguments[0];
  if (content->kind != Term::Kind::name ||
      base::name_key(content->text) != base::name_key(stock.name))
    return std::nullopt;
  const auto time = constants.value(rate->arguments[1]);
  if (!time || *time <= 0 || *time >= axis.step * (1 - kSameTime)) return std::nullopt;
  return warning(
      Code::model_short_delay,
      fmt::format("`{}` would be emptied more than once in a step: within {}, in steps of {}",
                  stock.name, base::exact(*time), base::exact(axis.step)),
      rate->span, fmt::format("a step of {} or less", base::exact(*time)));
}

void find_too_fast(const Script& script, const TimeAxis& axis, base::Diagnostics& out) {
  for (const auto& block : script.models) {
    const ConstantTerms constants(block);
    std::unordered_map<std::string, const Variable*> by_name;
    for (const auto& variable : block.variables)
      by_name.emplace(base::name_key(variable.name), &variable);
    for (const auto& variable : block.variables) {
      for_each_side(variable, [&](const TermPtr& side) {
        for_each_term(side, [&](const Term& term) {
          if (auto found = too_short(term, constants, axis)) out.push_back(std::move(*found));
        });
      });
      for (const auto& name : variable.outflows) {
        const auto flow = by_name.find(base::name_key(name));
        if (flow == by_name.end()) continue;
        for (const auto& equation : flow->second->equations) {
          if (auto found = overdrawn(variable, equation.term, constants, axis))
            out.push_back(std::move(*found));
        }
      }
    }
  }
}

// --- times of the run ---

base::Span place_of(const Script& script, const TermPtr& of_xmile, std::string_view of_vensim) {
  if (of_xmile) return of_xmile->span;
  const auto* variable = control_variable(script, of_vensim);
  return variable != nullptr ? variable->span : base::Span();
}

bool is_whole(double ratio) {
  return std::abs(ratio - std::round(ratio)) <= kSameTime * std::max(1.0, std::abs(ratio));
}

void find_odd_times(const Script& script, const Built& built, base::Diagnostics& out) {
  const auto& axis = built.model.time;
  if (const double ratio = built.save_every / axis.step; !is_whole(ratio))
    out.push_back(warning(
        Code::model_odd_times,
        fmt::format("it is saved every {}, which is {} steps of {}", base::exact(built.save_every),
                    base::readable(ratio), base::exact(axis.step)),
        place_of(script, script.run.save_every, "SAVEPER"), "make it a whole number of steps"));
  const ConstantTerms constants(script.models.front());
  const auto* final_time = control_variable(script, "FINAL TIME");
  auto stop_term = script.run.stop;
  if (!stop_term && final_time != nullptr && !final_time->equations.empty())
    stop_term = final_time->equations.front().term;
  const auto stop = constants.value(stop_term);
  if (!stop) return;
  const auto where = place_of(script, script.run.stop, "FINAL TIME");
  const double length = *stop - axis.start;
  if (length < 0)
    out.push_back(warning(Code::model_odd_times,
                          fmt::format("the run ends at {}, before it begins at {}",
                                      base::exact(*stop), base::exact(axis.start)),
                          where, "let it end later"));
  else if (!is_whole(length / axis.step))
    out.push_back(
        warning(Code::model_odd_times,
                fmt::format("steps of {} do not meet the end: from {} to {} it takes {} of them",
                            base::exact(axis.step), base::exact(axis.start), base::exact(*stop),
                            base::readable(length / axis.step)),
                where, "choose a step that divides the length of the run"));
}

// --- equal to the last bit ---

void find_exact_comparisons(const Script& script, base::Diagnostics& out) {
  for (const auto& block : script.models) {
    const ConstantTerms constants(block);
    const auto parts = parts_of(block);
    Keys stocks;
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (parts[i] == Part::stock) stocks.insert(base::name_key(block.variables[i].name));
    const auto is_stock = [&](const TermPtr& term) {
      return term->kind == Term::Kind::name && stocks.contains(base::name_key(term->text));
    };
    const auto visit = [&](const Term& term) {
      const bool compares =
          term.kind == Term::Kind::operation && (term.op == Op::equal || term.op == Op::not_equal);
      if (!compares) return;
      const auto& a = term.arguments[0];
      const auto& b = term.arguments[1];
      if ((!is_stock(a) && !is_stock(b)) || constants.value(a) || constants.value(b)) return;
      out.push_back(warning(Code::model_exact_comparison,
                            "a stock is compared to the last digit with what is computed",
                            term.span, "compare with <= or >=, or allow for a small difference"));
    };
    for (const auto& variable : block.variables)
      for_each_side(variable, [&](const TermPtr& side) { for_each_term(side, visit); });
  }
}

}  // namespace

base::Diagnostics review(const Script& script, const Built& built) {
  base::Diagnostics out;
  find_unused(script, out);
  find_still_stocks(script, out);
  find_too_fast(script, built.model.time, out);
  find_odd_times(script, built, out);
  find_exact_comparisons(script, out);
  return out;
}

}  // namespace holon::model::formats
