// SPDX-License-Identifier: Apache-2.0
#include "meter/exposition.h"

#include <fmt/format.h>

namespace holon::meter {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

// a family as its form names it: in OpenMetrics without the ending of a counter's samples
std::string head(std::string_view name, const char* help, MetricsForm form) {
  if (form == MetricsForm::prometheus)
    return fmt::format("# HELP {0} {1}\n# TYPE {0} counter\n", name, help);
  constexpr std::string_view kSuffix = "_total";
  const auto family = name.substr(0, name.size() - kSuffix.size());
  auto out = fmt::format("# TYPE {} counter\n", family);
  for (const auto* unit : {"joules", "seconds"}) {
    if (family.ends_with(unit)) out += fmt::format("# UNIT {} {}\n", family, unit);
  }
  return out + fmt::format("# HELP {} {}\n", family, help);
}

/// One family of counters with one label.
template <class Value>
std::string family(const char* name, const char* help, MetricsForm form,
                   const std::vector<DomainResult>& results, const Value& value) {
  auto out = head(name, help, form);
  for (const auto& result : results)
    out +=
        fmt::format("{}{{device=\"{}\"}} {}\n", name, escaped(result.domain.name), value(result));
  return out;
}

// microjoules as joules, without a rounding
std::string joules(std::int64_t energy_uJ) {
  constexpr std::int64_t kMicrojoules = 1'000'000;
  return fmt::format("{}.{:06}", energy_uJ / kMicrojoules, energy_uJ % kMicrojoules);
}

}  // namespace

std::string exposition(const RunMeter& meter, const std::string& run_name, MetricsForm form) {
  const auto results = meter.meter().results();
  auto out = head("holon_energy_joules_total", "Energy since the meter started.", form);
  for (const auto& result : results) {
    // a dead counter has no value; zero would be one
    if (!result.is_alive) continue;
    out += fmt::format(
        "holon_energy_joules_total{{device=\"{}\",scope=\"{}\",role=\"{}\",evidence=\"{}\","
        "method=\"{}\"}} {}\n",
        escaped(result.domain.name), name(result.domain.scope), name(result.role),
        quantity::name(result.domain.evidence), escaped(result.domain.method),
        joules(result.energy_uJ));
  }
  DomainSplit sum;
  for (std::size_t i = 0; i < results.size() && i < meter.splits().size(); ++i) {
    if (results[i].role != Role::counted) continue;
    sum.ours_uJ += meter.splits()[i].ours_uJ;
    sum.idle_uJ += meter.splits()[i].idle_uJ;
    sum.unattributed_uJ += meter.splits()[i].unattributed_uJ;
  }
  out += head("holon_run_energy_joules_total", "Whose the counted energy was.", form);
  for (const auto& [part, energy_uJ] :
       {std::pair{"command", sum.ours_uJ}, std::pair{"idle", sum.idle_uJ},
        std::pair{"unattributed", sum.unattributed_uJ}}) {
    out += fmt::format("holon_run_energy_joules_total{{run=\"{}\",part=\"{}\"}} {}\n",
                       escaped(run_name), part, joules(energy_uJ));
  }
  out += family("holon_missing_seconds_total", "Time whose energy was lost.", form, results,
                [](const DomainResult& result) { return result.missing_s; });
  out += family("holon_failed_reads_total", "Readings that failed.", form, results,
                [](const DomainResult& result) { return result.failed_reads; });
  out += family("holon_counter_resets_total", "Times a counter began anew.", form, results,
                [](const DomainResult& result) { return result.resets; });
  if (form == MetricsForm::open_metrics) out += "# EOF\n";
  return out;
}

}  // namespace holon::meter
