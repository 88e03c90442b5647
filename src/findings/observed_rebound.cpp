// SPDX-License-Identifier: Apache-2.0
#include "findings/observed_rebound.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/text.h"
#include "findings/open_table.h"
#include "findings/rebound.h"
#include "quantity/sampler.h"
#include "quantity/uniforms.h"

namespace holon::findings {
namespace {

using base::Code;
using model::formats::Sheet;

constexpr double kDaysPerYear = 365.25;

/// What a column holds.
enum class Role { energy, activity, intensity };

bool says(const std::string& heading, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return heading.find(word) != std::string::npos;
  });
}

std::optional<Role> role_of(std::string heading) {
  heading = base::lower(heading);
  if (says(heading, {" per ", "/", "intensity"})) return Role::intensity;
  if (says(heading, {"energy", "electricity", "power", "carbon", "emission", "footprint", "kwh"}))
    return Role::energy;
  if (says(heading, {"activity", "service", "request", "token", "instance", "work", "volume",
                     "demand", "use"}))
    return Role::activity;
  return std::nullopt;
}

// a year, or a date, in years
std::optional<double> moment_of(const std::string& text) {
  if (const auto date = base::parse_date(text))
    return static_cast<double>(base::days_since_epoch(*date)) / kDaysPerYear;
  return base::parse_number(text);
}

/// Reads one table.
class Reader {
 public:
  explicit Reader(const base::SourcePtr& source) : table_(source) {}

  base::Result<ActivitySeries> read() {
    if (table_.sheet() == nullptr)
      return tl::unexpected(base::Diagnostics{table_.faulty(Code::no_activity)});
    sheet_ = table_.sheet();
    find_columns();
    if (std::count_if(columns_.begin(), columns_.end(),
                      [](const auto& c) { return c.has_value(); }) < 2)
      return fail("two of energy, activity and energy per activity are needed", 0);
    for (std::size_t row = 1; row < sheet_->rows(); ++row) {
      if (!add(row)) return tl::unexpected(diagnostics_);
    }
    if (out_.years.size() < 2) return fail("rebound needs two moments or more", 0);
    return std::move(out_);
  }

 private:
  tl::unexpected<base::Diagnostics> fail(std::string message, std::size_t row) {
    diagnostics_.push_back(table_.wrong(
        Code::no_activity, std::move(message), {row, 0},
        "a row of headings such as `year,energy [MWh],activity [requests]`, a moment a row"));
    return tl::unexpected(diagnostics_);
  }

  void find_columns() {
    for (std::size_t c = 1; c < sheet_->columns(); ++c) {
      const auto heading = sheet_->text({0, c});
      const auto role = role_of(heading);
      if (!role || columns_[static_cast<std::size_t>(*role)]) continue;
      columns_[static_cast<std::size_t>(*role)] = c;
      constexpr std::array<const char*, 3> kNames{"energy", "activity", "energy per activity"};
      out_.notes.push_back(
          fmt::format("{}: `{}`", kNames[static_cast<std::size_t>(*role)], heading));
    }
  }

  bool add(std::size_t row) {
    const auto text = sheet_->text({row, 0});
    const auto moment = moment_of(text);
    if (!moment) return wrong(fmt::format("`{}` is neither a year nor a date", text), row);
    std::array<std::optional<double>, 3> values;
    for (std::size_t r = 0; r < values.size(); ++r) {
      if (!columns_[r]) continue;
      values[r] = sheet_->number({row, *columns_[r]});
      if (!values[r] || !std::isfinite(*values[r]) || *values[r] <= 0)
        return wrong(
            fmt::format("`{}` of {} is no number above 0", sheet_->text({0, *columns_[r]}), text),
            row);
    }
    auto [energy, activity, intensity] = values;
    if (!intensity) intensity = *energy / *activity;
    if (!activity) activity = *energy / *intensity;
    if (!out_.years.empty() && *moment <= first_ + out_.years.back())
      return wrong("moments do not rise", row);
    if (out_.years.empty()) first_ = *moment;
    out_.moments.push_back(text);
    out_.years.push_back(*moment - first_);
    out_.intensity.push_back(*intensity);
    out_.activity.push_back(*activity);
    return true;
  }

  bool wrong(std::string message, std::size_t row) {
    static_cast<void>(fail(std::move(message), row));
    return false;
  }

  OpenTable table_;
  const Sheet* sheet_ = nullptr;                       // of the file that is being read
  std::array<std::optional<std::size_t>, 3> columns_;  // by Role
  double first_ = 0;
  ActivitySeries out_;
  base::Diagnostics diagnostics_;
};

Summary summary_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const auto at = [&](double p) {
    return values[static_cast<std::size_t>(std::min(n - 1, std::floor(p * n)))];
  };
  Summary out;
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  for (const double value : values) out.sd += (value - out.mean) * (value - out.mean);
  out.sd = n > 1 ? std::sqrt(out.sd / (n - 1)) : 0;
  out.p05 = at(0.05);
  out.p50 = at(0.50);
  out.p95 = at(0.95);
  return out;
}

}  // namespace

base::Result<ActivitySeries> read_activity(const base::SourcePtr& source) {
  return Reader(source).read();
}

std::vector<ObservedRebound> observe_rebound(const ActivitySeries& series,
                                             const quantity::Quantity& growth, std::uint64_t seed,
                                             std::size_t samples) {
  std::vector<double> growths(quantity::is_constant(growth.distribution) ? 1 : samples);
  quantity::Sampler(growth, "growth").fill(quantity::RandomUniforms(seed), 0, growths);
  constexpr double kSecondsPerYear = 365.0 * 86400;

  std::vector<ObservedRebound> out;
  for (std::size_t i = 1; i < series.years.size(); ++i) {
    const double before = series.intensity.front();
    const double after = series.intensity[i];
    if (after >= before) continue;
    auto& one = out.emplace_back();
    one.from = series.moments.front();
    one.to = series.moments[i];
    std::vector<double> rebounds;
    std::vector<double> elasticities;
    for (const double g : growths) {
      const double expected_activity =
          series.activity.front() * std::pow(1 + g * kSecondsPerYear, series.years[i]);
      const double expected = (before - after) * expected_activity;
      const double actual = before * expected_activity - after * series.activity[i];
      const double r = 1 - actual / expected;
      one.expected += expected / (before * expected_activity) / static_cast<double>(growths.size());
      one.actual += actual / (before * expected_activity) / static_cast<double>(growths.size());
      one.p_class[static_cast<std::size_t>(class_of(r))] += 1 / static_cast<double>(growths.size());
      rebounds.push_back(r);
      elasticities.push_back(std::log(series.activity[i] / expected_activity) /
                             std::log(before / after));
    }
    one.rebound = summary_of(std::move(rebounds));
    one.elasticity = summary_of(std::move(elasticities));
  }
  return out;
}

}  // namespace holon::findings
