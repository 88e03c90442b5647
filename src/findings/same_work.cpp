// SPDX-License-Identifier: Apache-2.0
#include "findings/same_work.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/text.h"

namespace holon::findings {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Means over repeats.
struct Mean {
  std::array<double, kMeasureCount> sums{};
  std::array<std::size_t, kMeasureCount> counts{};

  void add(const RunTable& runs, std::size_t row) {
    for (std::size_t m = 0; m < kMeasureCount; ++m) {
      const double value = runs.values[m][row];
      if (std::isnan(value)) continue;
      sums[m] += value;
      ++counts[m];
    }
  }

  [[nodiscard]] double of(Measure measure) const {
    const auto m = static_cast<std::size_t>(measure);
    return counts[m] == 0 ? kNaN : sums[m] / static_cast<double>(counts[m]);
  }
};

std::string label_of(const RunTable& runs, Label label, std::size_t row) {
  return runs.has(label) ? runs.of(label)[row] : std::string();
}

// names of the hardware, in the order in which they appear
std::vector<std::string> hardware_of(const RunTable& runs) {
  std::vector<std::string> out;
  for (std::size_t row = 0; row < runs.size; ++row) {
    auto name = label_of(runs, Label::hardware, row);
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
  }
  return out;
}

// the device with the least of something; nothing if one of them lacks it
template <class Value>
std::optional<std::size_t> least_of(std::size_t size, const Value& value) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (std::isnan(value(i))) return std::nullopt;
    if (value(i) < value(best)) best = i;
  }
  return best;
}

void add_work(DeviceComparison& out, const std::vector<Mean>& means) {
  ++out.works;
  for (std::size_t d = 0; d < means.size(); ++d) {
    out.devices[d].time_s += means[d].of(Measure::time);
    out.devices[d].energy_kWh += means[d].of(Measure::energy);
    out.devices[d].carbon_g += means[d].of(Measure::carbon);
  }
  const auto least = [&](Measure measure) {
    return least_of(means.size(), [&](std::size_t d) { return means[d].of(measure); });
  };
  const auto time = least(Measure::time);
  const auto energy = least(Measure::energy);
  const auto carbon = least(Measure::carbon);
  if (time && energy && *time != *energy) ++out.time_against_energy;
  if (energy && carbon && *energy != *carbon) ++out.energy_against_carbon;
}

void flag_savings(VariantComparison& out, const FalseSaving& names, const Mean& before,
                  const Mean& after) {
  constexpr double kNoise = 0.01;
  bool is_lower = false;
  for (const auto proxy : {Measure::flop, Measure::parameters, Measure::time}) {
    const double proxy_ratio = after.of(proxy) / before.of(proxy);
    if (!(proxy_ratio < 1 - kNoise)) continue;
    is_lower = true;
    for (const auto target : {Measure::energy, Measure::carbon}) {
      const double target_ratio = after.of(target) / before.of(target);
      if (!(target_ratio > 1 + kNoise)) continue;
      auto flag = names;
      flag.proxy = proxy;
      flag.target = target;
      flag.proxy_ratio = proxy_ratio;
      flag.target_ratio = target_ratio;
      out.flags.push_back(std::move(flag));
    }
  }
  ++out.compared;
  if (is_lower) ++out.lowered;
}

using Curve = std::map<double, Mean>;  // by setting

SettingCurve curve_of(const std::string& hardware, const std::map<std::string, Curve>& works) {
  SettingCurve out;
  out.hardware = hardware;
  std::set<double> settings;
  for (const auto& [work, curve] : works) {
    for (const auto& [setting, mean] : curve) settings.insert(setting);
  }
  for (const auto setting : settings) out.points.push_back({setting, 0, 0});
  for (const auto& [work, curve] : works) {
    const bool is_whole =
        curve.size() == settings.size() &&
        std::all_of(curve.begin(), curve.end(), [](const auto& point) {
          return point.second.of(Measure::energy) > 0 && point.second.of(Measure::time) > 0;
        });
    if (!is_whole) {
      ++out.left_out;
      continue;
    }
    ++out.works;
    const auto& highest = curve.rbegin()->second;
    auto least = curve.begin();
    std::size_t p = 0;
    for (auto point = curve.begin(); point != curve.end(); ++point, ++p) {
      const auto& mean = point->second;
      out.points[p].time_ratio += std::log(mean.of(Measure::time) / highest.of(Measure::time));
      out.points[p].energy_ratio +=
          std::log(mean.of(Measure::energy) / highest.of(Measure::energy));
      if (mean.of(Measure::energy) < least->second.of(Measure::energy)) least = point;
    }
    if (least->first < *settings.rbegin()) ++out.below_highest;
  }
  for (auto& point : out.points) {
    const auto n = static_cast<double>(out.works);
    point.time_ratio = out.works == 0 ? kNaN : std::exp(point.time_ratio / n);
    point.energy_ratio = out.works == 0 ? kNaN : std::exp(point.energy_ratio / n);
    if (point.energy_ratio < out.points[out.least].energy_ratio)
      out.least = static_cast<std::size_t>(&point - out.points.data());
  }
  return out;
}

}  // namespace

std::optional<DeviceComparison> compare_devices(const RunTable& runs) {
  // settings of one device are compared elsewhere, at each of their values
  if (!runs.has(Label::hardware) || !runs.has(Label::work) || runs.has(Label::setting))
    return std::nullopt;
  const auto hardware = hardware_of(runs);
  if (hardware.size() < 2) return std::nullopt;
  std::map<std::string, std::vector<Mean>> works;
  std::map<std::string, std::set<std::size_t>> seen;
  for (std::size_t row = 0; row < runs.size; ++row) {
    const auto work = runs.of(Label::work)[row] + "\n" + label_of(runs, Label::variant, row);
    const auto device = static_cast<std::size_t>(
        std::find(hardware.begin(), hardware.end(), runs.of(Label::hardware)[row]) -
        hardware.begin());
    auto& means = works[work];
    means.resize(hardware.size());
    means[device].add(runs, row);
    seen[work].insert(device);
  }
  DeviceComparison out;
  for (const auto& one : hardware) out.devices.push_back({one, 0, 0, 0});
  for (const auto& [work, means] : works) {
    if (seen[work].size() == hardware.size()) {
      add_work(out, means);
    } else {
      ++out.left_out;
    }
  }
  if (out.works == 0) return out;
  const auto least = [&](double DeviceTotal::* member) {
    return least_of(out.devices.size(), [&](std::size_t d) { return out.devices[d].*member; });
  };
  out.fastest = least(&DeviceTotal::time_s);
  out.least_energy = least(&DeviceTotal::energy_kWh);
  out.least_carbon = least(&DeviceTotal::carbon_g);
  return out;
}

std::optional<VariantComparison> compare_variants(const RunTable& runs) {
  if (!runs.has(Label::variant)) return std::nullopt;
  using Key = std::pair<std::string, std::string>;  // work, hardware
  struct Variants {
    std::vector<std::string> names;  // in the order in which they appear
    std::map<std::string, Mean> means;
  };
  std::map<Key, Variants> all;
  for (std::size_t row = 0; row < runs.size; ++row) {
    auto& variants = all[{label_of(runs, Label::work, row), label_of(runs, Label::hardware, row)}];
    const auto& name = runs.of(Label::variant)[row];
    if (!variants.means.contains(name)) variants.names.push_back(name);
    variants.means[name].add(runs, row);
  }
  VariantComparison out;
  for (const auto& [key, variants] : all) {
    const auto& first = variants.names.front();
    for (std::size_t v = 1; v < variants.names.size(); ++v) {
      FalseSaving names;
      names.work = key.first;
      names.hardware = key.second;
      names.from = first;
      names.to = variants.names[v];
      flag_savings(out, names, variants.means.at(first), variants.means.at(names.to));
    }
  }
  std::stable_sort(out.flags.begin(), out.flags.end(),
                   [](const auto& a, const auto& b) { return a.target_ratio > b.target_ratio; });
  return out;
}

std::vector<SettingCurve> compare_settings(const RunTable& runs) {
  std::vector<SettingCurve> out;
  if (!runs.has(Label::setting) || !runs.has(Measure::energy) || !runs.has(Measure::time))
    return out;
  for (const auto& hardware : hardware_of(runs)) {
    std::map<std::string, Curve> works;
    for (std::size_t row = 0; row < runs.size; ++row) {
      if (label_of(runs, Label::hardware, row) != hardware) continue;
      const auto setting = base::parse_number(runs.of(Label::setting)[row]);
      if (!setting) continue;
      works[label_of(runs, Label::work, row)][*setting].add(runs, row);
    }
    out.push_back(curve_of(hardware, works));
  }
  return out;
}

}  // namespace holon::findings
