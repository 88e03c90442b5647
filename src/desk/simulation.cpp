// SPDX-License-Identifier: Apache-2.0
#include "desk/simulation.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "desk/saved_times.h"
#include "engine/interpreter.h"
#include "engine/single_run.h"

namespace holon::desk {
namespace {

// mean, deviation and quantiles of a whole series take memory for each moment
constexpr std::size_t kMostStatistics = 40'000;

// a column takes some kilobytes while the model runs
constexpr std::size_t kMostColumns = 200'000;

std::string plain(std::string_view name) {
  auto out = base::name_key(name);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

Columns unnamed(const LoadedModel& loaded, bool many_futures) {
  const auto& shown = loaded.built.shown;
  if (!many_futures) return shown;
  Columns stocks;
  for (const auto& one : shown) {
    if (loaded.built.model[one.variable].role == model::Role::stock) stocks.push_back(one);
  }
  return stocks.empty() ? shown : stocks;
}

Refusal unknown(const LoadedModel& loaded, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& written : loaded.built.written) known.push_back(written.name);
  const auto near = base::nearest(name, known);
  return {fmt::format("{} has no variable `{}`.", loaded.name, name),
          near ? fmt::format("did you mean `{}`?", *near) : "`holon model show` lists them"};
}

std::vector<engine::Output> outputs_of(const Columns& shown, const SavedTimes& saved) {
  std::vector<engine::Output> out;
  for (const auto& one : shown) {
    engine::Output output;
    output.name = one.name;
    output.expression = model::variable(one.variable);
    output.series = true;
    output.every = saved.every();
    out.push_back(std::move(output));
  }
  return out;
}

// the outputs once more, as they are at the end: series stop before it
std::vector<engine::Output> with_end(std::vector<engine::Output> outputs) {
  const auto count = outputs.size();
  for (std::size_t i = 0; i < count; ++i) {
    outputs.push_back(outputs[i]);
    outputs.back().series = false;
  }
  return outputs;
}

// each output's saved values, the end included
std::vector<std::vector<double>> values_of_one_run(const model::Model& model,
                                                   const std::vector<engine::Output>& series,
                                                   std::uint64_t seed, bool by_reference) {
  const auto count = series.size();
  const auto outputs = with_end(series);
  std::vector<std::vector<double>> out;
  if (by_reference) {
    auto result = engine::interpret(model, outputs, seed, 0);
    out.assign(result.series.begin(), result.series.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = 0; i < count; ++i) out[i].push_back(result.final[count + i]);
    return out;
  }
  out = engine::run_single(engine::compile(model, outputs), seed);
  for (std::size_t i = 0; i < count; ++i) out[i].push_back(out[count + i].front());
  out.resize(count);
  return out;
}

}  // namespace

tl::expected<Columns, std::vector<Refusal>> chosen_columns(const LoadedModel& loaded,
                                                           const std::vector<std::string>& names,
                                                           bool many_futures) {
  const auto& built = loaded.built;
  std::vector<Refusal> refusals;
  if (names.empty()) {
    if (many_futures || built.shown.size() <= kMostColumns) return unnamed(loaded, many_futures);
    refusals.push_back({fmt::format("{} has {} elements, too many for one table.", loaded.name,
                                    built.shown.size()),
                        "name those you want by --output"});
    return tl::unexpected(std::move(refusals));
  }
  Columns out;
  for (const auto& name : names) {
    const auto before = out.size();
    for (const auto& shown : built.shown) {
      if (plain(shown.name) == plain(name) ||
          plain(built.written[shown.written].name) == plain(name))
        out.push_back(shown);
    }
    if (out.size() == before) refusals.push_back(unknown(loaded, name));
  }
  if (!refusals.empty()) return tl::unexpected(std::move(refusals));
  return out;
}

report::SeriesTable one_run(const LoadedModel& loaded, const Columns& shown, std::uint64_t seed,
                            bool by_reference) {
  const auto& built = loaded.built;
  const SavedTimes saved(built);
  auto outputs = outputs_of(shown, saved);
  const bool moves = built.moving_stop != model::Model::npos;
  if (moves) outputs.push_back(outputs_of({{"", built.moving_stop, 0}}, saved).front());
  const auto values = values_of_one_run(built.model, outputs, seed, by_reference);
  report::SeriesTable out;
  for (const auto& one : shown) out.names.push_back(one.name);
  out.columns.resize(shown.size());
  for (std::size_t row = 0; row < saved.size(); ++row) {
    const auto at = saved.row(row);
    out.times.push_back(saved.time(row));
    for (std::size_t i = 0; i < shown.size(); ++i) out.columns[i].push_back(values[i][at]);
    // an end that the run itself moves
    if (moves && saved.time(row) >= values.back()[at]) break;
  }
  return out;
}

std::vector<Refusal> too_many(const LoadedModel& loaded, const Columns& shown) {
  const auto cells = shown.size() * SavedTimes(loaded.built).size();
  if (cells <= kMostStatistics) return {};
  return {{fmt::format("statistics of {} variables at {} moments take too much memory.",
                       shown.size(), cells / std::max<std::size_t>(1, shown.size())),
           "name fewer variables by --output, or save less by --save-every"}};
}

SpreadTable many_runs(const LoadedModel& loaded, const Columns& shown, const engine::Plan& plan,
                      const engine::Progress& progress) {
  const SavedTimes saved(loaded.built);
  const auto program = engine::compile(loaded.built.model, with_end(outputs_of(shown, saved)));
  const auto found = engine::run(program, plan, progress);
  SpreadTable out;
  for (std::size_t row = 0; row < saved.size(); ++row) out.times.push_back(saved.time(row));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    out.names.push_back(shown[i].name);
    auto& column = out.columns.emplace_back();
    const auto& series = found.outputs[i];
    for (std::size_t row = 0; row < saved.size(); ++row) {
      const auto at = saved.row(row);
      const auto& s = at < series.size() ? series[at] : found.outputs[shown.size() + i].front();
      column.mean.push_back(s.mean());
      column.sd.push_back(s.sd());
      column.p05.push_back(s.quantile(0.05));
      column.p50.push_back(s.quantile(0.5));
      column.p95.push_back(s.quantile(0.95));
    }
  }
  return out;
}

}  // namespace holon::desk
