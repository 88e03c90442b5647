// SPDX-License-Identifier: Apache-2.0
//
// Energies that Kepler exposed and Prometheus kept: one run for each node, or where no node's are
// there for each virtual machine, pod, container or process. Names and labels as the two
// generations document them:
//   since 0.10 (docs/user/metrics.md): kepler_LEVEL_cpu_joules_total{zone}, …_gpu_joules_total;
//   before it (docs/metrics/metrics.md of 0.9): kepler_LEVEL_PART_joules_total{mode}, a part being
//     package, core, uncore, dram, gpu, other or platform, and dynamic and idle added up.
// Counters of one thing that only differ in `state` or `mode` are one.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/metric_samples.h"

namespace holon::ledger {
namespace {

constexpr std::string_view kPrefix = "kepler_";

/// Of what a series tells, and where it belongs.
struct Kind {
  std::string level;      ///< node, vm, pod, container, process
  std::string component;  ///< as the meter names them; empty: no energy that is read
};

/// What has an energy of its own at one level.
struct Level {
  std::string_view name;
  record::Scope scope;
  std::string_view id;  ///< the label that tells one from another
};

// the widest first: what stands in a wider one holds the narrower ones already
constexpr std::array kLevels{Level{"node", record::Scope::machine, ""},
                             Level{"vm", record::Scope::unknown, "vm_id"},
                             Level{"pod", record::Scope::pod, "pod_id"},
                             Level{"container", record::Scope::container, "container_id"},
                             Level{"process", record::Scope::process, "pid"}};

Kind kind_of(const MetricSeries& series) {
  constexpr std::string_view kEnd = "_joules_total";
  std::string_view rest = series.name;
  if (!rest.starts_with(kPrefix) || !rest.ends_with(kEnd)) return {};
  rest = rest.substr(kPrefix.size(), rest.size() - kPrefix.size());
  rest.remove_suffix(std::min(kEnd.size(), rest.size()));
  const auto cut = rest.find('_');
  if (cut == std::string_view::npos) return {};
  const std::string level(rest.substr(0, cut));
  auto part = std::string(rest.substr(cut + 1));
  if (part == "cpu") part = base::lower(series.label({"zone"}));
  static const std::set<std::string> kParts{"package", "core", "uncore", "dram",
                                            "gpu",     "psys", "other",  "platform"};
  return {level, kParts.contains(part) ? part : ""};
}

std::string node_of(const MetricSeries& series) {
  return series.label({"node_name", "exported_instance", "instance"});
}

// which one of its kind: a socket, a card
std::string device_of(const MetricSeries& series, const std::string& component) {
  const auto which =
      component == "gpu" ? series.label({"gpu_uuid", "gpu"}) : series.label({"path", "package"});
  return which.empty() ? component : component + " " + which;
}

/// All counters of one component of one thing.
struct Part {
  std::string component;
  std::string model;  ///< of a card
  std::string uuid;
  bool is_modelled = false;
  /// By the labels that make a counter, without `state`.
  std::map<std::map<std::string, std::string>, std::vector<MetricSample>> counters;
  std::set<std::map<std::string, std::string>> idle;  ///< which of them are idle energy
};

/// What one run is of.
struct Thing {
  std::string name;
  std::string node;
  std::map<std::string, Part> parts;  ///< by device
};

std::string name_of(const MetricSeries& series, const Level& level) {
  auto own = series.label({fmt::format("{}_name", level.name), "comm", "command"});
  if (!own.empty()) return own;
  const auto id = level.id.empty() ? node_of(series) : series.label({level.id});
  return id.empty() ? std::string(level.name) : fmt::format("{} {}", level.name, id);
}

void add_series(const MetricSeries& series, const std::string& component, const Level& level,
                std::map<std::string, Thing>& things) {
  const auto id = level.id.empty() ? "" : series.label({level.id});
  auto& thing = things[node_of(series) + "\n" + id];
  if (thing.name.empty()) thing.name = name_of(series, level);
  thing.node = node_of(series);
  auto& part = thing.parts[device_of(series, component)];
  part.component = component;
  part.model = series.label({"gpu_name"});
  part.uuid = series.label({"gpu_uuid"});
  part.is_modelled = part.is_modelled || series.label({"source"}) == "trained_power_model";
  auto key = series.labels;
  key.erase("state");
  if (series.label({"mode"}) == "idle") part.idle.insert(key);
  auto& samples = part.counters[key];
  samples.insert(samples.end(), series.samples.begin(), series.samples.end());
  std::stable_sort(samples.begin(), samples.end(),
                   [](const MetricSample& a, const MetricSample& b) {
                     return std::pair(a.at_ns, a.value) < std::pair(b.at_ns, b.value);
                   });
}

// the counters of a part as one energy; `idle_J`: what of it was idle
PowerEnergy energy_of_part(const Part& part, std::optional<double>& idle_J, Imported& out) {
  PowerEnergy all;
  std::vector<std::vector<record::Slice>> courses;
  for (const auto& [key, samples] : part.counters) {
    auto one = energy_of_counter(samples, 1, out);
    if (one.energy_J) all.energy_J = all.energy_J.value_or(0) + *one.energy_J;
    if (one.energy_J && part.idle.contains(key)) idle_J = idle_J.value_or(0) + *one.energy_J;
    all.seen_s = std::max(all.seen_s, one.seen_s);
    // peaks of several counters are not at one moment
    if (part.counters.size() == 1) all.peak_W = one.peak_W;
    all.gaps.insert(all.gaps.end(), one.gaps.begin(), one.gaps.end());
    courses.push_back(std::move(one.course));
  }
  all.course = joined_courses(courses);
  return all;
}

// packages, memory and cards are added up; what sees the whole machine only where they are missing
bool is_counted(const std::string& component, const std::set<std::string>& components) {
  if (component == "package" || component == "dram" || component == "gpu") return true;
  if (components.contains("package")) return false;
  return component == "psys" || (component == "platform" && !components.contains("psys"));
}

record::Energy energy_of_device(const std::string& device, const Part& part, const Level& level,
                                const PowerEnergy& found) {
  const bool is_modelled = part.is_modelled || part.component == "dram";
  auto out = energy_of(device, part.component,
                       is_modelled ? record::Evidence::modelled : record::Evidence::measured,
                       found.energy_J);
  if (part.component == "gpu") {
    seen_by_gpu_sensor(out, "GPU, through Kepler", part.model);
  } else {
    out.sensor = part.is_modelled ? "a trained model of Kepler" : "RAPL, through Kepler";
  }
  if (!found.energy_J) {
    out.reason = "there are no two values of its counter";
  } else if (part.is_modelled) {
    out.reason = "Kepler had no sensor of it";
  } else if (level.scope != record::Scope::machine) {
    out.reason = "Kepler's share of the node's, by processor time";
  } else if (part.component == "dram") {
    out.reason = "the processor computes it from traffic";
  }
  if (found.energy_J && found.seen_s > 0) out.average_W = *found.energy_J / found.seen_s;
  return out;
}

record::Run run_of(const Log& log, const Level& level, const std::string& key, const Thing& thing,
                   Imported& out) {
  record::Run run;
  run.name = thing.name;
  run.origin = {"kepler", {}, log.source->name(), {}};
  run.attribution.scope = level.scope;
  if (level.scope != record::Scope::machine) {
    run.attribution.subject = key.substr(key.find('\n') + 1);
    // what every generation of Kepler does with idle power
    run.attribution.idle = record::IdlePolicy::proportional;
  }
  run.hardware.machine = thing.node;
  std::set<std::string> components;
  for (const auto& [device, part] : thing.parts) components.insert(part.component);
  std::vector<PowerEnergy> parts;
  std::vector<std::string> devices;
  bool first = true;
  for (const auto& [device, part] : thing.parts) {
    std::optional<double> idle_J;
    const auto found = energy_of_part(part, idle_J, out);
    auto energy = energy_of_device(device, part, level, found);
    energy.idle_J = idle_J;
    energy.counted = is_counted(part.component, components);
    if (energy.counted) {
      parts.push_back(found);
      devices.push_back(device);
    }
    if (part.component == "gpu") run.hardware.accelerators.push_back({part.model, part.uuid, {}});
    run.energy.push_back(std::move(energy));
    for (const auto& [labels, samples] : part.counters) {
      run.start_ns = first ? samples.front().at_ns : std::min(run.start_ns, samples.front().at_ns);
      run.end_ns = first ? samples.back().at_ns : std::max(run.end_ns, samples.back().at_ns);
      first = false;
    }
  }
  set_course(run, parts, devices);
  run.id = "kepler-" + fingerprint(fmt::format("{}\n{}\n{}", level.name, key, run.start_ns));
  return run;
}

}  // namespace

bool is_kepler(const Log& log) { return has_metrics(log, kPrefix); }

Imported read_kepler(const Log& log) {
  Imported out;
  auto metrics = read_metrics(log, kPrefix);
  out.unusable = std::move(metrics.unusable);
  std::map<std::string, std::vector<const MetricSeries*>> by_level;
  std::set<std::string> unread;
  for (const auto& series : metrics.series) {
    const auto kind = kind_of(series);
    const bool is_level = std::any_of(kLevels.begin(), kLevels.end(),
                                      [&](const Level& one) { return one.name == kind.level; });
    if (is_level && !kind.component.empty()) {
      by_level[kind.level].push_back(&series);
    } else {
      unread.insert(series.name);
    }
  }
  const auto widest = std::find_if(kLevels.begin(), kLevels.end(), [&](const Level& one) {
    return by_level.contains(std::string(one.name));
  });
  if (widest != kLevels.end()) {
    std::map<std::string, Thing> things;
    for (const auto* series : by_level[std::string(widest->name)])
      add_series(*series, kind_of(*series).component, *widest, things);
    for (const auto& [key, thing] : things)
      out.runs.push_back(run_of(log, *widest, key, thing, out));
    for (const auto& [level, series] : by_level) {
      if (level != widest->name)
        out.notes.push_back(fmt::format("series of each {}: {}; those of each {} hold their energy",
                                        level, series.size(), widest->name));
    }
  }
  if (!unread.empty()) {
    const std::vector<std::string> names(unread.begin(), unread.end());
    out.notes.push_back("metrics that are not used: " + base::listed(names, "and"));
  }
  return out;
}

}  // namespace holon::ledger
