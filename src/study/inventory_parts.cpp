// SPDX-License-Identifier: Apache-2.0
//
// Parts whose making is modelled from what they are made of.
#include "study/inventory.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "study/field.h"

namespace holon::study {
namespace {

using base::Code;
using model::Expr;

constexpr std::array<std::string_view, 17> kMakeUp{"die area",
                                                   "good die area",
                                                   "capacity",
                                                   "density",
                                                   "memory dies",
                                                   "packages",
                                                   "mass",
                                                   "casing mass",
                                                   "heatsink mass",
                                                   "board area",
                                                   "fab yield",
                                                   "fab carbon intensity",
                                                   "chips",
                                                   "defect density",
                                                   "defect clustering",
                                                   "provisioned power",
                                                   "service"};

/// One rival's impacts.
using Impacts = std::map<std::size_t, Expr>;

std::string coefficient_path(const std::string& part, const inventory::PartModel& model,
                             const inventory::Term& term) {
  return fmt::format("{}.{}.{} by {}", part, model.name, term.category, term.driver);
}

// the item of embodied.csv that stands for a device
std::string item_of(const catalog::Entry& device) {
  for (const auto& [name, text] : device.details) {
    if (name == "embodied item") return text;
  }
  return device.code;
}

// rivals that know the category, equally likely: the one in whose part of 0 … 1 `which` falls
Expr chosen(const std::vector<Expr>& rivals, const Expr& which) {
  auto out = rivals.back();
  for (std::size_t i = rivals.size() - 1; i-- > 0;) {
    const auto bound = static_cast<double>(i + 1) / static_cast<double>(rivals.size());
    out =
        model::node(model::Op::if_else,
                    {model::node(model::Op::less, {which, model::number(bound)}), rivals[i], out});
  }
  return out;
}

}  // namespace

bool is_make_up(std::string_view field) {
  return std::find(kMakeUp.begin(), kMakeUp.end(), field) != kMakeUp.end();
}

MakeUp Inventory::make_up_of(const Part& part) {
  MakeUp out;
  for (const auto name : kMakeUp) {
    const auto stated = part.fields.find(std::string(name));
    if (stated != part.fields.end()) out.emplace(name, model::variable(draft_.add(stated->second)));
  }
  return out;
}

const inventory::PartModels& Inventory::part_models() {
  if (!part_models_) part_models_.emplace(catalog_);
  return *part_models_;
}

// by its name; `declaration` and models of whole things are those of the part's device
const inventory::PartModel* Inventory::model_of(const Part& part, const Reference& reference) {
  const auto& models = part_models();
  const auto* device = part.device ? catalog_.device(part.device->text) : nullptr;
  const auto item = device == nullptr ? std::string() : item_of(*device);
  if (const auto* model = models.find(reference.text, item)) return model;
  const auto report = [&](Code code, std::string message, std::string help) {
    diagnostics_.push_back({code, std::move(message), reference.span, "", {}, {std::move(help)}});
    return nullptr;
  };
  if (base::name_key(reference.text) == "declaration") {
    if (device == nullptr && part.device) return nullptr;  // an unknown device is told already
    if (device == nullptr)
      return report(Code::missing_key, "whose `declaration` is meant is not said",
                    "add `device:`, such as h100, or name it: `declaration server`");
    std::vector<std::string> declared;
    for (const auto& one : models.all()) {
      if (one.name.starts_with("declaration ")) declared.push_back(fmt::format("`{}`", one.name));
    }
    return report(Code::not_in_catalogue,
                  fmt::format("the catalogue has no maker's declaration of `{}`", device->code),
                  fmt::format("it has {}; yours goes into `embodied`, or into an embodied.csv "
                              "behind `--catalog`",
                              base::listed(declared, "and")));
  }
  std::vector<std::string> names;
  for (const auto& one : models.all()) names.push_back(one.name);
  const auto near = base::nearest(reference.text, names);
  return report(Code::not_in_catalogue,
                fmt::format("the catalogue has no model of a part `{}`", reference.text),
                near ? fmt::format("did you mean `{}`?", *near)
                     : "`holon catalog parts` lists them, such as `act logic 7nm` or `boavizta "
                       "cpu`");
}

// the share of good dies by the part's yield models, as one draw of them
void Inventory::add_yield(const Part& part, MakeUp& make_up, const std::string& path) {
  if (part.yields.empty()) return;
  if (make_up.contains("fab yield")) {
    diagnostics_.push_back(
        {Code::stated_twice,
         fmt::format("`{}` states its yield by `fab yield` and by a model", part.name),
         part.fields.at("fab yield").span,
         "",
         {},
         {"keep one"}});
    return;
  }
  if (!make_up.contains("die area")) {
    diagnostics_.push_back(
        {Code::missing_key,
         fmt::format("a `yield model` needs the `die area` of `{}`", part.name),
         part.span,
         "",
         {},
         {fmt::format("state it: {}", find_field(BlockKind::part, "die area")->text)}});
    return;
  }
  const auto stated_or_default = [&](const std::string& field) {
    const auto stated = make_up.find(field);
    return stated != make_up.end()
               ? stated->second
               : model::variable(default_value(fmt::format("{}.{}", path, field), field));
  };
  const auto chips = make_up.contains("chips") ? make_up.at("chips") : model::number(1);
  const auto defects = make_up.at("die area") / chips * stated_or_default("defect density");
  const bool is_clustered = std::find(part.yields.begin(), part.yields.end(),
                                      YieldModel::negative_binomial) != part.yields.end();
  const auto clustering = is_clustered ? stated_or_default("defect clustering") : model::number(1);
  std::vector<Expr> rivals;
  for (const auto yield : part.yields) rivals.push_back(yield_of(yield, defects, clustering));
  make_up["fab yield"] = drawn(rivals, path + ".which yield model");
}

// one of rivals, equally likely, in each member of the ensemble
Expr Inventory::drawn(const std::vector<Expr>& rivals, const std::string& path) {
  if (rivals.size() < 2) return rivals.front();
  return chosen(rivals, which_of(path));
}

Expr Inventory::which_of(const std::string& path) {
  return model::variable(draft_.add(path, quantity::Quantity{{quantity::Uniform{0, 1}, {}, {}},
                                                             quantity::unit("1"),
                                                             {quantity::Evidence::assumed, ""},
                                                             "",
                                                             1}));
}

Impacts Inventory::modelled(const inventory::PartModel& model, const MakeUp& stated,
                            const std::string& path) {
  // what has a default is asked for only where the model uses it
  auto part = stated;
  part.try_emplace("packages", model::number(1));
  const auto assume_default = [&](const std::string& field) {
    if (!part.contains(field))
      part[field] = model::variable(default_value(fmt::format("{}.{}", path, field), field));
  };
  Impacts out;
  for (const auto& term : model.terms) {
    if (term.driver.starts_with("yielded") || term.driver == "fab energy")
      assume_default("fab yield");
    if (term.driver == "fab energy") assume_default("fab carbon intensity");
    const auto coefficient_at = coefficient_path(path, model, term);
    const auto known = draft_.find(coefficient_at);
    const auto coefficient =
        model::variable(known ? *known : draft_.add(coefficient_at, term.coefficient));
    const auto impact = coefficient * amount_of(term.driver, part);
    auto& sum = out[static_cast<std::size_t>(find_category(term.category))];
    sum = sum ? sum + impact : impact;
  }
  assumptions_.push_back({path + ".model", model.name, quantity::Evidence::modelled, model.source,
                          model.pack.empty() ? "" : "from the pack " + model.pack});
  return out;
}

void Inventory::add_modelled(const Part& part, const std::string& path, Impacts& embodied) {
  if (part.models.empty()) {
    if (!part.yields.empty())
      diagnostics_.push_back(
          {Code::missing_key,
           fmt::format("a `yield model` needs a `model` of making `{}`", part.name),
           part.span,
           "",
           {},
           {"name one, as in `act logic 7nm`; stated `embodied` figures have a yield already"}});
    return;
  }
  auto make_up = make_up_of(part);
  add_yield(part, make_up, path);
  std::vector<Impacts> rivals;
  for (const auto& reference : part.models) {
    const auto* model = model_of(part, reference);
    if (model == nullptr) continue;
    if (const auto need = lacking(*model, make_up); !need.empty()) {
      diagnostics_.push_back(
          {Code::missing_key,
           fmt::format("`{}` needs the part's `{}`", model->name, need),
           reference.span,
           "",
           {},
           {fmt::format("state it: {}", find_field(BlockKind::part, need)->text)}});
      continue;
    }
    rivals.push_back(modelled(*model, make_up, path));
  }
  Expr which;
  if (rivals.size() > 1) which = which_of(path + ".which model");
  for (std::size_t c = 0; c < categories().size(); ++c) {
    std::vector<Expr> known;
    for (const auto& rival : rivals) {
      if (rival.contains(c)) known.push_back(rival.at(c));
    }
    // what is stated stays
    if (!known.empty() && !embodied.contains(c)) embodied[c] = chosen(known, which);
  }
}

}  // namespace holon::study
