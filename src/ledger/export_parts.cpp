// SPDX-License-Identifier: Apache-2.0
#include "ledger/export_parts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace holon::ledger {
namespace {

std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string one_line(const std::string& text) {
  auto out = text;
  for (auto& c : out) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return out;
}

std::optional<double> impact_of(const record::Run& run, std::string_view category,
                                std::string_view unit) {
  for (const auto& one : run.impacts) {
    if (one.category == category && one.unit == unit) return one.amount;
  }
  return std::nullopt;
}

void RunSum::add(const record::Run& run) {
  ++runs_;
  const auto total = record::energy_of(run);
  device_.add(total);
  if (run.place.pue) ++with_pue_;
  energy_J_ += total.energy_J() * run.place.pue.value_or(1);
  const auto climate = impact_of(run, "climate", "kg CO2e");
  climate_kg_ += climate.value_or(0);
  if (!climate) ++without_climate_;
}

std::optional<double> RunSum::energy_J() const {
  return device_.figures() > 0 ? finite(energy_J_) : std::nullopt;
}

// a PUE is taken as known without error: the spread of the sum keeps its share
std::optional<double> RunSum::uncertainty_J() const {
  const double device_J = device_.energy_J();
  if (!energy_J() || !(device_J > 0) || device_.without_uncertainty_J() > 0) return std::nullopt;
  return finite(device_.uncertainty_J() * (energy_J_ / device_J));
}

std::optional<double> RunSum::climate_kg() const {
  return runs_ > 0 && without_climate_ == 0 ? finite(climate_kg_) : std::nullopt;
}

std::string_view RunSum::boundary() const {
  if (with_pue_ == 0) return "device";
  return with_pue_ == runs_ ? "facility" : "mixed";
}

std::string RunSum::evidence() const {
  const double all_J = device_.energy_J();
  if (!(all_J > 0) || !std::isfinite(all_J)) return {};
  std::string out;
  for (const auto& [word, part_J] :
       {std::pair{"measured", device_.measured_J()}, std::pair{"declared", device_.declared_J()},
        std::pair{"modelled", device_.modelled_J()}}) {
    if (part_J > 0)
      out += fmt::format("{}{} {:.0f} %", out.empty() ? "" : ", ", word, 100 * part_J / all_J);
  }
  return out;
}

std::string place_of(const record::Run& run) {
  const auto& place = run.place;
  std::vector<std::string> parts{place.region};
  parts.push_back(place.name.empty() ? place.country : place.name);
  auto out = joined_once(parts, ", ");
  if (!place.cloud.empty()) out += out.empty() ? place.cloud : " (" + place.cloud + ")";
  return one_line(out);
}

std::map<std::string, int> accelerators_of(const record::Run& run) {
  std::map<std::string, int> out;
  for (const auto& one : run.hardware.accelerators) ++out[one.model];
  return out;
}

std::string hardware_of(const record::Run& run) {
  std::vector<std::string> parts;
  for (const auto& [model, count] : accelerators_of(run)) {
    const auto name = model.empty() ? std::string("accelerator") : model;
    parts.push_back(count == 1 ? name : fmt::format("{} x {}", count, name));
  }
  parts.push_back(run.hardware.cpu);
  return one_line(joined_once(parts, ", "));
}

std::string tool_of(const record::Run& run) {
  return one_line(joined_once({run.origin.tool, run.origin.version}, " "));
}

std::string joined_once(const std::vector<std::string>& texts, std::string_view separator) {
  std::vector<std::string> kept;
  for (const auto& text : texts) {
    if (!text.empty() && std::find(kept.begin(), kept.end(), text) == kept.end())
      kept.push_back(text);
  }
  return fmt::format("{}", fmt::join(kept, separator));
}

std::string decimal(double value) {
  constexpr int kDigits = 6;
  if (value == 0 || !std::isfinite(value)) return "0";
  const int before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  auto out = fmt::format("{:.{}f}", value, std::max(0, kDigits - before));
  if (out.find('.') == std::string::npos) return out;
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace holon::ledger
