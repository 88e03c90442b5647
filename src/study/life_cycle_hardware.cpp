// SPDX-License-Identifier: Apache-2.0
//
// The share of a device's whole life that an activity answers for.
#include "study/life_cycle.h"

#include <fmt/format.h>

#include "base/text.h"

namespace holon::study {

using model::Expr;

namespace {

constexpr std::size_t kClimate = 0;

Expr joined(const Expr& sum, const Expr& more) { return sum ? sum + more : more; }

}  // namespace

// device time of the units that are kept beside those at work
std::optional<Expr> LifeCycle::spare_time(const Work& work, const Amount& device_time) const {
  const auto spare = work.use.find("spare");
  if (spare == work.use.end()) return std::nullopt;
  return model::variable(spare->second) * device_time.value;
}

// in units of whole devices
LifeCycle::Amount LifeCycle::hardware_share(const Work& work, const DeviceModel& device,
                                            const Amount& device_time) const {
  const auto spare = work.use.find("spare");
  const auto and_spare =
      spare == work.use.end() ? Expr() : model::number(1) + model::variable(spare->second);
  auto out = device_time;
  out.source = "hardware";
  if (device.allocation == Allocation::at_purchase) {
    out.value =
        work.use.contains("count") ? model::variable(work.use.at("count")) : model::number(1);
    out.is_rate = false;
    out.at_once = true;
  } else {
    out.value = out.value / device.figures.at("lifetime");
    if (device.allocation == Allocation::by_use)
      out.value = out.value / device.figures.at("utilisation");
  }
  if (and_spare) out.value = out.value * and_spare;
  return out;
}

void LifeCycle::add_life(Work& work, const DeviceModel& device, const Amount& share) {
  struct Stage {
    const char* source;
    const std::map<std::size_t, Expr>& impacts;
  };
  for (const auto& [source, impacts] :
       {Stage{"transport", device.transport}, Stage{"repair", device.repair},
        Stage{"disposal", device.end_of_life}}) {
    for (const auto& [category, impact] : impacts) {
      auto amount = share;
      amount.value = impact * share.value;
      add_flow(work, source, category, amount);
    }
  }
  // only a pack of another licence knows the primary energy of freight
  const auto primary = static_cast<std::size_t>(find_category("primary energy"));
  if (device.transport.contains(kClimate) && !device.transport.contains(primary))
    add_missing(work, primary, "transport",
                fmt::format("primary energy of freight of {}", work.activity->hardware->use.text));
}

void LifeCycle::add_hardware(Work& work, const Amount& device_time) {
  const auto* model = device(work);
  const auto& use = work.activity->hardware->use.text;
  const auto share = hardware_share(work, *model, device_time);
  for (std::size_t i = 0; i < categories().size(); ++i) {
    Expr per_unit;
    if (model->embodied.contains(i)) per_unit = joined(per_unit, model->embodied.at(i));
    if (categories()[i].embodied_fact == "price" && model->figures.contains("price"))
      per_unit = joined(per_unit, model->figures.at("price"));
    auto amount = share;
    if (per_unit) {
      amount.value = per_unit * share.value;
      add_flow(work, "hardware", i, amount);
    } else if (i == kClimate) {
      add_missing(work, i, "hardware", fmt::format("embodied climate of {}", use));
    }
  }
  add_life(work, *model, share);
  if (model->embodied.contains(kClimate)) {
    for (const auto& part : model->parts_without_embodied)
      add_missing(work, kClimate, "hardware",
                  fmt::format("embodied climate of {} of {}", part, use));
  }
}

std::vector<PartCoverage> LifeCycle::part_coverage() const {
  std::set<std::string> used;
  for (const auto& work : work_) {
    if (work.activity->hardware) used.insert(base::name_key(work.activity->hardware->use.text));
  }
  std::size_t parts = 0;
  std::map<std::size_t, std::size_t> known;
  for (const auto& name : used) {
    const auto* device = inventory_.hardware(name);
    if (device == nullptr) continue;
    parts += device->parts;
    for (const auto& [category, count] : device->known) known[category] += count;
  }
  std::vector<PartCoverage> out;
  const auto told = reported();
  for (std::size_t i = 0; parts > 0 && i < told.size(); ++i) {
    // nothing is made of electricity, and the price is no impact
    const bool of_making = categories()[i].name != "energy" && categories()[i].name != "cost" &&
                           categories()[i].name != "climate market" &&
                           categories()[i].name != "early deaths";
    if (told[i] && of_making) out.push_back({i, known[i], parts});
  }
  return out;
}

}  // namespace holon::study
