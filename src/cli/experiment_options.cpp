// SPDX-License-Identifier: Apache-2.0
#include "cli/experiment_options.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/output_options.h"
#include "cli/ranks.h"
#include "document/quantity_reader.h"
#include "model/formats/data_series.h"

namespace holon::cli {
namespace {

using base::Code;

// a number, or the text of a span
std::string text_at(const base::Span& where) {
  return where.source->text().substr(where.offset, where.length);
}

void add(base::Diagnostics& diagnostics, Code code, std::string message, const base::Span& where,
         std::string help) {
  diagnostics.push_back({code, std::move(message), where, "", {}, {std::move(help)}});
}

bool ends_with_name(const std::string& path, const std::string& name) {
  return path.size() > name.size() && path.ends_with(name) &&
         path[path.size() - name.size() - 1] == '.';
}

}  // namespace

void add_experiment_options(CLI::App& command, ExperimentOptions& options) {
  add_model_options(command, options.model);
  command.add_option("--seed", options.plan.seed, "Of what is drawn; the same gives the same bits")
      ->capture_default_str();
  command.add_option("--threads", options.plan.threads, "0: as many as there are")
      ->capture_default_str();
  add_json(command, options.json);
  command.add_flag("-q,--quiet", options.quiet, "No progress");
  options.plan.ranks = ranks();
}

base::Span word_of(const std::string& option, const std::string& text) {
  const auto source = std::make_shared<const base::SourceText>("command line", option + " " + text);
  return {source, option.size() + 1, text.size()};
}

std::optional<model::VariableId> find_variable(const LoadedModel& loaded, std::string_view name,
                                               const base::Span& where,
                                               base::Diagnostics& diagnostics) {
  const auto& shown = loaded.built.shown;
  const auto key = model::formats::series_key(base::trim(name));
  std::vector<const model::formats::Shown*> found;
  for (const auto& one : shown) {
    if (model::formats::series_key(one.name) == key) return one.variable;
    if (ends_with_name(model::formats::series_key(one.name), key)) found.push_back(&one);
  }
  // an array without its element
  if (found.empty()) {
    for (const auto& one : shown) {
      if (model::formats::series_key(one.name).starts_with(key + "[")) found.push_back(&one);
    }
  } else if (found.size() == 1) {
    return found[0]->variable;
  }
  if (!found.empty()) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 4); ++i)
      names.push_back("`" + found[i]->name + "`");
    add(diagnostics, Code::ambiguous_name,
        fmt::format("`{}` is several variables", base::trim(name)), where,
        "write " + base::listed(names, "or") + (found.size() > 4 ? ", …" : ""));
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const auto& one : shown) {
    names.push_back(one.name);
    if (const auto dot = one.name.rfind('.'); dot != std::string::npos)
      names.push_back(one.name.substr(dot + 1));
  }
  const auto near = base::nearest(name, names);
  add(diagnostics, Code::unknown_name,
      fmt::format("{} has no variable `{}`", loaded.name, base::trim(name)), where,
      near ? fmt::format("did you mean `{}`?", *near)
           : std::string(loaded.is_study ? "`holon check --list` lists them"
                                         : "`holon model show` lists them"));
  return std::nullopt;
}

std::optional<quantity::Quantity> read_quantity_of(const LoadedModel& loaded,
                                                   model::VariableId variable,
                                                   const base::Span& where,
                                                   base::Diagnostics& diagnostics) {
  auto parsed = quantity::parse_quantity(text_at(where));
  if (!parsed) {
    diagnostics.push_back(quantity::diagnose(parsed.error(), where));
    return std::nullopt;
  }
  const auto& own = loaded.built.model[variable].unit;
  if (parsed->unit.text.empty()) {
    parsed->unit = own;
  } else if (!loaded.is_study) {
    add(diagnostics, Code::wrong_dimension, "a unit where the model has numbers only", where,
        "write the number alone, in the model's own unit");
    return std::nullopt;
  } else if (!document::expect_dimension(*parsed, own.dimension, shown_name(loaded, variable),
                                         where, diagnostics)) {
    return std::nullopt;
  }
  return std::move(*parsed);
}

std::optional<NamedQuantity> read_varied(const LoadedModel& loaded, const std::string& option,
                                         const std::string& text, base::Diagnostics& diagnostics) {
  const auto where = word_of(option, text);
  // names may hold `=` in quotes: the last one divides
  const auto sign = text.rfind('=');
  if (sign == std::string::npos || sign == 0) {
    add(diagnostics, Code::not_changeable, fmt::format("`{} {}` names no range", option, text),
        where, fmt::format("as in `{} 'birth rate=0.02 .. 0.04'`", option));
    return std::nullopt;
  }
  NamedQuantity out;
  out.where = where;
  const auto id = find_variable(loaded, text.substr(0, sign), where.part(0, sign), diagnostics);
  if (!id) return std::nullopt;
  out.variable = *id;
  out.name = shown_name(loaded, *id);
  if (!experiment::can_vary(loaded.built.model, *id)) {
    add(diagnostics, Code::not_changeable,
        fmt::format("`{}` is computed from other variables", out.name), where.part(0, sign),
        "vary a constant that it hangs on");
    return std::nullopt;
  }
  auto quantity =
      read_quantity_of(loaded, *id, where.part(sign + 1, text.size() - sign - 1), diagnostics);
  if (!quantity) return std::nullopt;
  out.quantity = std::move(*quantity);
  return out;
}

std::vector<experiment::Parameter> read_parameters(const LoadedModel& loaded,
                                                   const std::string& option,
                                                   const std::vector<std::string>& texts,
                                                   base::Diagnostics& diagnostics) {
  // beyond this ratio of the bounds, the logarithm is searched
  constexpr double kManyTimes = 100;
  std::vector<experiment::Parameter> out;
  for (const auto& text : texts) {
    const auto varied = read_varied(loaded, option, text, diagnostics);
    if (!varied) continue;
    const auto* range = std::get_if<quantity::Uniform>(&varied->quantity.distribution.shape);
    if (range == nullptr || !(range->low < range->high)) {
      add(diagnostics, Code::bad_distribution, "a parameter is searched between two bounds",
          varied->where, "write them as LOW .. HIGH");
      continue;
    }
    const bool again = std::any_of(out.begin(), out.end(), [&](const experiment::Parameter& p) {
      return p.variable == varied->variable;
    });
    if (again) {
      add(diagnostics, Code::stated_twice, fmt::format("`{}` is searched twice", varied->name),
          varied->where, "name each parameter once");
      continue;
    }
    const double scale = varied->quantity.unit.scale;
    const bool logarithmic = range->low > 0 && range->high >= kManyTimes * range->low;
    out.push_back(
        {varied->name, varied->variable, range->low * scale, range->high * scale, logarithmic});
  }
  return out;
}

report::ShownUnit shown_unit(const LoadedModel& loaded, model::VariableId variable) {
  const auto& unit = loaded.built.model[variable].unit;
  if (loaded.is_study) return {unit.scale, unit.text};
  for (const auto& one : loaded.built.shown) {
    if (one.variable != variable) continue;
    const auto& units = loaded.built.written[one.written].units;
    return {1, units == "1" || base::lower(units) == "dmnl" ? "" : units};
  }
  return {};
}

std::vector<report::ShownUnit> shown_units(const LoadedModel& loaded,
                                           const std::vector<experiment::Parameter>& parameters) {
  std::vector<report::ShownUnit> out;
  for (const auto& parameter : parameters) out.push_back(shown_unit(loaded, parameter.variable));
  return out;
}

std::string shown_name(const LoadedModel& loaded, model::VariableId variable) {
  for (const auto& one : loaded.built.shown) {
    if (one.variable == variable) return one.name;
  }
  return loaded.built.model[variable].name;
}

void present(const ExperimentOptions& options, const std::string& text, const std::string& json) {
  if (options.json != "-") print(text);
  if (!options.json.empty()) write_result(options.json, json);
}

}  // namespace holon::cli
