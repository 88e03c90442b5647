// SPDX-License-Identifier: Apache-2.0
#include "study/inventory.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/text.h"
#include "study/field.h"

namespace holon::study {
namespace {

using base::Code;
using model::Expr;
using model::VariableId;
using quantity::Evidence;

/// A field of a place and the catalogue's name for it.
struct PlaceFact {
  std::string_view field;
  std::string_view fact;
  std::string_view asked_by = "";  ///< a category without which nobody needs it; empty: always
};
constexpr std::array kPlaceFacts{
    PlaceFact{"carbon intensity", "carbon intensity"},
    PlaceFact{"water intensity", "water consumption"},
    PlaceFact{"water withdrawal intensity", "water withdrawal"},
    PlaceFact{"pue", "pue"},
    PlaceFact{"wue", "wue"},
    PlaceFact{"early death intensity", "early deaths", "early deaths"},
    PlaceFact{"water scarcity weight", "water scarcity weight", "water scarcity"}};

/// A field of hardware and the catalogue's name for it.
constexpr std::array kDeviceFacts{PlaceFact{"power", "power"}, PlaceFact{"peak", "peak compute"},
                                  PlaceFact{"price", "price"}};

// a card alone is renewed sooner than the server around it
std::string_view lifetime_of(const catalog::Entry* device) {
  const bool is_card = device != nullptr && device->shelf == catalog::Shelf::accelerator;
  return is_card ? "accelerator lifetime" : "server lifetime";
}

bool is_asked(const Study& study, std::string_view category) {
  const auto& asked = study.categories;
  return category.empty() ||
         std::find(asked.begin(), asked.end(), static_cast<std::size_t>(find_category(category))) !=
             asked.end();
}

// whether the making of hardware is inside the boundary
bool counts_hardware(const Study& study) {
  const auto& out = study.boundary.out;
  return std::none_of(out.begin(), out.end(), [](const Reference& word) {
    const auto key = base::name_key(word.text);
    return key == "hardware" || key == "hardware manufacture";
  });
}

void add_to(std::map<std::string, Expr>& figures, const std::string& key, const Expr& value) {
  auto& sum = figures[key];
  sum = sum ? sum + value : value;
}

}  // namespace

const catalog::Entry* Inventory::entry(const catalog::Entry* found, const Reference& code,
                                       catalog::Shelf shelf, std::string_view what) {
  if (found != nullptr) return found;
  std::vector<std::string> help;
  const auto hits = catalog_.search({code.text}).size();
  const auto near = base::nearest(code.text, catalog_.codes(shelf));
  if (near && hits == 0) help.push_back(fmt::format("did you mean `{}`?", *near));
  help.push_back(hits > 0 ? fmt::format("`holon catalog search {}` lists {} that {} it", code.text,
                                        hits == 1 ? "one entry" : fmt::format("{} entries", hits),
                                        hits == 1 ? "has" : "have")
                          : "`holon catalog search WORDS` finds codes by name, place or maker");
  diagnostics_.push_back({Code::not_in_catalogue,
                          fmt::format("the catalogue has no {} `{}`", what, code.text),
                          code.span,
                          "",
                          {},
                          std::move(help)});
  return nullptr;
}

VariableId Inventory::assume(const std::string& path, const catalog::Fact& fact,
                             std::optional<Evidence> evidence) {
  auto value = fact.value;
  if (evidence) value.pedigree.evidence = *evidence;
  const auto spread = catalog::spread_text(value);
  assumptions_.push_back(
      {path, catalog::value_text(value) + (spread.empty() || spread == "exact" ? "" : " " + spread),
       value.pedigree.evidence, value.pedigree.source, fact.note});
  return draft_.add(path, value);
}

VariableId Inventory::default_value(const std::string& path, std::string_view name) {
  if (const auto known = draft_.find(path)) return *known;
  const auto* found = catalog_.default_value(name);
  base::check(found != nullptr && !found->facts.empty(),
              "a default asked for in the source is in the catalogue");
  return assume(path, found->facts.front(), Evidence::assumed);
}

void Inventory::declare() {
  for (const auto& place : study_.places) declare_place(place);
  for (const auto& hardware : study_.hardware) declare_hardware(hardware);
  for (const auto& place : study_.places) add_further_impacts(place);
}

// what electricity brings with it in the categories that the study asks for or its hardware has
void Inventory::add_further_impacts(const Place& place) {
  auto& factors = places_[base::name_key(place.name)];
  const auto* grid = grid_of(place);
  const bool is_made = counts_hardware(study_);
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const auto& category = categories()[i];
    const std::string field(category.place_field);
    if (grid == nullptr || field.empty() || factors.contains(field)) continue;
    const bool is_told =
        is_made && std::any_of(hardware_.begin(), hardware_.end(),
                               [&](const auto& one) { return one.second.embodied.contains(i); });
    const auto* fact =
        is_told || is_asked(study_, category.name) ? grid->find(category.catalogue_fact) : nullptr;
    if (fact != nullptr)
      factors[field] = assume(fmt::format("places.{}.{}", place.name, field), *fact);
  }
}

const catalog::Entry* Inventory::grid_of(const Place& place) const {
  if (place.grid) return catalog_.grid(place.grid->text);
  const auto* region = place.region ? catalog_.place(place.region->text) : nullptr;
  return region == nullptr || region->grid.empty() ? nullptr : catalog_.grid(region->grid);
}

void Inventory::declare_place(const Place& place) {
  Factors factors;
  for (const auto& [field, statement] : place.fields) factors[field] = draft_.add(statement);
  const auto* region = place.region ? entry(catalog_.place(place.region->text), *place.region,
                                            catalog::Shelf::place, "cloud region")
                                    : nullptr;
  const auto* grid = grid_of(place);
  if (place.grid) static_cast<void>(entry(grid, *place.grid, catalog::Shelf::grid, "grid"));

  const auto* facility = place.facility
                             ? entry(catalog_.facility(place.facility->text), *place.facility,
                                     catalog::Shelf::facility, "facility")
                             : nullptr;

  const auto block = "places." + place.name;
  for (const auto& [field, fact_name, asked_by] : kPlaceFacts) {
    if (factors.contains(std::string(field)) || !is_asked(study_, asked_by)) continue;
    const auto* fact = facility != nullptr ? facility->find(fact_name) : nullptr;
    if (fact == nullptr && region != nullptr) fact = region->find(fact_name);
    if (fact == nullptr && grid != nullptr) fact = grid->find(fact_name);
    if (fact != nullptr)
      factors[std::string(field)] = assume(fmt::format("{}.{}", block, field), *fact);
  }
  // where one place counts losses, a scenario may move an activity there and back
  const bool losses_count =
      std::any_of(study_.places.begin(), study_.places.end(),
                  [](const Place& one) { return one.fields.contains("grid losses"); });
  if (losses_count && !factors.contains("grid losses"))
    factors["grid losses"] = draft_.add(block + ".grid losses", model::number(0), quantity::Unit{});
  if (!factors.contains("pue")) factors["pue"] = default_value(block + ".pue", "pue");
  places_[base::name_key(place.name)] = std::move(factors);
}

const catalog::Entry* Inventory::device_of(const std::optional<Reference>& code) {
  if (!code) return nullptr;
  return entry(catalog_.device(code->text), *code, catalog::Shelf::accelerator, "device");
}

std::map<std::size_t, Expr> Inventory::embodied_of(const Statements& stated,
                                                   const catalog::Entry* device,
                                                   const std::string& path) {
  std::map<std::size_t, Expr> out;
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const auto& category = categories()[i];
    const auto own = stated.find(std::string(category.name));
    if (own != stated.end()) {
      out[i] = model::variable(draft_.add(own->second));
    } else if (device != nullptr && category.embodied_fact.starts_with("embodied")) {
      const auto* fact = device->find(category.embodied_fact);
      if (fact != nullptr &&
          quantity::compatible(fact->value.unit.dimension, unit_of(i).dimension)) {
        out[i] = model::variable(assume(fmt::format("{}.embodied.{}", path, category.name), *fact));
      }
    }
  }
  return out;
}

void Inventory::add_part(const Part& part, const std::string& path, DeviceModel& out) {
  const auto* device = device_of(part.device);
  const auto* modelled_device = part.models.empty() ? device : nullptr;
  const auto count_statement = part.fields.find("count");
  const auto count = count_statement == part.fields.end()
                         ? model::number(1)
                         : model::variable(draft_.add(count_statement->second));
  auto embodied = embodied_of(part.embodied, modelled_device, path);
  add_modelled(part, path, embodied);
  for (const auto& [category, value] : embodied) {
    auto& sum = out.embodied[category];
    sum = sum ? sum + count * value : count * value;
  }
  if (!embodied.contains(0)) out.parts_without_embodied.push_back(part.name);
  ++out.parts;
  for (const auto& [category, value] : embodied) ++out.known[category];
  for (const auto& field : fields(BlockKind::part)) {
    const std::string key(field.name);
    if (key == "count" || is_make_up(key)) continue;
    const auto stated = part.fields.find(key);
    if (stated != part.fields.end()) {
      add_to(out.figures, key, count * model::variable(draft_.add(stated->second)));
      continue;
    }
    for (const auto& [name, fact_name, asked_by] : kDeviceFacts) {
      const auto* fact = device != nullptr && name == key ? device->find(fact_name) : nullptr;
      if (fact != nullptr)
        add_to(out.figures, key,
               count * model::variable(assume(fmt::format("{}.{}", path, key), *fact)));
    }
  }
}

void Inventory::declare_hardware(const Hardware& hardware) {
  DeviceModel out;
  const auto path = "hardware." + hardware.name;
  const auto* device = device_of(hardware.device);
  out.embodied = embodied_of(hardware.embodied, device, path);
  // what is told of the unit itself is one part of it
  if (!out.embodied.empty() || hardware.parts.empty()) out.parts = 1;
  for (const auto& [category, value] : out.embodied) out.known[category] = 1;
  for (const auto& part : hardware.parts) {
    const bool custom = std::string_view("accelerators cpus memory storage network chassis")
                            .find(base::name_key(part.name)) == std::string_view::npos;
    add_part(part, fmt::format("{}{}.{}", path, custom ? ".parts" : "", part.name), out);
  }
  for (const auto& [name, fact_name, asked_by] : kDeviceFacts) {
    const std::string key(name);
    const auto* fact =
        device != nullptr && !hardware.fields.contains(key) ? device->find(fact_name) : nullptr;
    if (fact != nullptr)
      add_to(out.figures, key, model::variable(assume(fmt::format("{}.{}", path, key), *fact)));
  }
  // what is stated of the whole unit replaces what its parts add up to
  for (const auto& [key, statement] : hardware.fields)
    out.figures[key] = model::variable(draft_.add(statement));
  if (!out.figures.contains("lifetime"))
    out.figures["lifetime"] =
        model::variable(default_value(path + ".lifetime", lifetime_of(device)));
  if (!out.figures.contains("utilisation"))
    out.figures["utilisation"] =
        model::variable(default_value(path + ".utilisation", "hardware utilisation"));
  add_life(hardware, path, out);
  hardware_[base::name_key(hardware.name)] = std::move(out);
}

const Factors* Inventory::place(const std::string& name) const {
  const auto found = places_.find(base::name_key(name));
  return found == places_.end() ? nullptr : &found->second;
}

const DeviceModel* Inventory::hardware(const std::string& name) const {
  const auto found = hardware_.find(base::name_key(name));
  return found == hardware_.end() ? nullptr : &found->second;
}

std::vector<std::string> Inventory::place_names() const {
  std::vector<std::string> out;
  for (const auto& place : study_.places) out.push_back(place.name);
  return out;
}

std::vector<std::string> Inventory::hardware_names() const {
  std::vector<std::string> out;
  for (const auto& hardware : study_.hardware) out.push_back(hardware.name);
  return out;
}

}  // namespace holon::study
