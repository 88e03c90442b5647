// SPDX-License-Identifier: Apache-2.0
#include "catalog/part_driver.h"

#include <algorithm>
#include <array>

namespace holon::catalog {
namespace {

// those of DRIVERS in tools/catalogue/check.py
constexpr std::array kDrivers{
    PartDriver{"unit", "", ""},
    PartDriver{"packages", "", ""},
    PartDriver{"die area", "die area", "cm2 mm2"},
    PartDriver{"good die area", "die area|good die area", "mm2 cm2"},
    PartDriver{"yielded die area", "die area", "cm2"},
    PartDriver{"fab energy", "die area", "cm2"},
    PartDriver{"capacity", "capacity", "GB"},
    PartDriver{"yielded capacity", "capacity", "GB"},
    PartDriver{"wafer area", "capacity;density", "cm2 mm2"},
    PartDriver{"memory die area", "capacity;memory dies", "mm2"},
    PartDriver{"mass", "mass", "kg"},
    PartDriver{"disposed mass", "mass", "kg"},
    PartDriver{"freight by boat", "mass", "kg/km"},
    PartDriver{"freight by truck", "mass", "kg/km"},
    PartDriver{"casing mass", "casing mass", "kg"},
    PartDriver{"heatsink mass", "heatsink mass", "kg"},
    PartDriver{"board area", "board area", "cm2"},
    PartDriver{"provisioned power time", "provisioned power;service", "W/year"},
};

constexpr std::array kCategories{
    PartCategory{"climate", "kg CO2e"},
    PartCategory{"minerals", "kg Sb eq"},
    PartCategory{"primary energy", "MJ primary"},
    PartCategory{"e-waste", "kg e-waste"},
    PartCategory{"fossil resources", "MJ fossil"},
    PartCategory{"acidification", "mol H+ eq"},
    PartCategory{"ecotoxicity", "CTUe"},
    PartCategory{"human toxicity cancer", "CTUh cancer"},
    PartCategory{"human toxicity non-cancer", "CTUh non-cancer"},
    PartCategory{"eutrophication freshwater", "kg P eq"},
    PartCategory{"eutrophication marine", "kg N eq"},
    PartCategory{"eutrophication terrestrial", "mol N eq"},
    PartCategory{"ionising radiation", "kBq U235 eq"},
    PartCategory{"land use", "pt"},
    PartCategory{"ozone depletion", "kg CFC-11 eq"},
    PartCategory{"particulate matter", "disease"},
    PartCategory{"photochemical ozone", "kg NMVOC eq"},
};

}  // namespace

std::span<const PartDriver> part_drivers() { return kDrivers; }

const PartDriver* part_driver(std::string_view name) {
  const auto found = std::find_if(kDrivers.begin(), kDrivers.end(),
                                  [&](const PartDriver& one) { return one.name == name; });
  return found == kDrivers.end() ? nullptr : &*found;
}

std::span<const PartCategory> part_categories() { return kCategories; }

const PartCategory* part_category(std::string_view name) {
  const auto found = std::find_if(kCategories.begin(), kCategories.end(),
                                  [&](const PartCategory& one) { return one.name == name; });
  return found == kCategories.end() ? nullptr : &*found;
}

}  // namespace holon::catalog
