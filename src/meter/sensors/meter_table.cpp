// SPDX-License-Identifier: Apache-2.0
#include "meter/sensors/meter_table.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <sys/stat.h>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/sensors/sensors.h"

namespace holon::meter {
namespace {

constexpr const char* kName = "meter table";

/// The last row of a table that another program appends to.
class MeterTable final : public Sensor {
 public:
  MeterTable(Domain domain, std::string path) : path_(std::move(path)) {
    domains_.push_back(std::move(domain));
  }
  [[nodiscard]] std::span<const Domain> domains() const override { return domains_; }

  void read(Nanoseconds now, std::span<Reading> out) override {
    struct ::stat status{};
    if (::stat(path_.c_str(), &status) != 0) {
      out[0] = errno == ENOENT ? Reading::gone() : Reading::failure();
      return;
    }
    if (status.st_size != size_) {
      size_ = status.st_size;
      changed_ = now;
      last_ = last_power(folder_sysroot("")->read(path_).text);
    }
    // a meter that stopped writing says nothing any more
    constexpr Nanoseconds kStale = 10'000'000'000;
    constexpr double kMicrowattsPerWatt = 1e6;
    const bool is_fresh = last_ && now - changed_ <= kStale;
    out[0] = is_fresh ? Reading::of(static_cast<std::uint64_t>(*last_ * kMicrowattsPerWatt))
                      : Reading::failure();
  }

 private:
  std::vector<Domain> domains_;
  std::string path_;
  ::off_t size_ = -1;
  Nanoseconds changed_ = 0;
  std::optional<double> last_;
};

// a heading that says watts
bool is_power(std::string_view heading) {
  const auto word = base::lower(base::trim(heading));
  return word == "w" || word == "watts" || word == "power" || word == "power_w" ||
         word.find("[w]") != std::string::npos || word.find("watt") != std::string::npos;
}

}  // namespace

std::optional<double> last_power(std::string_view table) {
  // a row without its end is still being written
  const auto end = table.rfind('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto lines = base::split(table.substr(0, end), '\n');
  if (lines.size() < 2) return std::nullopt;
  const char separator = lines.front().find(';') != std::string::npos ? ';' : ',';
  const auto headings = base::split(lines.front(), separator);
  for (std::size_t column = 0; column < headings.size(); ++column) {
    if (!is_power(headings[column])) continue;
    const auto cells = base::split(lines.back(), separator);
    if (column >= cells.size()) return std::nullopt;
    const auto value = base::parse_number(base::trim(cells[column]));
    return value && *value >= 0 && *value < 1e6 ? value : std::nullopt;
  }
  return std::nullopt;
}

Probe probe_meter_table(const Sysroot& /*sysroot*/, const MachineHints& hints) {
  Probe out;
  if (hints.meter_csv.empty()) {
    out.answers.push_back({kName, "whole machine", Ability::unmeasurable,
                           "no table of an external meter is given",
                           "holon run --meter power.csv …"});
    return out;
  }
  Domain domain;
  domain.key = hints.meter_csv;
  domain.name = "external meter";
  domain.scope = Scope::machine;
  domain.is_counter = false;
  domain.method = "external meter's table";
  domain.source = "2 % assumed, as of a good plug meter";
  domain.spread = 0.02;
  constexpr double kMostOfMachine_W = 100'000;
  domain.gauge.most_W = kMostOfMachine_W;
  domain.gauge.longest_gap = 30'000'000'000;
  out.answers.push_back(
      {kName, "whole machine", Ability::measured, "what stands in the last row of the table", ""});
  out.sensor = std::make_unique<MeterTable>(std::move(domain), hints.meter_csv);
  return out;
}

}  // namespace holon::meter
