// SPDX-License-Identifier: Apache-2.0
//
// A table of `nvidia-smi --query-gpu=timestamp,…,power.draw --format=csv`: one run, with an energy
// for each GPU by the trapezoid rule. Units stand in headings ("power.draw [W]") or in cells ("126
// W");
// "[N/A]" is a failed reading; times are local. GPUs are told apart by index, uuid or bus id. The
// sensor's own error is not corrected here: `holon replay` knows the cards.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "ledger/importer.h"
#include "ledger/log_table.h"
#include "ledger/power_log.h"
#include "record/instant.h"

namespace holon::ledger {
namespace {

// "power.draw [W]" is power.draw
std::string plain(std::string_view heading) {
  const auto unit = heading.find('[');
  return base::lower(base::trim(heading.substr(0, unit)));
}

std::size_t column_of(const LogRow& header, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
      if (plain(header.cells[i].text) == name) return i;
    }
  }
  return kNoColumn;
}

/// Where the columns are that are read.
struct Columns {
  std::size_t time, power, device, model, uuid, load, memory;
  explicit Columns(const LogRow& header)
      : time(column_of(header, {"timestamp"})),
        power(column_of(header, {"power.draw.instant", "power.draw", "power.draw.average"})),
        device(column_of(header, {"index", "uuid", "gpu_uuid", "pci.bus_id", "gpu_bus_id"})),
        model(column_of(header, {"name", "gpu_name"})),
        uuid(column_of(header, {"uuid", "gpu_uuid"})),
        load(column_of(header, {"utilization.gpu"})),
        memory(column_of(header, {"memory.used"})) {}
};

std::string text_of(const LogRow& row, std::size_t column) {
  return column == kNoColumn ? std::string() : row.cells[column].text;
}

// "126.96 W" or "126.96"; nothing for "[N/A]" and what is negative
std::optional<double> amount(const LogRow& row, std::size_t column) {
  const auto text = text_of(row, column);
  const auto value = base::parse_number(std::string_view(text).substr(0, text.find(' ')));
  return value && *value >= 0 ? value : std::nullopt;
}

// "2023/07/08 19:28:27.236"
std::optional<record::Instant> moment(std::string text, std::int64_t zone_s) {
  if (text.size() > 7 && text[4] == '/' && text[7] == '/') text[4] = text[7] = '-';
  const auto at = record::parse_instant(text, zone_s);
  return at && is_plausible(*at) ? at : std::nullopt;
}

/// One GPU's part of the table.
struct Device {
  std::string name;
  std::string model;
  std::string uuid;
  std::vector<PowerReading> readings;
  double load = 0;  // sum of shares
  std::size_t loads = 0;
  std::optional<double> memory_bytes;
};

void read_row(const LogRow& row, const Columns& columns, record::Instant at, Device& device) {
  constexpr double kMost_W = 100'000;
  constexpr double kMiB = 1024.0 * 1024;
  auto power_W = amount(row, columns.power);
  if (power_W && *power_W > kMost_W) power_W.reset();
  device.readings.push_back({at, power_W});
  if (const auto percent = amount(row, columns.load); percent && *percent <= 100) {
    device.load += *percent / 100;
    ++device.loads;
  }
  if (const auto memory_MiB = amount(row, columns.memory); memory_MiB && *memory_MiB < 1e9)
    device.memory_bytes = std::max(device.memory_bytes.value_or(0), *memory_MiB * kMiB);
}

// Rows of several GPUs without a column that tells them apart come in bursts: a long step for every
// few short ones.
bool comes_in_bursts(const Device& device) {
  constexpr record::Instant kTimes = 5;
  constexpr std::ptrdiff_t kMostGpus = 16;
  std::vector<record::Instant> steps;
  for (std::size_t i = 1; i < device.readings.size(); ++i)
    steps.push_back(device.readings[i].at_ns - device.readings[i - 1].at_ns);
  if (steps.size() < 2) return false;
  std::sort(steps.begin(), steps.end());
  const auto shortest = steps[steps.size() / 4];
  const auto long_ones = std::count_if(
      steps.begin(), steps.end(), [&](record::Instant step) { return step > kTimes * shortest; });
  return long_ones * kMostGpus >= std::ssize(steps);
}

void set_load(record::Run& run, const std::vector<Device>& devices) {
  double load = 0;
  std::size_t count = 0;
  for (const auto& device : devices) {
    load += device.load;
    count += device.loads;
    if (device.memory_bytes)
      run.compute.gpu_memory_peak_bytes =
          std::max(run.compute.gpu_memory_peak_bytes.value_or(0),
                   static_cast<std::int64_t>(std::llround(*device.memory_bytes)));
  }
  if (count > 0) run.compute.gpu_utilisation = std::min(1.0, load / static_cast<double>(count));
}

record::Run run_of(const Log& log, const std::vector<Device>& devices) {
  record::Run run;
  run.name = std::filesystem::path(log.source->name()).stem().string();
  run.origin = {"nvidia-smi", {}, log.source->name(), {}};
  run.attribution.scope = record::Scope::machine;
  std::vector<PowerEnergy> parts;
  std::vector<std::string> names;
  auto first = devices.front().readings.front().at_ns;
  auto last = first;
  std::string key;
  for (const auto& device : devices) {
    first = std::min(first, device.readings.front().at_ns);
    last = std::max(last, device.readings.back().at_ns);
    key += fmt::format("{}\n{}\n", device.name, device.model);
    parts.push_back(energy_under(device.readings));
    names.push_back(device.name);
    const auto& part = parts.back();
    auto energy = energy_of(device.name, "gpu", record::Evidence::measured, part.energy_J);
    seen_by_gpu_sensor(energy, "power of the GPU, through nvidia-smi", device.model);
    if (part.energy_J) {
      energy.average_W = *part.energy_J / part.seen_s;
      energy.peak_W = part.peak_W;
    } else {
      energy.reason = "the table has no two readings of its power";
    }
    run.energy.push_back(std::move(energy));
    run.hardware.accelerators.push_back({device.model, device.uuid, {}});
  }
  run.start_ns = first;
  run.end_ns = last;
  set_course(run, parts, names);
  set_load(run, devices);
  run.id = "nvidia-smi-" + fingerprint(fmt::format("{}{}", key, first));
  return run;
}

/// Reads the rows one after the other.
class Reader {
 public:
  Reader(const Log& log, const LogRow& header, Imported& out)
      : log_(log), header_(header), columns_(header), out_(out) {}

  [[nodiscard]] const Columns& columns() const { return columns_; }
  [[nodiscard]] const std::vector<Device>& devices() const { return devices_; }

  void take(const LogRow& row) {
    if (row.cells.size() != header_.cells.size())
      return tell(row, fmt::format("this row has {} cells; the header has {}", row.cells.size(),
                                   header_.cells.size()));
    if (row.has_no_end) return tell(row, "this row was cut off: it has no end");
    const auto& time = row.cells[columns_.time].text;
    const auto at = moment(time, log_.zone_s);
    // a log that was appended to has its header again
    if (!at && time == header_.cells[columns_.time].text) return;
    if (!at) return tell(row, "this row has no time");
    auto& device = device_of(row);
    if (!device.readings.empty() && *at < device.readings.back().at_ns)
      return tell(row, "this row is earlier than the one before it");
    read_row(row, columns_, *at, device);
  }

 private:
  void tell(const LogRow& row, std::string what) {
    out_.unusable.push_back(unusable(row.span, std::move(what)));
  }

  Device& device_of(const LogRow& row) {
    const auto key = columns_.device == kNoColumn ? "0" : row.cells[columns_.device].text;
    const auto [where, is_new] = places_.emplace(key, devices_.size());
    if (is_new) {
      Device device;
      device.name = "GPU " + key;
      device.model = text_of(row, columns_.model);
      device.uuid = text_of(row, columns_.uuid);
      devices_.push_back(std::move(device));
    }
    return devices_[where->second];
  }

  const Log& log_;
  const LogRow& header_;
  Columns columns_;
  Imported& out_;
  std::vector<Device> devices_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

bool is_nvidia_smi(const Log& log) {
  const auto& text = log.source->text();
  const auto header = base::lower(std::string_view(text).substr(0, text.find('\n')));
  return header.find("timestamp") != header.npos && header.find("power.draw") != header.npos;
}

Imported read_nvidia_smi(const Log& log) {
  Imported out;
  const auto rows = read_log_table(log.source);
  if (rows.empty()) return out;
  Reader reader(log, rows.front(), out);
  if (reader.columns().time == kNoColumn || reader.columns().power == kNoColumn) {
    out.unusable.push_back(unusable(rows.front().span, "this header has no time or no power"));
    return out;
  }
  for (std::size_t i = 1; i < rows.size(); ++i) reader.take(rows[i]);
  if (reader.devices().empty()) return out;
  if (reader.columns().device == kNoColumn && comes_in_bursts(reader.devices().front())) {
    out.unusable.push_back(unusable(rows.front().span,
                                    "rows of several GPUs, and no column tells them apart", {},
                                    "ask nvidia-smi for `index` too"));
    return out;
  }
  out.runs.push_back(run_of(log, reader.devices()));
  return out;
}

}  // namespace holon::ledger
