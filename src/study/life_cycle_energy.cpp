// SPDX-License-Identifier: Apache-2.0
//
// How an activity's electricity follows from what it states.
#include "study/life_cycle.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::study {

using base::Code;
using model::Expr;
using model::VariableId;

namespace {

constexpr std::size_t kClimate = 0;
constexpr std::size_t kEnergy = 1;
constexpr std::size_t kWater = 2;

bool is_at_facility(const model::Variable& variable) {
  for (const auto& power : variable.unit.dimension.powers()) {
    if (power.base == "energy" && power.kind == "facility" && power.sixtieths > 0) return true;
  }
  return false;
}

}  // namespace

const DeviceModel* LifeCycle::device(const Work& work) {
  const auto& use = work.activity->hardware;
  if (!use) return nullptr;
  const auto* out = inventory_.hardware(use->use.text);
  if (out == nullptr) {
    const auto names = inventory_.hardware_names();
    const auto near = base::nearest(use->use.text, names);
    report(Code::unknown_reference, fmt::format("this study has no hardware `{}`", use->use.text),
           use->use.span,
           {near            ? fmt::format("did you mean `{}`?", *near)
            : names.empty() ? "define it under `hardware`"
                            : "it has " + base::listed(names, "and")});
  }
  return out;
}

// device time: how many units for how long; without `for`, how many units while the activity lasts
std::optional<LifeCycle::Amount> LifeCycle::hardware_time(const Work& work,
                                                          const DeviceModel& device) const {
  const auto field = [&](const std::string& key) { return model::variable(work.use.at(key)); };
  const auto count = work.use.contains("count") ? field("count") : model::number(1);
  if (work.use.contains("for")) {
    auto busy = field("for");
    if (work.use.contains("idle for")) busy = busy + field("idle for");
    return Amount{count * busy, false, false, ""};
  }
  if (work.fields.contains("compute") && device.figures.contains("peak") &&
      work.fields.contains("flop utilisation")) {
    const auto speed =
        device.figures.at("peak") * model::variable(work.fields.at("flop utilisation"));
    return Amount{model::variable(work.fields.at("compute")) / speed, false, false, ""};
  }
  return Amount{count, true, false, ""};
}

std::optional<LifeCycle::Amount> LifeCycle::hardware_energy(const Work& work,
                                                            const DeviceModel& device) {
  const auto power = device.figures.find("power");
  if (power == device.figures.end()) return std::nullopt;
  const auto idle = device.figures.find("idle power");
  const auto field = [&](const std::string& key) { return model::variable(work.use.at(key)); };
  auto at_work = power->second;
  if (work.use.contains("load")) {
    at_work = idle == device.figures.end()
                  ? field("load") * power->second
                  : idle->second + field("load") * (power->second - idle->second);
  }
  auto time = hardware_time(work, device);
  if (!work.use.contains("for") || !work.use.contains("idle for")) {
    time->value = time->value * at_work;
  } else {
    const auto count = work.use.contains("count") ? field("count") : model::number(1);
    auto energy = count * field("for") * at_work;
    if (idle != device.figures.end())
      energy = energy + count * field("idle for") * idle->second;
    else
      add_missing(work, kEnergy, "electricity",
                  fmt::format("idle power of {}", work.activity->hardware->use.text));
    time->value = energy;
  }
  if (const auto spare = spare_time(work, *hardware_time(work, device))) {
    if (idle != device.figures.end())
      time->value = time->value + *spare * idle->second;
    else
      add_missing(work, kEnergy, "electricity",
                  fmt::format("idle power of {}", work.activity->hardware->use.text));
  }
  time->source = "electricity";
  return time;
}

std::optional<LifeCycle::Amount> LifeCycle::storage_energy(Work& work) {
  if (!work.activity->storage || !work.storage.contains("amount")) return std::nullopt;
  if (!work.storage.contains("power")) {
    const auto& medium = work.activity->storage->medium;
    const auto word = medium ? base::name_key(medium->text) : "ssd";
    if (word != "ssd" && word != "hdd") {
      report(Code::unknown_word,
             fmt::format("`{}` is no medium that the catalogue knows", medium->text), medium->span,
             {"write ssd or hdd, or state the `power` per TB"});
      return std::nullopt;
    }
    work.storage["power"] =
        inventory_.default_value(work.activity->path + ".storage.power", word + " power");
  }
  Amount out{model::variable(work.storage["amount"]) * model::variable(work.storage["power"]), true,
             false, "storage"};
  if (work.storage.contains("for")) {
    out.value = out.value * model::variable(work.storage["for"]);
    out.is_rate = false;
  }
  return out;
}

std::vector<LifeCycle::Amount> LifeCycle::electricity(Work& work,
                                                      std::optional<Amount>& device_time) {
  std::vector<Amount> out;
  const auto& activity = *work.activity;
  const auto variable = [&](const std::string& key) {
    return model::variable(work.fields.at(key));
  };
  std::vector<std::string> stated;
  if (work.fields.contains("energy")) {
    stated.emplace_back("energy");
    out.push_back(
        {variable("energy"), false, is_at_facility(draft_[work.fields["energy"]]), "electricity"});
  }
  if (!activity.measured.empty()) stated.emplace_back("measured");
  for (const auto& key : activity.measured)
    out.push_back({variable(key), false, false, "electricity"});
  if (work.fields.contains("power")) {
    stated.emplace_back("power");
    out.push_back(
        {variable("power"), true, is_at_facility(draft_[work.fields["power"]]), "electricity"});
  }
  if (work.energy_per_unit) {
    stated.emplace_back("energy per unit");
    if (work.serves) {
      out.push_back({model::variable(*work.serves) * model::variable(*work.energy_per_unit),
                     work.serves_rate, is_at_facility(draft_[*work.energy_per_unit]),
                     "electricity"});
    } else {
      report(Code::missing_key, "energy per unit needs `serves`: how many units",
             activity.energy_per_unit->span, {"as in `serves: 230768 request`"});
    }
  }
  if (work.fields.contains("efficiency")) {
    stated.emplace_back("efficiency");
    if (work.fields.contains("compute"))
      out.push_back({variable("compute") / variable("efficiency"), false, false, "electricity"});
    else
      report(Code::missing_key, "`efficiency` needs `compute`: how many operations",
             activity.fields.at("efficiency").span, {"as in `compute: 3.1e23 FLOP`"});
  }
  if (stated.size() > 1) {
    report(
        Code::stated_twice,
        fmt::format("`{}` states its electricity by {}", work.name, base::listed(stated, "and by")),
        activity.span, {"keep one, or split the activity into two"});
  }

  const auto* device_model = device(work);
  const bool by_compute = work.fields.contains("compute") && !work.fields.contains("efficiency") &&
                          !work.use.contains("for");
  const bool speed_known = device_model != nullptr && device_model->figures.contains("peak") &&
                           work.fields.contains("flop utilisation");
  if (device_model != nullptr && by_compute && !speed_known) {
    report(
        Code::missing_key,
        "`compute` on hardware needs the hardware's `peak` and the activity's `flop utilisation`",
        activity.fields.at("compute").span,
        {"as in `peak: 312 TFLOP/s` and `flop utilisation: 40 %`; or say how long it runs, as in "
         "`for: 30 days`"});
  } else if (device_model != nullptr) {
    device_time = hardware_time(work, *device_model);
    if (stated.empty()) {
      auto energy = hardware_energy(work, *device_model);
      if (energy) out.push_back(*energy);
      // without its electricity everything that follows from it is too low
      else
        for (const auto category : {kClimate, kEnergy, kWater})
          add_missing(work, category, "electricity",
                      fmt::format("power of {}", activity.hardware->use.text));
    }
  } else if (work.fields.contains("compute") && !work.fields.contains("efficiency") &&
             !activity.hardware) {
    report(Code::missing_key,
           "`compute` needs an `efficiency`, or hardware with `peak` and a `flop utilisation`",
           activity.fields.at("compute").span, {"as in `efficiency: 50 GFLOP/J`"});
  }
  if (const auto storage = storage_energy(work)) out.push_back(*storage);
  if (work.network.contains("amount")) {
    if (!work.network.contains("energy"))
      work.network["energy"] =
          inventory_.default_value(activity.path + ".network.energy", "network energy");
    out.push_back(
        {model::variable(work.network["amount"]) * model::variable(work.network["energy"]), false,
         false, "network"});
  }
  return out;
}

void LifeCycle::add_electricity(Work& work, const Amount& amount) {
  const auto& activity = *work.activity;
  if (work.place == nullptr) {
    if (!activity.at) {
      report(Code::missing_key,
             fmt::format("`{}` uses electricity, but where is not said", work.name), activity.span,
             {"add `at:` and the name of a place"});
    }
    return;
  }
  const auto factor = [&](const std::string& field) {
    return model::variable(work.factors.at(field));
  };
  const auto pue = factor("pue");
  const auto at_facility = amount.at_facility ? amount.value : amount.value * pue;
  const auto at_device = amount.at_facility ? amount.value / pue : amount.value;
  const auto flow = [&](std::size_t category, const Expr& value, const std::string& source) {
    add_flow(work, source, category, {value, amount.is_rate, false, source});
  };

  // what power stations generate for it; contracts and bills count what is delivered
  const auto generated = work.factors.contains("grid losses")
                             ? at_facility / (model::number(1) - factor("grid losses"))
                             : at_facility;
  const auto counted = [&](std::string_view field) {
    return field == "carbon intensity market" || field == "electricity price" ? at_facility
                                                                              : generated;
  };

  flow(kEnergy, at_facility, amount.source);
  for (std::size_t i = 0; i < categories().size(); ++i) {
    const std::string field(categories()[i].place_field);
    if (field.empty()) continue;
    if (work.factors.contains(field))
      flow(i, counted(field) * factor(field), amount.source);
    else
      add_missing(work, i, amount.source, fmt::format("{} of {}", field, place_of(work)));
  }
  if (work.factors.contains("wue"))
    flow(kWater, at_device * factor("wue"), "water");
  else
    add_missing(work, kWater, "water", fmt::format("wue of {}", place_of(work)));
  add_scarcity(work, amount, at_device, generated);
}

// litres consumed as litres of the world's average for the same scarcity
void LifeCycle::add_scarcity(Work& work, const Amount& amount, const Expr& at_device,
                             const Expr& generated) {
  const auto scarcity = static_cast<std::size_t>(find_category("water scarcity"));
  const auto place = place_of(work);
  const auto weight = work.factors.find("water scarcity weight");
  if (weight == work.factors.end()) {
    add_missing(work, scarcity, amount.source, fmt::format("water scarcity weight of {}", place));
    return;
  }
  const auto add = [&](const char* field, const Expr& energy, const std::string& source) {
    const auto water = work.factors.find(field);
    if (water == work.factors.end())
      return add_missing(work, scarcity, source, fmt::format("{} of {}", field, place));
    add_flow(work, source, scarcity,
             {energy * model::variable(water->second) * model::variable(weight->second),
              amount.is_rate, false, source});
  };
  add("water intensity", generated, amount.source);
  add("wue", at_device, "water");
}

}  // namespace holon::study
