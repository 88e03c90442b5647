// SPDX-License-Identifier: Apache-2.0
//
// The log_file of a ZeusMonitor: start_time (seconds since 1970), window_name, elapsed_time [s],
// and gpuN_energy [J] for each GPU. Windows may lie in each other; an inner one's energy is a part
// of the outer one's.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_values.h"
#include "record/instant.h"
#include "record/total.h"

namespace holon::ledger {
namespace {

constexpr double kSecond = 1e9;  // [ns]
constexpr std::string_view kEnergy = "_energy";

// "gpu0_energy" is "GPU 0"; empty for other columns
std::string device_of(std::string_view column) {
  if (!column.ends_with(kEnergy)) return {};
  const auto device = column.substr(0, column.size() - kEnergy.size());
  for (const auto& [prefix, name] :
       {std::pair<std::string_view, const char*>{"gpu", "GPU"}, {"cpu", "CPU"}, {"dram", "DRAM"}}) {
    if (device.starts_with(prefix) && base::parse_number(device.substr(prefix.size())))
      return fmt::format("{} {}", name, device.substr(prefix.size()));
  }
  return {};
}

struct Window {
  record::Run run;
  base::Span span;
};

std::optional<record::Instant> start_of(const std::string& text, const Log& log) {
  constexpr double kLatest = 9e9;  // the year 2255 [s]
  if (const auto seconds = base::parse_number(text)) {
    if (*seconds < 0 || *seconds > kLatest) return std::nullopt;
    return static_cast<record::Instant>(std::llround(*seconds * kSecond));
  }
  return record::parse_instant(text, log.zone_s);
}

record::Energy window_energy(LogValues& row, const std::string& column) {
  const auto device = device_of(column);
  const bool gpu = device.starts_with("GPU");
  auto out =
      energy_of(device, gpu ? "gpu" : "package", record::Evidence::measured, row.amount(column));
  if (out.energy_J == 0.0) {
    out = energy_of(device, out.component, record::Evidence::missing, {});
    out.reason = "the counter did not move during the window";
  } else if (gpu) {
    seen_by_gpu_sensor(out, "energy counter of the GPU, through Zeus", "");
  }
  return out;
}

std::optional<Window> read_window(const Log& log, LogHeader& header, const LogRow& given,
                                  const std::vector<std::string>& columns, Imported& out) {
  LogValues row(header, given);
  const auto start = start_of(row.text("start_time"), log);
  const auto duration_s = row.amount("elapsed_time");
  Window window;
  auto& run = window.run;
  if (!set_time(run, start, duration_s)) {
    out.unusable.push_back(unusable(given.span, "this window has no start or no length"));
    return std::nullopt;
  }
  window.span = given.span;
  run.name = row.text("window_name");
  run.origin = {"zeus", {}, log.source->name(), static_cast<std::int64_t>(given.line)};
  run.attribution.scope = record::Scope::machine;
  for (const auto& column : columns) run.energy.push_back(window_energy(row, column));
  for (const auto& bad : row.bad()) {
    out.unusable.push_back(unusable(row.span(bad.name), fmt::format("{} {}", bad.name, bad.why), {},
                                    "the run is kept without it"));
  }
  const auto total = record::energy_of(run);
  if (*duration_s > 0 && total.figures() > 0) run.average_W = total.energy_J() / *duration_s;
  run.id = "zeus-" + fingerprint(fmt::format("{}\n{}\n{}\n{}", run.name, run.start_ns,
                                             *run.duration_ns, base::exact(total.energy_J())));
  return window;
}

// the outermost windows; what lies in another is told, and counts in it alone
void keep_outer(std::vector<Window> windows, Imported& out) {
  std::stable_sort(windows.begin(), windows.end(), [](const Window& a, const Window& b) {
    return std::pair(a.run.start_ns, -a.run.end_ns) < std::pair(b.run.start_ns, -b.run.end_ns);
  });
  const record::Run* outer = nullptr;
  std::map<std::string, std::size_t> inner;
  std::vector<record::Run> kept;
  kept.reserve(windows.size());
  for (auto& window : windows) {
    if (outer != nullptr && window.run.end_ns <= outer->end_ns) {
      ++inner[fmt::format("`{}` in `{}`", window.run.name, outer->name)];
      continue;
    }
    if (outer != nullptr && window.run.start_ns < outer->end_ns) {
      out.unusable.push_back(unusable(window.span,
                                      fmt::format("this window overlaps `{}`", outer->name), {},
                                      "what both saw would count twice"));
      continue;
    }
    kept.push_back(std::move(window.run));
    outer = &kept.back();
  }
  for (const auto& [what, count] : inner)
    out.notes.push_back(fmt::format("windows {}, which count there alone: {}", what, count));
  out.runs = std::move(kept);
}

}  // namespace

bool is_zeus(const Log& log) {
  return base::trim(log.source->text()).starts_with("start_time,window_name,elapsed_time");
}

Imported read_zeus(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source);
  if (rows.empty()) return out;
  LogHeader header(rows.front());
  std::vector<std::string> columns;
  for (const auto& cell : rows.front().cells) {
    if (!device_of(cell.text).empty()) columns.push_back(cell.text);
  }
  std::vector<Window> windows;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].cells.size() != header.size()) {
      out.unusable.push_back(
          unusable(rows[i].span, fmt::format("this row has {} cells; the header has {}",
                                             rows[i].cells.size(), header.size())));
    } else if (auto window = read_window(log, header, rows[i], columns, out)) {
      windows.push_back(std::move(*window));
    }
  }
  keep_outer(std::move(windows), out);
  return out;
}

}  // namespace holon::ledger
