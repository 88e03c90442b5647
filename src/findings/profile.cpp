// SPDX-License-Identifier: Apache-2.0
#include "findings/profile.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "catalog/embedded.h"
#include "catalog/search.h"
#include "catalog/spread.h"

namespace holon::findings {
namespace {

using catalog::Catalog;

/// A calculator: the digits that it prints of kilograms, and whether it has a PUE.
struct Profile {
  std::string_view name;
  int digits;
  bool has_pue;
};

constexpr std::array kProfiles{Profile{"ml-co2-impact", 2, false},
                               Profile{"green-algorithms", 2, true},
                               Profile{"codecarbon", 6, false}};

const Profile* profile_of(std::string_view name) {
  const auto found = std::find_if(kProfiles.begin(), kProfiles.end(),
                                  [&](const Profile& one) { return one.name == name; });
  return found == kProfiles.end() ? nullptr : &*found;
}

/// One figure of data/profiles.csv.
struct Row {
  std::string profile, kind, name;
  double value = 0;
};

std::vector<Row> read_rows() {
  const auto files = catalog::embedded_files();
  const auto file = std::find_if(files.begin(), files.end(),
                                 [](const auto& one) { return one.name == "profiles.csv"; });
  base::check(file != files.end(), "the table of profiles is embedded");
  const catalog::Table table(file->text);
  std::vector<Row> out;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    out.push_back({std::string(row["profile"]), std::string(row["kind"]), std::string(row["name"]),
                   row.number("value").value_or(0)});
  }
  return out;
}

// the figure of this kind whose name satisfies `is_it`
template <class Is>
std::optional<double> figure(std::string_view profile, std::string_view kind, const Is& is_it) {
  static const auto kRows = read_rows();
  for (const auto& row : kRows) {
    if (row.profile == profile && row.kind == kind && is_it(row.name)) return row.value;
  }
  return std::nullopt;
}

// by its own name first; then any name of the same device
std::optional<double> power_of(const Catalog& catalog, const EstimateForm& form) {
  const auto same = [&](const std::string& name) {
    return catalog::loose_key(name) == catalog::loose_key(form.device_as_written);
  };
  if (const auto own = figure(form.profile, "hardware", same)) return own;
  return figure(form.profile, "hardware", [&](const std::string& name) {
    const auto* device = catalog.device(name);
    return device != nullptr && device->code == form.device;
  });
}

std::optional<double> carbon_of(const Catalog& catalog, const EstimateForm& form) {
  const auto& code = form.region.empty() ? form.grid : form.region;
  const auto is_it = [&](const std::string& name) {
    return catalog::search_key(name) == catalog::search_key(code);
  };
  if (const auto own = figure(form.profile, "place", is_it)) return own;
  // CodeCarbon's countries are the catalogue's: both are Our World in Data's
  const auto* region = form.region.empty() ? nullptr : catalog.place(form.region);
  const auto* grid = catalog.grid(region != nullptr ? region->grid : form.grid);
  const auto* fact = grid == nullptr ? nullptr : grid->find("carbon intensity");
  if (form.profile != "codecarbon" || fact == nullptr) return std::nullopt;
  return catalog::typical(fact->value.distribution) * fact->value.unit.scale /
         quantity::unit("g CO2e/kWh at facility").scale;
}

double pue_of(const EstimateForm& form) {
  const auto is_it = [&](const std::string& name) { return name == form.region; };
  const auto own = figure(form.profile, "pue", is_it);
  const auto any =
      figure(form.profile, "pue", [](const std::string& name) { return name.empty(); });
  return own.value_or(any.value_or(1));
}

// power of one device, with its share of the memory
std::string with_memory(const EstimateForm& form, double power_W) {
  const auto per_GB =
      figure(form.profile, "memory power", [](const std::string&) { return true; }).value_or(0);
  return base::exact(power_W + form.memory_GB * per_GB / form.count) + " W";
}

}  // namespace

std::vector<std::string> profile_names() {
  std::vector<std::string> out;
  for (const auto& profile : kProfiles) out.emplace_back(profile.name);
  return out;
}

std::optional<std::string> apply_profile(const Catalog& catalog, EstimateForm& form) {
  const auto* profile = profile_of(form.profile);
  base::check(profile != nullptr, "a profile is asked for by its name");
  if (form.power.empty()) {
    const auto power = power_of(catalog, form);
    if (power) {
      form.power = with_memory(form, *power);
    } else if (form.profile != "codecarbon") {
      return fmt::format("{} has no power of `{}`", form.profile, form.device);
    }
  }
  if (form.carbon_intensity.empty()) {
    const auto carbon = carbon_of(catalog, form);
    if (!carbon) {
      return fmt::format("{} has no carbon intensity of `{}`", form.profile,
                         form.region.empty() ? form.grid : form.region);
    }
    form.carbon_intensity = base::exact(*carbon) + " g/kWh";
  }
  if (form.pue.empty()) form.pue = base::exact(profile->has_pue ? pue_of(form) : 1);
  return std::nullopt;
}

std::string printed_by(std::string_view profile, double climate_kg) {
  return fmt::format("{:.{}f} kg CO2e", climate_kg, profile_of(profile)->digits);
}

}  // namespace holon::findings
