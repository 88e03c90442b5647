// SPDX-License-Identifier: Apache-2.0
//
// The CSV of Alumet,
// `metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;…`: one run, its
// energies summed by resource. Values of energy are what was used since the row before; the
// metric's name ends in its unit ("rapl_consumed_energy_J"). Rows of a consumer share out what rows
// of the machine hold already. The first value covers the period before its moment.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_values.h"
#include "ledger/power_log.h"
#include "record/instant.h"

namespace holon::ledger {
namespace {

/// "rapl_consumed_energy_J": a quantity and its unit in SI.
struct Metric {
  std::string name;
  double unit = 0;  ///< 0: none that is read here
};

Metric metric_of(const std::string& text) {
  const auto underscore = text.rfind('_');
  if (underscore == std::string::npos) return {text, 0};
  const auto suffix = text.substr(underscore + 1);
  for (const auto& [unit, size] :
       {std::pair{"J", 1.0}, std::pair{"mJ", 1e-3}, std::pair{"uJ", 1e-6}, std::pair{"µJ", 1e-6},
        std::pair{"W", 1.0}, std::pair{"mW", 1e-3}}) {
    if (suffix == unit) return {text.substr(0, underscore), size};
  }
  return {text, 0};
}

/// What one resource used.
struct Resource {
  std::string device;
  std::string component;
  double energy_J = 0;
  bool has_energy = false;
  std::vector<record::Instant> moments;  ///< of values of energy
  std::vector<double> parts_J;
  std::vector<PowerReading> powers;
};

// attributes beside the columns: "domain=package, …"
std::string late(const std::string& attributes, std::string_view key) {
  for (const auto& part : base::split(attributes, ',')) {
    const auto trimmed = base::trim(part);
    if (trimmed.starts_with(key) && trimmed.substr(key.size()).starts_with("="))
      return std::string(trimmed.substr(key.size() + 1));
  }
  return {};
}

// the component of a domain of RAPL, as the meter names them; its "gpu" is the processor's own
// graphics, no card
std::string component_of(const std::string& domain, const std::string& kind) {
  const auto& name = domain.empty() ? kind : domain;
  if (name == "pp0") return "core";
  if (name == "pp1" || name == "gpu") return "uncore";
  if (name == "platform") return "psys";
  return name == "cpu_package" ? "package" : name;
}

/// Reads the rows one after the other.
class Reader {
 public:
  Reader(const Log& log, const LogRow& header, Imported& out)
      : log_(log), header_(header), out_(out) {}

  void take(const LogRow& row) {
    if (row.cells.size() != header_.size())
      return tell(row.span, fmt::format("this row has {} cells; the header has {}",
                                        row.cells.size(), header_.size()));
    if (row.has_no_end) return tell(row.span, "this row was cut off: it has no end");
    LogValues values(header_, row);
    const auto metric = metric_of(values.text("metric"));
    const bool is_rapl = metric.name == "rapl_consumed_energy";
    const bool is_gpu = metric.name == "nvml_energy_consumption";
    const bool is_gpu_power = metric.name == "nvml_instant_power";
    if (!(is_rapl || is_gpu || is_gpu_power) || metric.unit == 0) {
      unread_.insert(values.text("metric"));
      return;
    }
    const auto at = record::parse_instant(values.text("timestamp"), log_.zone_s);
    if (!at || !is_plausible(*at)) return tell(row.span, "this row has no time");
    const auto value = values.amount("value", metric.unit);
    for (const auto& bad : values.bad())
      tell(values.span(bad.name), fmt::format("{} {}", bad.name, bad.why));
    const auto consumer = values.text("consumer_kind");
    if (!consumer.empty() && consumer != "local_machine") {
      ++shared_;
      return;
    }
    auto& resource = resource_of(values, is_rapl);
    if (is_gpu_power) return take_power(row, resource, *at, value);
    if (value) take_energy(row, resource, *at, *value);
  }

  [[nodiscard]] const std::map<std::string, Resource>& resources() const { return resources_; }
  [[nodiscard]] const std::set<std::string>& unread() const { return unread_; }
  [[nodiscard]] std::size_t shared() const { return shared_; }

 private:
  void tell(const base::Span& where, std::string what) {
    out_.unusable.push_back(unusable(where, std::move(what)));
  }

  Resource& resource_of(LogValues& values, bool is_rapl) {
    const auto kind = values.text("resource_kind");
    const auto id = values.text("resource_id");
    auto domain = values.text("domain");
    if (domain.empty()) domain = late(values.text("__late_attributes"), "domain");
    const auto component = is_rapl ? component_of(domain, kind) : "gpu";
    auto& out = resources_[fmt::format("{}\n{}\n{}", kind, id, component)];
    out.component = component;
    if (!is_rapl) {
      out.device = "GPU " + id;
    } else {
      out.device = id.empty() ? kind : fmt::format("{} {}", kind, id);
    }
    return out;
  }

  void take_energy(const LogRow& row, Resource& resource, record::Instant at, double energy_J) {
    if (!resource.moments.empty() && at < resource.moments.back())
      return tell(row.span, "this row is earlier than the one before it");
    resource.moments.push_back(at);
    resource.parts_J.push_back(energy_J);
    resource.energy_J += energy_J;
    resource.has_energy = true;
  }

  void take_power(const LogRow& row, Resource& resource, record::Instant at,
                  std::optional<double> power_W) {
    if (!resource.powers.empty() && at < resource.powers.back().at_ns)
      return tell(row.span, "this row is earlier than the one before it");
    resource.powers.push_back({at, power_W});
  }

  const Log& log_;
  LogHeader header_;
  Imported& out_;
  std::map<std::string, Resource> resources_;
  std::set<std::string> unread_;
  std::size_t shared_ = 0;
};

// energy by its values where there are some, else under the power
PowerEnergy part_of(const Resource& resource) {
  if (!resource.has_energy) return energy_under(resource.powers);
  PowerEnergy out;
  out.energy_J = resource.energy_J;
  constexpr record::Instant kHour = 3'600'000'000'000;
  const auto step = std::min(usual_step(resource.moments), kHour);
  auto last = resource.moments.front() - step;
  for (std::size_t i = 0; i < resource.moments.size(); ++i) {
    const auto at = resource.moments[i];
    // what a pause hides came at some time in it; it is taken as its last hours
    add_slices(out.course, std::max(last, at - 24 * kHour), at, resource.parts_J[i]);
    last = at;
  }
  out.seen_s = 1e-9 * static_cast<double>(last - resource.moments.front() + step);
  return out;
}

// a total of the machine beside the sockets, cores in a package, the platform around them
bool is_counted(const Resource& resource, const std::set<std::string>& components) {
  const auto& own = resource.component;
  if (own == "package" || own == "dram" || own == "gpu") return true;
  if (own == "package_total") return !components.contains("package");
  if (own == "dram_total") return !components.contains("dram");
  return false;
}

record::Energy energy_of_resource(const Resource& resource, const PowerEnergy& part) {
  const auto is_memory = resource.component.starts_with("dram");
  auto out =
      energy_of(resource.device, resource.component,
                is_memory ? record::Evidence::modelled : record::Evidence::measured, part.energy_J);
  if (resource.component == "gpu") {
    seen_by_gpu_sensor(out,
                       resource.has_energy ? "energy counter of the GPU, through Alumet"
                                           : "power of the GPU, through Alumet",
                       "");
  } else {
    out.sensor = "RAPL, through Alumet";
    if (is_memory) out.reason = "the processor computes it from traffic";
  }
  if (!part.energy_J) out.reason = "the log has no two readings of its power";
  if (part.energy_J && part.seen_s > 0) out.average_W = *part.energy_J / part.seen_s;
  return out;
}

record::Run run_of(const Log& log, const std::map<std::string, Resource>& resources) {
  record::Run run;
  run.name = std::filesystem::path(log.source->name()).stem().string();
  run.origin = {"alumet", {}, log.source->name(), {}};
  run.attribution.scope = record::Scope::machine;
  std::set<std::string> components;
  for (const auto& [key, one] : resources) components.insert(one.component);
  std::vector<PowerEnergy> parts;
  std::vector<std::string> devices;
  std::string keys;
  bool first = true;
  for (const auto& [key, one] : resources) {
    const auto part = part_of(one);
    auto energy = energy_of_resource(one, part);
    energy.counted = is_counted(one, components);
    if (energy.counted) {
      parts.push_back(part);
      devices.push_back(energy.device);
    }
    if (one.component == "gpu") run.hardware.accelerators.push_back({{}, one.device.substr(4), {}});
    run.energy.push_back(std::move(energy));
    const auto step = one.has_energy ? usual_step(one.moments) : 0;
    const auto start = (one.has_energy ? one.moments.front() : one.powers.front().at_ns) - step;
    const auto end = one.has_energy ? one.moments.back() : one.powers.back().at_ns;
    run.start_ns = first ? start : std::min(run.start_ns, start);
    run.end_ns = first ? end : std::max(run.end_ns, end);
    first = false;
    keys += key + "\n";
  }
  set_course(run, parts, devices);
  run.id = "alumet-" + fingerprint(fmt::format("{}{}", keys, run.start_ns));
  return run;
}

}  // namespace

bool is_alumet(const Log& log) {
  return base::trim(log.source->text()).starts_with("metric;timestamp;value;resource_kind");
}

Imported read_alumet(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source, ';');
  if (rows.empty()) return out;
  Reader reader(log, rows.front(), out);
  for (std::size_t i = 1; i < rows.size(); ++i) reader.take(rows[i]);
  auto resources = reader.resources();
  std::erase_if(resources, [](const auto& one) {
    return !one.second.has_energy && one.second.powers.empty();
  });
  if (!resources.empty()) out.runs.push_back(run_of(log, resources));
  const std::vector<std::string> unread(reader.unread().begin(), reader.unread().end());
  if (!unread.empty())
    out.notes.push_back("metrics that are not used: " + base::listed(unread, "and"));
  if (reader.shared() > 0)
    out.notes.push_back(fmt::format("rows of consumers: {}; the machine's rows hold their energy",
                                    reader.shared()));
  return out;
}

}  // namespace holon::ledger
