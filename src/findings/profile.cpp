// SPDX-License-Identifier: Apache-2.0
#include "findings/profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "catalog/search.h"
#include "catalog/spread.h"
#include "findings/processor_power.h"
#include "inventory/part_models.h"

namespace holon::findings {
namespace {

using catalog::Catalog;

/// How a calculator prints kilograms.
enum class Print : std::uint8_t { two_decimals, six_decimals, four_digits, grams };

/// A calculator: what it knows of, and how it prints.
struct Profile {
  std::string_view name;
  Print print;
  bool has_pue;
  bool counts_making;
};

constexpr std::array kProfiles{Profile{"ml-co2-impact", Print::two_decimals, false, false},
                               Profile{"green-algorithms", Print::two_decimals, true, false},
                               Profile{"codecarbon", Print::six_decimals, false, false},
                               Profile{"act", Print::six_decimals, false, true},
                               Profile{"boavizta", Print::four_digits, false, true},
                               Profile{"sci", Print::grams, false, true}};

const Profile* profile_of(std::string_view name) {
  const auto found = std::find_if(kProfiles.begin(), kProfiles.end(),
                                  [&](const Profile& one) { return one.name == name; });
  return found == kProfiles.end() ? nullptr : &*found;
}

/// One figure of data/profiles.csv, or of the pack of one calculator.
struct Row {
  std::string kind, name;
  double value = 0;
};

/// The figures of a catalogue's profiles, for one form.
class Figures {
 public:
  Figures(const Catalog& catalog, const EstimateForm& form) : profile_(form.profile) {
    read(catalog.text("profiles.csv"));
    if (profile_ == "boavizta") read(catalog.text("packs/agpl-3.0/profiles_boavizta.csv"));
  }

  // the figure of this kind whose name satisfies `is_it`
  template <class Is>
  [[nodiscard]] std::optional<double> find(std::string_view kind, const Is& is_it) const {
    for (const auto& row : rows_) {
      if (row.kind == kind && is_it(row.name)) return row.value;
    }
    return std::nullopt;
  }

  // the profile's default of this kind
  [[nodiscard]] std::optional<double> find(std::string_view kind) const {
    return find(kind, [](const std::string&) { return true; });
  }

 private:
  void read(std::string_view text) {
    const catalog::Table table(text);
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto row = table.row(i);
      if (row["profile"] != profile_) continue;
      rows_.push_back(
          {std::string(row["kind"]), std::string(row["name"]), row.number("value").value_or(0)});
    }
  }

  std::string profile_;
  std::vector<Row> rows_;
};

// by its own name first; then any name of the same device
std::optional<double> power_of(const Catalog& catalog, const Figures& figures,
                               const EstimateForm& form) {
  const auto same = [&](const std::string& name) {
    return catalog::loose_key(name) == catalog::loose_key(form.device_as_written);
  };
  if (const auto own = figures.find("hardware", same)) return own;
  return figures.find("hardware", [&](const std::string& name) {
    const auto* device = catalog.device(name);
    return device != nullptr && device->code == form.device;
  });
}

std::optional<double> carbon_of(const Catalog& catalog, const Figures& figures,
                                const EstimateForm& form) {
  const auto of = [&](const std::string& code) {
    return figures.find("place", [&](const std::string& name) {
      return catalog::search_key(name) == catalog::search_key(code);
    });
  };
  if (const auto own = of(form.region.empty() ? form.grid : form.region)) return own;
  const auto* region = form.region.empty() ? nullptr : catalog.place(form.region);
  const auto& grid_code = region != nullptr ? region->grid : form.grid;
  if (counts_making_hardware(form.profile)) {
    if (const auto of_grid = of(grid_code)) return of_grid;
    // they know countries, no parts of them
    if (const auto of_country = of(grid_code.substr(0, grid_code.find_first_of("-@"))))
      return of_country;
  }
  // CodeCarbon's countries are the catalogue's: both are Our World in Data's
  const auto* grid = catalog.grid(grid_code);
  const auto* fact = grid == nullptr ? nullptr : grid->find("carbon intensity");
  if (form.profile != "codecarbon" || fact == nullptr) return std::nullopt;
  return catalog::typical(fact->value.distribution) * fact->value.unit.scale /
         quantity::unit("g CO2e/kWh at facility").scale;
}

double pue_of(const Figures& figures, const EstimateForm& form) {
  const auto is_it = [&](const std::string& name) { return name == form.region; };
  const auto own = figures.find("pue", is_it);
  const auto any = figures.find("pue", [](const std::string& name) { return name.empty(); });
  return own.value_or(any.value_or(1));
}

// power of one device, with its share of the memory
std::string with_memory(const Figures& figures, const EstimateForm& form, double power_W) {
  const auto per_GB = figures.find("memory power").value_or(0);
  return base::exact(power_W + form.memory_GB * per_GB / form.count) + " W";
}

std::string detail(const catalog::Entry& device, std::string_view name) {
  for (const auto& [key, text] : device.details) {
    if (key == name) return text;
  }
  return {};
}

// a figure without its source
std::string bare_text(const catalog::Fact& fact) {
  return fmt::format("{} {}", base::exact(catalog::typical(fact.value.distribution)),
                     fact.value.unit.text);
}

// ACT's chip and its memory; nothing if it has no such node
std::string act_parts(const Catalog& catalog, const catalog::Entry& device) {
  const auto area = detail(device, "die");
  auto node = detail(device, "process");
  node.erase(std::remove(node.begin(), node.end(), ' '), node.end());
  const auto chip = "act logic " + node;
  if (area.empty() || node.empty() || inventory::PartModels(catalog).find(chip) == nullptr)
    return {};
  const auto* memory = device.find("memory");
  return fmt::format(
      "{{chip: {{model: {}, die area: {}, fab yield: 0.875, fab carbon intensity: 583 g/kWh}}{}}}",
      chip, area,
      memory == nullptr
          ? ""
          : fmt::format(", memory: {{model: act dram ddr4 10nm, capacity: {}, fab yield: 0.875}}",
                        bare_text(*memory)));
}

// the figure of this device; else the one that stands for any card
std::optional<double> embodied_of(const Figures& figures, const EstimateForm& form,
                                  const catalog::Entry& device) {
  const auto own =
      figures.find("embodied", [&](const std::string& name) { return name == form.device; });
  if (own || device.shelf != catalog::Shelf::accelerator) return own;
  return figures.find("embodied", [](const std::string& name) { return name.empty(); });
}

void add_making(const Catalog& catalog, const Figures& figures, EstimateForm& form,
                std::vector<std::string>& lacks) {
  const auto* device = catalog.device(form.device);
  base::check(device != nullptr, "a form is of a device of the catalogue");
  if (form.embodied.empty() && form.parts.empty()) {
    if (form.profile == "act") form.parts = act_parts(catalog, *device);
    if (const auto kg = embodied_of(figures, form, *device))
      form.embodied = base::exact(*kg) + " kg";
    if (form.embodied.empty() && form.parts.empty())
      lacks.push_back(fmt::format("{} has no making of `{}`: `--embodied '150 kg'`", form.profile,
                                  form.device));
  }
  const auto own = figures.find("lifetime");
  if (form.lifetime.empty() && own) form.lifetime = base::exact(*own) + " day";
  if (form.lifetime.empty())
    lacks.push_back(fmt::format("{} has no lifetime: `--lifetime '4 years'`", form.profile));
  if (const auto* peak = device->find("peak compute")) form.peak = bare_text(*peak);
}

// "60 %", "0.6"; nothing if it is no one share
std::optional<double> in_percent(std::string text) {
  constexpr double kHundred = 100;
  if (text.empty()) return kHundred / 2;  // Boavizta's default
  const bool is_percent = text.back() == '%';
  if (is_percent) text.pop_back();
  const auto value = base::parse_number(base::trim(text));
  if (!value) return std::nullopt;
  const double percent = is_percent ? *value : kHundred * *value;
  return percent >= 0 && percent <= kHundred ? std::optional(percent) : std::nullopt;
}

// Boavizta's processor at its load; with memory it is a server, whose other parts take a third more
void add_processor_power(const Catalog& catalog, EstimateForm& form,
                         std::vector<std::string>& lacks) {
  constexpr double kMemory_W_per_GB = 0.284;
  constexpr double kOtherParts = 0.33;
  const auto load = in_percent(form.load);
  if (!load) {
    lacks.push_back(
        fmt::format("boavizta takes one load up to 100 %, not `{}`: `--load '50 %'`", form.load));
    return;
  }
  auto power_W = processor_power_W(catalog, form.device_name, *load);
  if (!power_W) {
    lacks.push_back(fmt::format("boavizta has no power of `{}`: `--power '150 W'`", form.device));
    return;
  }
  if (form.memory_GB > 0)
    power_W = (*power_W + kMemory_W_per_GB * form.memory_GB / form.count) * (1 + kOtherParts);
  form.power = base::exact(*power_W) + " W";
  form.load.clear();
}

void add_power(const Catalog& catalog, const Figures& figures, EstimateForm& form,
               std::vector<std::string>& lacks) {
  if (!form.power.empty()) return;
  const auto* device = catalog.device(form.device);
  if (form.profile == "boavizta" && device != nullptr && device->shelf == catalog::Shelf::cpu)
    return add_processor_power(catalog, form, lacks);
  const auto power = power_of(catalog, figures, form);
  if (power)
    form.power = with_memory(figures, form, *power);
  else if (form.profile != "codecarbon")
    lacks.push_back(
        fmt::format("{} has no power of `{}`: `--power '300 W'`", form.profile, form.device));
}

void add_carbon(const Catalog& catalog, const Figures& figures, EstimateForm& form,
                std::vector<std::string>& lacks) {
  if (!form.carbon_intensity.empty()) return;
  const auto carbon = carbon_of(catalog, figures, form);
  if (carbon)
    form.carbon_intensity = base::exact(*carbon) + " g/kWh";
  else
    lacks.push_back(
        fmt::format("{} has no carbon intensity of `{}`: `--carbon-intensity '400 g/kWh'`",
                    form.profile, form.region.empty() ? form.grid : form.region));
}

std::string significant(double value, int digits) {
  if (value == 0) return "0";
  const int before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return fmt::format("{:.{}f}", value, std::max(0, digits - before));
}

}  // namespace

std::vector<std::string> profile_names() {
  std::vector<std::string> out;
  for (const auto& profile : kProfiles) out.emplace_back(profile.name);
  return out;
}

bool counts_making_hardware(std::string_view profile) { return profile_of(profile)->counts_making; }

std::vector<std::string> apply_profile(const Catalog& catalog, EstimateForm& form) {
  const auto* profile = profile_of(form.profile);
  base::check(profile != nullptr, "a profile is asked for by its name");
  const Figures figures(catalog, form);
  std::vector<std::string> lacks;
  add_power(catalog, figures, form, lacks);
  add_carbon(catalog, figures, form, lacks);
  if (profile->counts_making) add_making(catalog, figures, form, lacks);
  if (form.pue.empty()) form.pue = base::exact(profile->has_pue ? pue_of(figures, form) : 1);
  return lacks;
}

std::string printed_by(std::string_view profile, double climate_kg) {
  switch (profile_of(profile)->print) {
    case Print::two_decimals:
      return fmt::format("{:.2f} kg CO2e", climate_kg);
    case Print::six_decimals:
      return fmt::format("{:.6f} kg CO2e", climate_kg);
    case Print::four_digits:
      return significant(climate_kg, 4) + " kg CO2e";
    case Print::grams:
      return fmt::format("{:.1f} g CO2e", 1000 * climate_kg);
  }
  base::check(false, "every way of printing has its case");
  return {};
}

}  // namespace holon::findings
