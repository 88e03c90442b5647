// SPDX-License-Identifier: Apache-2.0
//
// The rest of a device's life: freight, repair, a second user, the end. See
// docs/methods/hardware.md for the equations.
#include "study/inventory.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "study/field.h"

namespace holon::study {
namespace {

using model::Expr;
using quantity::Dimension;

/// A factor of the catalogue's defaults, and the category it is counted in.
struct Factor {
  std::string_view category;
  std::string_view default_name;  ///< without the mode
};
constexpr std::array kFreight{Factor{"climate", "freight by {}"},
                              Factor{"primary energy", "freight primary energy by {}"}};

std::size_t index_of(std::string_view category) {
  return static_cast<std::size_t>(find_category(category));
}

void add(std::map<std::size_t, Expr>& sums, std::size_t category, const Expr& value) {
  auto& sum = sums[category];
  sum = sum ? sum + value : value;
}

// kilograms of a thing as kilograms of its waste
Expr as_waste(const Expr& mass) {
  return mass * model::number(1, quantity::unit("kg e-waste/kg").dimension);
}

void scale(std::map<std::size_t, Expr>& impacts, const Expr& share) {
  for (auto& [category, value] : impacts) value = value * share;
}

}  // namespace

// mass × distance × factor of each mode
void Inventory::add_transport(const Hardware& hardware, const std::string& path, DeviceModel& out) {
  for (const auto& [category, statement] : hardware.transport_impacts)
    out.transport[index_of(category)] = model::variable(draft_.add(statement));
  if (!out.figures.contains("mass")) return;
  for (const auto& [mode, distance] : hardware.transport) {
    const auto haul = out.figures.at("mass") * model::variable(draft_.add(distance));
    for (const auto& [category, name] : kFreight) {
      // what is stated of the whole way stays
      if (hardware.transport_impacts.contains(std::string(category))) continue;
      const auto default_name = fmt::format(fmt::runtime(name), mode);
      // primary energy is known only with a pack of another licence
      if (catalog_.default_value(default_name) == nullptr) continue;
      const auto factor =
          default_value(fmt::format("{}.transport.{} by {}", path, category, mode), default_name);
      add(out.transport, index_of(category), haul * model::variable(factor));
    }
  }
}

// what disposing of it takes, less what recycling it saves where that is credited
void Inventory::add_end(const Hardware& hardware, const std::string& path, DeviceModel& out) {
  const auto end = path + ".end of life";
  for (const auto& [category, statement] : hardware.end_of_life)
    out.end_of_life[index_of(category)] = model::variable(draft_.add(statement));
  const auto waste = index_of("e-waste");
  if (out.figures.contains("mass") && !out.end_of_life.contains(waste) &&
      !out.embodied.contains(waste))
    out.end_of_life[waste] = as_waste(out.figures.at("mass"));
  if (hardware.recycling.empty() && hardware.credit.empty()) return;

  const auto share_of = [&](const std::string& field, double otherwise) {
    const auto stated = hardware.recycling.find(field);
    if (stated != hardware.recycling.end()) return draft_.add(stated->second);
    return draft_.add(fmt::format("{}.{}", end, field), model::number(otherwise), quantity::Unit{});
  };
  const auto recycled = model::variable(share_of("recycling rate", 0));
  const auto credited =
      model::variable(share_of("credited", hardware.credits_recycling ? 1.0 : 0.0));
  for (const auto& [category, statement] : hardware.credit) {
    const auto saved = credited * recycled * model::variable(draft_.add(statement));
    add(out.end_of_life, index_of(category), model::number(-1) * saved);
  }
}

// who bears making and disposal where a device has two users
void Inventory::share_lives(const Hardware& hardware, const std::string& path, DeviceModel& out) {
  if (!hardware.second_life) return;
  const auto& life = *hardware.second_life;
  const auto second = path + ".second life";
  const auto first_years = out.figures.at("lifetime");
  const auto second_years = model::variable(draft_.add(life.fields.at("lifetime")));
  std::map<std::size_t, Expr> refurbishing;
  for (const auto& [category, statement] : life.refurbishing)
    refurbishing[index_of(category)] = model::variable(draft_.add(statement));

  const auto own_years = life.is_second_user ? second_years : first_years;
  // 1 by time, 0 for cut-off: a scenario may choose
  const auto by_time = model::variable(
      draft_.add(second + ".shared", model::number(life.shared_by_time ? 1 : 0), quantity::Unit{}));
  const auto fraction = own_years / (first_years + second_years);
  // of making and freight by cut-off all is the first user's, of the rest all the second's
  const auto share = [&](bool is_whole_at_cut_off) {
    const auto cut_off = model::number(is_whole_at_cut_off ? 1 : 0);
    return by_time * fraction + (model::number(1) - by_time) * cut_off;
  };
  scale(out.embodied, share(!life.is_second_user));
  scale(out.transport, share(!life.is_second_user));
  scale(out.end_of_life, share(life.is_second_user));
  scale(refurbishing, share(life.is_second_user));
  for (const auto& [category, value] : refurbishing) add(out.repair, category, value);
  out.figures["lifetime"] = own_years;
}

void Inventory::add_life(const Hardware& hardware, const std::string& path, DeviceModel& out) {
  out.allocation = hardware.allocation;
  add_transport(hardware, path, out);
  for (const auto& [category, statement] : hardware.repair)
    add(out.repair, index_of(category), model::variable(draft_.add(statement)));
  add_end(hardware, path, out);
  share_lives(hardware, path, out);
}

}  // namespace holon::study
