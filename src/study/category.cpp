// SPDX-License-Identifier: Apache-2.0
#include "study/category.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace holon::study {
namespace {

constexpr std::array kCategories{
    Category{"climate", "kg CO2e", "carbon intensity", "carbon intensity", "embodied climate",
             true},
    Category{"energy", "kWh at facility", "", "", "", true},
    Category{"water", "L consumed", "water intensity", "water consumption", "", true},
    Category{"climate market", "kg CO2e market", "carbon intensity market", "", "", false},
    Category{"water withdrawn", "L withdrawn", "water withdrawal intensity", "water withdrawal", "",
             false},
    Category{"primary energy", "MJ primary", "primary energy intensity", "primary energy",
             "embodied primary energy", false},
    Category{"minerals", "kg Sb eq", "mineral intensity", "minerals", "embodied minerals", false},
    Category{"e-waste", "kg e-waste", "", "", "embodied e-waste", false},
    Category{"cost", "USD", "electricity price", "", "price", false},
    // the further categories of the Environmental Footprint 3.1
    Category{"fossil resources", "MJ fossil", "fossil resource intensity", "fossil resources", "",
             false},
    Category{"acidification", "mol H+ eq", "acidification intensity", "acidification", "", false},
    Category{"ecotoxicity", "CTUe", "ecotoxicity intensity", "ecotoxicity", "", false},
    Category{"human toxicity cancer", "CTUh cancer", "cancer toxicity intensity",
             "human toxicity cancer", "", false},
    Category{"human toxicity non-cancer", "CTUh non-cancer", "non-cancer toxicity intensity",
             "human toxicity non-cancer", "", false},
    Category{"eutrophication freshwater", "kg P eq", "freshwater eutrophication intensity",
             "eutrophication freshwater", "", false},
    Category{"eutrophication marine", "kg N eq", "marine eutrophication intensity",
             "eutrophication marine", "", false},
    Category{"eutrophication terrestrial", "mol N eq", "terrestrial eutrophication intensity",
             "eutrophication terrestrial", "", false},
    Category{"ionising radiation", "kBq U235 eq", "ionising radiation intensity",
             "ionising radiation", "", false},
    Category{"land use", "pt", "land use intensity", "land use", "", false},
    Category{"ozone depletion", "kg CFC-11 eq", "ozone depletion intensity", "ozone depletion", "",
             false},
    Category{"particulate matter", "disease", "particulate matter intensity", "particulate matter",
             "", false},
    Category{"photochemical ozone", "kg NMVOC eq", "photochemical ozone intensity",
             "photochemical ozone", "", false},
    // water × its weight at the place: study/life_cycle_energy.cpp
    Category{"water scarcity", "m3 world eq", "", "", "", false},
    Category{"early deaths", "death", "early death intensity", "early deaths", "", false},
};

}  // namespace

std::span<const Category> categories() { return kCategories; }

int find_category(std::string_view name) {
  const auto key = base::name_key(name);
  for (std::size_t i = 0; i < kCategories.size(); ++i) {
    if (base::name_key(kCategories[i].name) == key) return static_cast<int>(i);
  }
  return -1;
}

const quantity::Unit& unit_of(std::size_t category) {
  static const std::vector<quantity::Unit> units = [] {
    std::vector<quantity::Unit> out;
    for (const auto& row : kCategories) out.push_back(quantity::unit(row.unit));
    return out;
  }();
  return units[category];
}

}  // namespace holon::study
