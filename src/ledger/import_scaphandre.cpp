// SPDX-License-Identifier: Apache-2.0
//
// What Scaphandre told of a host: its report in JSON (`scaphandre json`), or its metrics as
// Prometheus kept them. One run for each host.
//   JSON: objects {"host": {consumption, timestamp}, "sockets": [{id, consumption, timestamp,
//     "domains": [{name, consumption, timestamp}]}], "consumers": […]} in an array, or one after
//     the other without anything between them (1.0); consumption is the mean power since the
//     report before [µW], timestamp seconds since 1970;
//   metrics (docs_src/references/metrics.md): scaph_{host,socket,domain}_energy_microjoules, raw
//     counters that wrap.
// The host is what its platform shows of itself, or else the sum of sockets and memory; so sockets
// and memory are added up, and the host stands beside them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "ledger/metric_samples.h"

namespace holon::ledger {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "scaph_";
constexpr double kMicro = 1e-6;

/// What one part of a host used, by the names of its component and itself.
struct Part {
  std::string component;
  PowerEnergy energy;
  record::Instant first = 0, last = 0;
};

using Parts = std::map<std::string, Part>;

record::Run run_of(const Log& log, const std::string& host, const Parts& parts) {
  record::Run run;
  run.name = host.empty() ? std::filesystem::path(log.source->name()).stem().string() : host;
  run.origin = {"scaphandre", {}, log.source->name(), {}};
  run.attribution.scope = record::Scope::machine;
  run.hardware.machine = host;
  const bool has_sockets = std::any_of(parts.begin(), parts.end(), [](const auto& one) {
    return one.second.component == "package";
  });
  std::vector<PowerEnergy> counted;
  std::vector<std::string> devices;
  bool first = true;
  for (const auto& [device, part] : parts) {
    const bool is_memory = part.component == "dram";
    auto energy = energy_of(device, part.component,
                            is_memory ? record::Evidence::modelled : record::Evidence::measured,
                            part.energy.energy_J);
    energy.sensor = "RAPL, through Scaphandre";
    if (is_memory) energy.reason = "the processor computes it from traffic";
    if (!part.energy.energy_J) energy.reason = "there are no two values of it";
    energy.counted =
        has_sockets ? part.component == "package" || is_memory : part.component == "host";
    if (part.energy.energy_J && part.energy.seen_s > 0)
      energy.average_W = *part.energy.energy_J / part.energy.seen_s;
    if (energy.counted) {
      counted.push_back(part.energy);
      devices.push_back(device);
    }
    run.energy.push_back(std::move(energy));
    run.start_ns = first ? part.first : std::min(run.start_ns, part.first);
    run.end_ns = first ? part.last : std::max(run.end_ns, part.last);
    first = false;
  }
  set_course(run, counted, devices);
  run.id = "scaphandre-" + fingerprint(fmt::format("{}\n{}", host, run.start_ns));
  return run;
}

// --- reports in JSON -----------------------------------------------------------------------------

constexpr std::string_view kOpening = "{\"host\":";

/// A report as it stands in the log.
struct Piece {
  std::size_t offset = 0, length = 0;
  bool is_whole = false;
};

// objects at the outermost level, whatever stands between them; where one begins before another
// has ended, that one was torn: inside of a report this key stands with its quotes escaped alone
std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> out;
  std::size_t depth = 0;
  std::size_t start = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' && depth > 0 && text.substr(i).starts_with(kOpening)) {
      out.push_back({start, i - start, false});
      is_quoted = false;
      depth = 0;
    }
    if (is_quoted) {
      if (c == '\\') ++i;
      is_quoted = c != '"';
    } else if (c == '"' && depth > 0) {
      is_quoted = true;
    } else if (c == '{') {
      if (depth == 0) start = i;
      ++depth;
    } else if (c == '}' && depth > 0) {
      --depth;
      if (depth == 0) out.push_back({start, i + 1 - start, true});
    }
  }
  if (depth > 0) out.push_back({start, text.size() - start, false});
  return out;
}

/// Gathers powers from reports.
class Reports {
 public:
  Reports(const Log& log, Imported& out) : log_(log), out_(out) {}

  void take(const Piece& piece) {
    const base::Span span{log_.source, piece.offset, std::min<std::size_t>(piece.length, 1)};
    const auto text = std::string_view(log_.source->text()).substr(piece.offset, piece.length);
    const auto report = piece.is_whole ? json::parse(text, nullptr, false) : json();
    if (!report.is_object()) return tell(span, "this report is torn");
    const auto host = report.find("host");
    if (host == report.end() || !add("host", "host", *host))
      return tell(span, "this report has no host with a power and a time");
    const auto sockets = report.find("sockets");
    if (sockets == report.end() || !sockets->is_array()) return;
    for (const auto& socket : *sockets) take_socket(socket, span);
  }

  [[nodiscard]] Parts parts() const {
    Parts out;
    for (const auto& [device, readings] : powers_) {
      out[device] = {components_.at(device), energy_of_means(readings), readings.front().at_ns,
                     readings.back().at_ns};
    }
    return out;
  }

 private:
  void tell(const base::Span& span, std::string what) {
    out_.unusable.push_back(unusable(span, std::move(what)));
  }

  void take_socket(const json& socket, const base::Span& span) {
    const auto id = socket.is_object() ? socket.find("id") : socket.end();
    if (!socket.is_object() || id == socket.end() || !id->is_number_unsigned())
      return tell(span, "a socket of this report has no number");
    const auto name = fmt::format("socket {}", id->get<std::uint64_t>());
    if (!add(name, "package", socket)) tell(span, fmt::format("{} has no power or no time", name));
    const auto domains = socket.find("domains");
    if (domains == socket.end() || !domains->is_array()) return;
    for (const auto& domain : *domains) {
      const auto what = domain.is_object() ? domain.find("name") : domain.end();
      // an early version wrote the name of its metric for all of them: they cannot be told apart
      if (!domain.is_object() || what == domain.end() || !what->is_string() ||
          what->get<std::string>().starts_with(kPrefix))
        continue;
      const auto component = base::lower(what->get<std::string>());
      if (!add(fmt::format("{} {}", name, component), component, domain))
        tell(span, fmt::format("{} of {} has no power or no time", component, name));
    }
  }

  // false: there is no power or no time
  bool add(const std::string& device, const std::string& component, const json& of) {
    constexpr double kMost_uW = 1e11;
    if (!of.is_object() || !of.contains("consumption") || !of.contains("timestamp")) return false;
    const auto& power = of["consumption"];
    const auto& time = of["timestamp"];
    if (!power.is_number() || !time.is_number()) return false;
    const double at_s = time.get<double>();
    const double power_uW = power.get<double>();
    if (!(at_s > 0 && at_s < 9e9) || !(power_uW >= 0 && power_uW < kMost_uW)) return false;
    const auto at_ns = static_cast<record::Instant>(std::llround(at_s * 1e9));
    const auto known = powers_.find(device);
    const bool is_earlier = known != powers_.end() && at_ns < known->second.back().at_ns;
    if (!is_plausible(at_ns) || is_earlier) return false;
    components_[device] = component;
    powers_[device].push_back({at_ns, power_uW * kMicro});
    return true;
  }

  const Log& log_;
  Imported& out_;
  std::map<std::string, std::vector<PowerReading>> powers_;
  std::map<std::string, std::string> components_;
};

Imported read_reports(const Log& log) {
  Imported out;
  Reports reports(log, out);
  for (const auto& piece : pieces_of(log.source->text())) reports.take(piece);
  const auto parts = reports.parts();
  if (!parts.empty()) out.runs.push_back(run_of(log, {}, parts));
  return out;
}

// --- metrics -------------------------------------------------------------------------------------

/// What a series is of: component and device; empty: no energy that is read.
std::pair<std::string, std::string> part_of(const MetricSeries& series) {
  const auto socket = "socket " + series.label({"socket_id"});
  if (series.name == "scaph_host_energy_microjoules") return {"host", "host"};
  if (series.name == "scaph_socket_energy_microjoules") return {"package", socket};
  if (series.name != "scaph_domain_energy_microjoules") return {};
  const auto domain = base::lower(series.label({"domain_name"}));
  return {domain, socket + " " + domain};
}

Imported read_host_metrics(const Log& log) {
  Imported out;
  auto metrics = read_metrics(log, kPrefix);
  out.unusable = std::move(metrics.unusable);
  std::map<std::string, Parts> hosts;
  std::set<std::string> unread;
  for (const auto& series : metrics.series) {
    const auto [component, device] = part_of(series);
    if (component.empty()) {
      unread.insert(series.name);
      continue;
    }
    hosts[series.label({"exported_instance", "instance", "node"})][device] = {
        component, energy_of_counter(series.samples, kMicro, out), series.samples.front().at_ns,
        series.samples.back().at_ns};
  }
  for (const auto& [host, parts] : hosts) out.runs.push_back(run_of(log, host, parts));
  if (!unread.empty()) {
    const std::vector<std::string> names(unread.begin(), unread.end());
    out.notes.push_back("metrics that are not used: " + base::listed(names, "and"));
  }
  return out;
}

bool is_report(const Log& log) {
  constexpr std::size_t kBeginning = 200;
  const auto text = base::trim(log.source->text());
  const auto beginning = text.substr(0, kBeginning);
  return (text.starts_with("{") || text.starts_with("[")) &&
         beginning.find("\"host\"") != beginning.npos &&
         beginning.find("\"consumption\"") != beginning.npos;
}

}  // namespace

bool is_scaphandre(const Log& log) { return is_report(log) || has_metrics(log, kPrefix); }

Imported read_scaphandre(const Log& log) {
  return has_metrics(log, kPrefix) && !is_report(log) ? read_host_metrics(log) : read_reports(log);
}

}  // namespace holon::ledger
