// SPDX-License-Identifier: Apache-2.0
//
// OpenMetrics 1.0: families of gauges, each with TYPE, UNIT and HELP, its samples together, and
// "# EOF" at the end. Names end in their unit. A figure that nobody knows has no sample.
#include "ledger/export.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/export_parts.h"

namespace holon::ledger {
namespace {

using record::Run;
using Labels = std::vector<std::pair<std::string_view, std::string>>;

// a label value: a backslash, a quote and a line end are escaped, other control characters blanks
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == '"') {
      out += '\\';
      out += c;
    } else {
      out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return out;
}

// "{run="a",device="GPU 0"}", without labels that are empty
std::string braced(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (value.empty()) continue;
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", name, escaped(value));
  }
  return "{" + out + "}";
}

// seconds since 1970, exact to the millisecond
std::string moment(record::Instant at_ns) {
  constexpr record::Instant kMillisecond = 1'000'000;
  const auto milliseconds = at_ns / kMillisecond;
  return fmt::format("{}{}.{:03}", milliseconds < 0 ? "-" : "", std::abs(milliseconds / 1000),
                     std::abs(milliseconds % 1000));
}

/// A family while it is written.
class Family {
 public:
  Family(std::string_view name, std::string_view type, std::string_view unit, std::string_view help)
      : name_(name) {
    text_ = fmt::format("# TYPE {} {}\n", name, type);
    if (!unit.empty()) text_ += fmt::format("# UNIT {} {}\n", name, unit);
    text_ += fmt::format("# HELP {} {}\n", name, help);
  }

  void sample(const Run& run, const Labels& labels, double value, std::string_view suffix = {}) {
    if (!std::isfinite(value)) return;
    any_ = true;
    text_ += fmt::format("{}{}{} {} {}\n", name_, suffix, braced(labels), base::exact(value),
                         moment(run.end_ns));
  }

  /// Nothing without samples.
  [[nodiscard]] std::string text() const { return any_ ? text_ : std::string(); }

 private:
  std::string_view name_;
  std::string text_;
  bool any_ = false;
};

std::string info(const std::vector<Run>& runs) {
  Family family("holon_ledger_run", "info", "", "What a run was.");
  for (const auto& run : runs) {
    std::string tags;
    for (const auto& tag : run.tags) tags += (tags.empty() ? "" : " ") + tag;
    family.sample(run,
                  {{"run", run.id},
                   {"name", run.name},
                   {"project", run.project},
                   {"phase", run.phase},
                   {"tags", tags},
                   {"ending", std::string(record::name(run.outcome.ending))},
                   {"failed", run.outcome.failed ? "yes" : "no"},
                   {"place", place_of(run)},
                   {"hardware", hardware_of(run)},
                   {"tool", tool_of(run)}},
                  1, "_info");
  }
  return family.text();
}

// what is counted: its sum over a run is the run's energy
std::string energies(const std::vector<Run>& runs, const char* name, const char* help,
                     std::optional<double> record::Energy::* figure) {
  Family family(name, "gauge", "joules", help);
  for (const auto& run : runs) {
    for (const auto& one : run.energy) {
      if (!one.counted || !(one.*figure)) continue;
      family.sample(run,
                    {{"run", run.id},
                     {"device", one.device},
                     {"component", one.component},
                     {"evidence", std::string(record::name(one.evidence))}},
                    *(one.*figure));
    }
  }
  return family.text();
}

/// A figure of a whole run.
struct Figure {
  const char* name;
  const char* unit;
  const char* help;
  std::function<std::optional<double>(const Run&)> of;
};

template <class T>
std::optional<double> number(const std::optional<T>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

const std::array<Figure, 11>& figures() {
  static const std::array<Figure, 11> all{{
      {"holon_ledger_start_timestamp_seconds", "seconds", "When the run began, since 1970.",
       [](const Run& r) { return std::optional(1e-9 * static_cast<double>(r.start_ns)); }},
      {"holon_ledger_duration_seconds", "seconds", "How long the run took.",
       [](const Run& r) { return std::optional(record::duration_s(r)); }},
      {"holon_ledger_missing_components", "", "Counted components whose energy nobody knows.",
       [](const Run& r) {
         return std::optional(static_cast<double>(record::energy_of(r).missing()));
       }},
      {"holon_ledger_average_power_watts", "watts", "At the devices.",
       [](const Run& r) { return r.average_W; }},
      {"holon_ledger_climate_grams", "grams", "CO2 equivalents of the electricity.",
       [](const Run& r) {
         const auto mass_kg = impact_of(r, "climate", "kg CO2e");
         return mass_kg ? std::optional(*mass_kg * 1000) : std::nullopt;
       }},
      {"holon_ledger_pue_ratio", "ratio", "Of the facility; in no energy here.",
       [](const Run& r) { return r.place.pue; }},
      {"holon_ledger_cpu_seconds", "seconds", "Processor time of the run's processes.",
       [](const Run& r) { return r.compute.cpu_time_s; }},
      {"holon_ledger_instructions", "", "Retired by the run's processes.",
       [](const Run& r) { return number(r.compute.instructions); }},
      {"holon_ledger_cpu_utilisation_ratio", "ratio", "Of the whole machine.",
       [](const Run& r) { return r.compute.cpu_utilisation; }},
      {"holon_ledger_gpu_utilisation_ratio", "ratio", "Mean over the run's GPUs.",
       [](const Run& r) { return r.compute.gpu_utilisation; }},
      {"holon_ledger_memory_peak_bytes", "bytes", "Most memory of the run's processes.",
       [](const Run& r) { return number(r.compute.memory_peak_bytes); }},
  }};
  return all;
}

}  // namespace

Exported to_open_metrics(const std::vector<Run>& runs) {
  Exported out;
  out.text = info(runs);
  out.text += energies(runs, "holon_ledger_energy_joules", "Energy at the device.",
                       &record::Energy::energy_J);
  out.text += energies(runs, "holon_ledger_energy_uncertainty_joules",
                       "One standard deviation of that energy.", &record::Energy::uncertainty_J);
  for (const auto& figure : figures()) {
    Family family(figure.name, "gauge", figure.unit, figure.help);
    for (const auto& run : runs) {
      if (const auto value = figure.of(run)) family.sample(run, {{"run", run.id}}, *value);
    }
    out.text += family.text();
  }
  out.text += "# EOF\n";
  return out;
}

}  // namespace holon::ledger
