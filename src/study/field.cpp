// SPDX-License-Identifier: Apache-2.0
#include "study/field.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace holon::study {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

constexpr std::array kPlace{
    Field{"carbon intensity", "kg CO2e/kWh at facility", 0, kNone,
          "location-based carbon of the electricity", 0, 1.6},
    Field{"carbon intensity market", "kg CO2e market/kWh at facility", 0, kNone,
          "market-based carbon, after contracts", 0, 1.6},
    Field{"pue", "kWh at facility/kWh at device", 1, 10,
          "facility electricity per device electricity", 1, 3},
    Field{"wue", "L consumed/kWh at device", 0, kNone,
          "water consumed on site per device electricity", 0, 15},
    Field{"water intensity", "L consumed/kWh at facility", 0, kNone,
          "water consumed in generating the electricity", 0, 100},
    Field{"water withdrawal intensity", "L withdrawn/kWh at facility", 0, kNone,
          "water withdrawn in generating it"},
    Field{"primary energy intensity", "MJ primary/kWh at facility", 0, kNone,
          "primary energy of the electricity", 0, 60},
    Field{"mineral intensity", "kg Sb eq/kWh at facility", 0, kNone,
          "minerals used up by the electricity", 0, 3e-6},
    Field{"grid losses", "1", 0, 0.9,
          "share of what is generated that the network loses; counted only where stated", 0, 0.3},
    Field{"electricity price", "USD/kWh at facility", 0, kNone, "price of the electricity", 0, 3},
    Field{"water scarcity weight", "m3 world eq/m3 consumed", 0, kNone,
          "water of the world's average for the same scarcity (AWARE), per water consumed", 0, 100},
    Field{"early death intensity", "death/kWh at facility", 0, kNone,
          "deaths by air pollution and accidents of the electricity", 0, 1.4e-7},
    Field{"fossil resource intensity", "MJ fossil/kWh at facility", 0, kNone,
          "fossil fuels used up by the electricity", 0, 100},
    Field{"acidification intensity", "mol H+ eq/kWh at facility", 0, kNone,
          "acidification by the electricity", 0, 0.5},
    Field{"ecotoxicity intensity", "CTUe/kWh at facility", 0, kNone,
          "harm to life in freshwater by the electricity", 0, 1000},
    Field{"cancer toxicity intensity", "CTUh cancer/kWh at facility", 0, kNone,
          "cancer by substances that the electricity sets free", 0, 1e-6},
    Field{"non-cancer toxicity intensity", "CTUh non-cancer/kWh at facility", 0, kNone,
          "other illness by substances that the electricity sets free", 0, 1e-5},
    Field{"freshwater eutrophication intensity", "kg P eq/kWh at facility", 0, kNone,
          "nutrients in freshwater by the electricity", 0, 1e-2},
    Field{"marine eutrophication intensity", "kg N eq/kWh at facility", 0, kNone,
          "nutrients in the sea by the electricity", 0, 0.05},
    Field{"terrestrial eutrophication intensity", "mol N eq/kWh at facility", 0, kNone,
          "nutrients on land by the electricity", 0, 0.5},
    Field{"ionising radiation intensity", "kBq U235 eq/kWh at facility", 0, kNone,
          "ionising radiation by the electricity", 0, 50},
    Field{"land use intensity", "pt/kWh at facility", 0, kNone,
          "loss of land's quality by the electricity", 0, 500},
    Field{"ozone depletion intensity", "kg CFC-11 eq/kWh at facility", 0, kNone,
          "loss of the ozone layer by the electricity", 0, 1e-6},
    Field{"particulate matter intensity", "disease/kWh at facility", 0, kNone,
          "illness by particles from the electricity", 0, 6e-6},
    Field{"photochemical ozone intensity", "kg NMVOC eq/kWh at facility", 0, kNone,
          "summer smog by the electricity", 0, 0.1},
};
constexpr std::array kPlaceKeys{
    Field{"grid", "", 0, 0, "code of a grid in the catalogue, such as FR or US-CA"},
    Field{"place", "", 0, 0, "code of a cloud region in the catalogue, such as gcp/us-central1"},
    Field{"facility", "", 0, 0,
          "kind of facility in the catalogue, for its PUE and WUE, such as `5A midsize air-cooled "
          "chiller`"},
    Field{"note", "", 0, 0, "free text"},
};

constexpr std::array kHardware{
    Field{"power", "W at device", 0, kNone, "power of one unit at full load"},
    Field{"idle power", "W at device", 0, kNone, "power of one unit that is on and has no work"},
    Field{"lifetime", "year", 1e-3, 100, "time from purchase to disposal", 0, 25},
    Field{"utilisation", "1", 1e-6, 1, "share of the lifetime in which it works for anybody"},
    Field{"peak", "FLOP/s", 0, kNone, "dense operations per second of one unit"},
    Field{"price", "USD", 0, kNone, "price of one unit"},
    Field{"mass", "kg", 0, kNone, "mass of one unit as it is shipped, for `transport` and e-waste"},
};
constexpr std::array kTransport{
    Field{"sea", "km", 0, kNone, "way of each unit by ship", 0, 45000},
    Field{"rail", "km", 0, kNone, "way of each unit by train", 0, 20000},
    Field{"road", "km", 0, kNone, "way of each unit by lorry", 0, 20000},
    Field{"air", "km", 0, kNone, "way of each unit by plane", 0, 25000},
};
constexpr std::array kSecondLife{
    Field{"lifetime", "year", 1e-3, 100, "how long it works for its second user", 0, 25},
};
constexpr std::array kSecondLifeKeys{
    Field{"refurbishing", "", 0, 0, "impacts of making one unit ready for it, by category"},
    Field{"user", "", 0, 0, "which of the two the study's activities are: first, if left away"},
    Field{"allocation", "", 0, 0,
          "cut-off (making is the first user's, the rest the second's; if left away) or by time"},
};
constexpr std::array kEndOfLife{
    Field{"recycling rate", "1", 0, 1, "share of what is recycled"},
    Field{"credited", "1", 0, 1, "share of the credit that counts: 0 is cut-off, 1 substitution"},
};
constexpr std::array kEndOfLifeKeys{
    Field{"credit", "", 0, 0,
          "impacts that recycling all of one unit saves elsewhere, by category"},
    Field{"allocation", "", 0, 0, "cut-off (if left away) or substitution"},
};
constexpr std::array kHardwareKeys{
    Field{"device", "", 0, 0, "code of a device or server in the catalogue, such as h100-sxm5"},
    Field{"embodied", "", 0, 0, "impacts of making one unit, by category"},
    Field{"transport", "", 0, 0,
          "the way to where it works: distances by mode, or impacts by category"},
    Field{"repair", "", 0, 0, "impacts of the repairs of one unit over its life, by category"},
    Field{"second life", "", 0, 0, "a second user of the same unit"},
    Field{"end of life", "", 0, 0,
          "impacts of disposing of one unit, by category, and its recycling"},
    Field{"allocation", "", 0, 0,
          "what an activity answers for: by use (if left away), by time, or at purchase"},
    Field{"accelerators", "", 0, 0, "part"},
    Field{"cpus", "", 0, 0, "part"},
    Field{"memory", "", 0, 0, "part"},
    Field{"storage", "", 0, 0, "part"},
    Field{"network", "", 0, 0, "part"},
    Field{"chassis", "", 0, 0, "part"},
    Field{"parts", "", 0, 0, "further parts, by names of your own"},
    Field{"note", "", 0, 0, "free text"},
};
constexpr std::array kPart{
    Field{"count", "1", 0, kNone, "how many of this part one unit has"},
    Field{"power", "W at device", 0, kNone, "power of one of them at full load"},
    Field{"idle power", "W at device", 0, kNone, "power of one of them without work"},
    Field{"peak", "FLOP/s", 0, kNone, "dense operations per second of one of them"},
    Field{"price", "USD", 0, kNone, "price of one of them"},
    Field{"die area", "mm2", 0, kNone, "chip area of one of them, for a `model`", 0, 1000},
    Field{"good die area", "mm2", 0, kNone,
          "wafer area that one good chip takes, where that is known instead, for a `model`"},
    Field{"capacity", "GB", 0, kNone, "memory or storage of one of them, for a `model`"},
    Field{"density", "GB/cm2", 1e-6, kNone, "capacity per chip area, for a `model`"},
    Field{"memory dies", "1", 1, kNone, "dies that make up the capacity, for a `model`"},
    Field{"packages", "1", 0, kNone, "packaged chips; 1 if left away, for a `model`"},
    Field{"mass", "kg", 0, kNone, "mass of one of them, for a `model`"},
    Field{"casing mass", "kg", 0, kNone, "mass of its casing, for a `model`"},
    Field{"heatsink mass", "kg", 0, kNone, "mass of its heatsink, for a `model`"},
    Field{"board area", "cm2", 0, kNone, "area of its populated circuit board, for a `model`"},
    Field{"provisioned power", "W", 0, kNone,
          "power that the building keeps ready for one unit, for a `model` of the building"},
    Field{"service", "year", 1e-3, 100, "how long one unit stands in the building, for the same"},
    Field{"fab yield", "1", 1e-6, 1, "share of good dies, for a `model`"},
    Field{"chips", "1", 1, kNone, "chips that make up the die area, for a `yield model`"},
    Field{"defect density", "1/cm2", 0, kNone, "defects per area, for a `yield model`", 0, 2},
    Field{"defect clustering", "1", 0.1, kNone,
          "how evenly defects lie, for a `yield model: negative binomial`"},
    Field{"fab carbon intensity", "kg CO2e/kWh", 0, kNone,
          "carbon of the electricity that makes the chips, for a `model`"},
};
constexpr std::array kPartKeys{
    Field{"model", "", 0, 0,
          "published model of making it, such as `act logic 7nm`; a list draws one of them"},
    Field{
        "yield model", "", 0, 0,
        "poisson, murphy, seeds or negative binomial, in place of a `fab yield`; a list draws one "
        "of them"},
    Field{"device", "", 0, 0, "code of a device in the catalogue"},
    Field{"embodied", "", 0, 0, "impacts of making one of them, by category"},
    Field{"note", "", 0, 0, "free text"},
};

constexpr std::array kActivity{
    Field{"energy", "kWh at device", 0, kNone,
          "electricity used, at the device unless written `at facility`"},
    Field{"power", "W at device", 0, kNone, "electricity used all the time from `from` to `to`"},
    Field{"compute", "FLOP", 0, kNone, "operations done"},
    Field{"efficiency", "FLOP/kWh at device", 0, kNone, "operations per electricity"},
    Field{"flop utilisation", "1", 1e-6, 1, "share of the hardware's peak that is reached", 0.01,
          0.8},
    Field{"times", "1", 0, kNone, "how often the whole activity is done"},
    Field{"cost", "USD", 0, kNone, "further cost of the activity"},
};
constexpr std::array kActivityKeys{
    Field{"at", "", 0, 0, "name of the place"},
    Field{"measured", "", 0, 0, "runs of a ledger whose energy this activity is"},
    Field{"serves", "", 0, 0,
          "what it delivers: an amount (230768 request) or a rate (558 request/hour)"},
    Field{"hardware", "", 0, 0, "hardware it keeps busy"},
    Field{"storage", "", 0, 0, "data it keeps"},
    Field{"network", "", 0, 0, "data it moves"},
    Field{"direct", "", 0, 0, "further impacts by category; an equation may state them per time"},
    Field{"from", "", 0, 0, "first day"},
    Field{"to", "", 0, 0, "last day"},
    Field{"note", "", 0, 0, "free text"},
};

constexpr std::array kMeasuredKeys{
    Field{"tag", "", 0, 0, "runs with this tag; of several tags, with all of them"},
    Field{"project", "", 0, 0, "runs of this project"},
    Field{"phase", "", 0, 0, "runs of this phase"},
    Field{"name", "", 0, 0, "runs of this name"},
    Field{"since", "", 0, 0, "runs that started then or later"},
    Field{"until", "", 0, 0, "runs that started before"},
    Field{"ledger", "", 0, 0,
          "a ledger, runs that holon exported, or a log of another tool; your own ledger if left "
          "away"},
    Field{"note", "", 0, 0, "free text"},
};

constexpr std::array kHardwareUse{
    Field{"count", "1", 0, kNone, "how many units"},
    Field{"for", "hour", 0, kNone, "how long each is kept busy"},
    Field{"load", "1", 0, 1, "share of the way from idle power to full power"},
    Field{"idle for", "hour", 0, kNone, "how long each is on without work"},
    Field{"spare", "1", 0, kNone, "units kept on beside them without work, as a share of them", 0,
          10},
};
constexpr std::array kHardwareUseKeys{Field{"use", "", 0, 0, "name of the hardware"}};

constexpr std::array kStorage{
    Field{"amount", "TB", 0, kNone, "data kept"},
    Field{"for", "year", 0, kNone, "how long"},
    Field{"power", "W at device/TB", 0, kNone, "power per data kept"},
};
constexpr std::array kStorageKeys{
    Field{"medium", "", 0, 0, "ssd or hdd: takes the power from the catalogue"}};

constexpr std::array kNetwork{
    Field{"amount", "GB", 0, kNone, "data moved"},
    Field{"energy", "kWh/GB", 0, kNone, "electricity per data moved"},
};

constexpr std::array kCapKeys{
    Field{"limits", "", 0, 0, "an activity or a phase"},
    Field{"category", "", 0, 0, "the category that stays below the cap"},
    Field{"to", "", 0, 0, "the cap, per time"},
};
constexpr std::array kBudgetKeys{
    Field{"over", "", 0, 0, "whole life"},
    Field{"certainty", "", 0, 0, "probability with which the budget must hold; 50 % if left away"},
    Field{"as of", "", 0, 0, "a day of the study: what was before is spent"},
};
constexpr std::array kTimeKeys{
    Field{"from", "", 0, 0, "first day"},
    Field{"to", "", 0, 0, "the day after the last"},
    Field{"step", "", 0, 0,
          "length of a step, such as 1 month; the span is cut into a whole number of them"},
    Field{"method", "", 0, 0, "euler (the default), rk2, rk4, rk45 or rosenbrock"},
    Field{"tolerance", "", 0, 0,
          "of rk45 and rosenbrock: error of a step, relative to a stock's size; 1e-6"},
};
constexpr std::array kStudyKeys{
    Field{"holon", "", 0, 0, "version of the study language: 1"},
    Field{"title", "", 0, 0, "one line"},
    Field{"note", "", 0, 0, "free text"},
    Field{"functional unit", "", 0, 0, "what the per-unit figures are per, such as 1 request"},
    Field{"units", "", 0, 0, "further things to count"},
    Field{"time", "", 0, 0, "horizon and step; needed with stocks and open-ended rates"},
    Field{"boundary", "", 0, 0, "what is in and what is out"},
    Field{"categories", "", 0, 0, "further categories to tell, such as [early deaths]"},
    Field{"places", "", 0, 0, "where things run"},
    Field{"hardware", "", 0, 0, "what they run on"},
    Field{"life cycle", "", 0, 0, "phases and their activities"},
    Field{"dimensions", "", 0, 0, "lists of elements, along which arrays extend"},
    Field{"feedback", "", 0, 0, "variables, equations and stocks, and ready parts by `include`"},
    Field{"scenarios", "", 0, 0, "named sets of changes"},
    Field{"cap", "", 0, 0, "a limit that acts"},
    Field{"budget", "", 0, 0, "a limit that judges"},
};
constexpr std::array kDimensionKeys{
    Field{"of", "", 0, 0, "the dimension it is a part of"},
    Field{"are", "", 0, 0, "its elements, some of the whole's"},
};
constexpr std::array kFeedbackKeys{
    Field{"stock", "", 0, 0, "starting value of a stock"},
    Field{"change", "", 0, 0, "equation of its change per time"},
    Field{"lookup", "", 0, 0, "equation of a table's argument"},
    Field{"points", "", 0, 0, "the table: [[x, y], …], x rising"},
    Field{"note", "", 0, 0, "free text"},
};

bool same_name(std::string_view a, std::string_view b) {
  return base::name_key(a) == base::name_key(b);
}

}  // namespace

std::string_view name(BlockKind kind) {
  switch (kind) {
    case BlockKind::study:
      return "a study";
    case BlockKind::time:
      return "`time`";
    case BlockKind::place:
      return "a place";
    case BlockKind::hardware:
      return "hardware";
    case BlockKind::transport:
      return "`transport`";
    case BlockKind::second_life:
      return "`second life`";
    case BlockKind::end_of_life:
      return "`end of life`";
    case BlockKind::part:
      return "a part of hardware";
    case BlockKind::activity:
      return "an activity";
    case BlockKind::hardware_use:
      return "an activity's hardware";
    case BlockKind::storage:
      return "storage";
    case BlockKind::network:
      return "network";
    case BlockKind::cap:
      return "a cap";
    case BlockKind::budget:
      return "a budget";
    case BlockKind::dimension:
      return "a part of a dimension";
    case BlockKind::feedback:
      return "a feedback variable";
    case BlockKind::measured:
      return "measured runs";
  }
  return "";
}

std::span<const Field> fields(BlockKind kind) {
  switch (kind) {
    case BlockKind::place:
      return kPlace;
    case BlockKind::hardware:
      return kHardware;
    case BlockKind::transport:
      return kTransport;
    case BlockKind::second_life:
      return kSecondLife;
    case BlockKind::end_of_life:
      return kEndOfLife;
    case BlockKind::part:
      return kPart;
    case BlockKind::activity:
      return kActivity;
    case BlockKind::hardware_use:
      return kHardwareUse;
    case BlockKind::storage:
      return kStorage;
    case BlockKind::network:
      return kNetwork;
    default:
      return {};
  }
}

std::span<const Field> other_keys(BlockKind kind) {
  switch (kind) {
    case BlockKind::study:
      return kStudyKeys;
    case BlockKind::time:
      return kTimeKeys;
    case BlockKind::place:
      return kPlaceKeys;
    case BlockKind::hardware:
      return kHardwareKeys;
    case BlockKind::second_life:
      return kSecondLifeKeys;
    case BlockKind::end_of_life:
      return kEndOfLifeKeys;
    case BlockKind::part:
      return kPartKeys;
    case BlockKind::activity:
      return kActivityKeys;
    case BlockKind::hardware_use:
      return kHardwareUseKeys;
    case BlockKind::storage:
      return kStorageKeys;
    case BlockKind::cap:
      return kCapKeys;
    case BlockKind::budget:
      return kBudgetKeys;
    case BlockKind::dimension:
      return kDimensionKeys;
    case BlockKind::feedback:
      return kFeedbackKeys;
    case BlockKind::measured:
      return kMeasuredKeys;
    default:
      return {};
  }
}

const Field* find_field(BlockKind kind, std::string_view sought) {
  const auto rows = fields(kind);
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const Field& f) { return same_name(f.name, sought); });
  return found == rows.end() ? nullptr : &*found;
}

Field not_negative(std::string_view name) { return {name, "1", 0, kNone, ""}; }

std::optional<Field> field_at(std::string_view path) {
  const auto parts = base::split(path, '.');
  if (parts.size() < 3) return std::nullopt;
  const auto name = path.substr(path.rfind('.') + 1);
  const auto& block = parts[parts.size() - 2];
  std::vector<BlockKind> kinds;
  if (parts[0] == "places") kinds = {BlockKind::place};
  if (parts[0] == "hardware") kinds = {parts.size() == 3 ? BlockKind::hardware : BlockKind::part};
  if (parts[0] == "hardware" && block == "transport") kinds = {BlockKind::transport};
  if (parts[0] == "hardware" && block == "second life") kinds = {BlockKind::second_life};
  if (parts[0] == "hardware" && block == "end of life") kinds = {BlockKind::end_of_life};
  if (parts[0] == "life cycle") {
    if (block == "hardware") kinds.push_back(BlockKind::hardware_use);
    if (block == "storage") kinds.push_back(BlockKind::storage);
    if (block == "network") kinds.push_back(BlockKind::network);
    kinds.push_back(BlockKind::activity);
    if (name == "serves" || name.starts_with("energy per ")) return not_negative(name);
  }
  for (const auto kind : kinds) {
    if (const auto* field = find_field(kind, name)) return *field;
  }
  return block == "embodied" ? std::optional(not_negative(name)) : std::nullopt;
}

std::vector<std::string> key_names(BlockKind kind) {
  std::vector<std::string> out;
  for (const auto& row : fields(kind)) out.emplace_back(row.name);
  for (const auto& row : other_keys(kind)) out.emplace_back(row.name);
  return out;
}

}  // namespace holon::study
