// SPDX-License-Identifier: Apache-2.0
#include "inventory/part_models.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "catalog/csv.h"
#include "catalog/facts.h"
#include "catalog/search.h"

namespace holon::inventory {
namespace {

/// A table of models, and the pack it belongs to.
struct File {
  std::string_view name;
  std::string_view pack;
};

constexpr std::array kFiles{File{"part_models.csv", ""},
                            File{"packs/agpl-3.0/part_models_boavizta.csv", "agpl-3.0"},
                            File{"packs/cc-by-sa-4.0/part_models_hubblo.csv", "cc-by-sa-4.0"}};

PartModel& model_of(std::vector<PartModel>& models, std::string_view name) {
  if (models.empty() || models.back().name != name)
    models.push_back({std::string(name), "", "", "", {}});
  return models.back();
}

bool has(const std::vector<PartModel>& models, std::string_view name) {
  return std::any_of(models.begin(), models.end(),
                     [&](const PartModel& one) { return one.name == name; });
}

void add_term(PartModel& model, const catalog::Row& row, std::string_view driver,
              std::string_view unit, catalog::FactMaker& maker) {
  const auto value = row.number("value");
  base::check(value.has_value() && catalog::part_driver(driver) != nullptr,
              "every term of a part model has a known driver and a value");
  const auto cause = fmt::format("part model/{}/{}/{}", model.name, driver, row["category"]);
  auto figure = catalog::figure_of(row, cause, *value, {unit, unit});
  figure.cause = cause;
  auto fact = maker.make(figure);
  model.source = fact.value.pedigree.source;
  model.terms.push_back({std::string(driver), std::string(row["category"]), std::move(fact.value),
                         std::string(row["note"])});
}

// rows of one model stand together; a model of an earlier table (a user's) hides later ones
void read(const File& file, std::string_view text, catalog::FactMaker& maker,
          std::vector<PartModel>& out) {
  const catalog::Table table(text);
  std::vector<PartModel> models;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    if (has(out, row["part"])) continue;
    auto& model = model_of(models, row["part"]);
    model.pack = file.pack;
    add_term(model, row, row["driver"], row["unit"], maker);
  }
  std::move(models.begin(), models.end(), std::back_inserter(out));
}

// the unit of embodied.csv with its kind
std::string_view unit_in_study(std::string_view category) {
  for (const auto& one : catalog::part_categories()) {
    if (one.name == category) return one.unit;
  }
  return {};
}

// a figure published of a whole thing; those per GB or cm2 have models of their own
void add_figure(std::vector<PartModel>& out, const std::string& name, const catalog::Row& row,
                catalog::FactMaker& maker) {
  auto known =
      std::find_if(out.begin(), out.end(), [&](const PartModel& one) { return one.name == name; });
  if (known != out.end() && known->item.empty()) return;
  if (known == out.end())
    known = out.insert(out.end(), PartModel{name, "", "", std::string(row["item"]), {}});
  auto& model = *known;
  const bool is_told = std::any_of(model.terms.begin(), model.terms.end(), [&](const Term& term) {
    return term.category == row["category"];
  });
  // of several declarations of one thing the first counts
  if (!is_told) add_term(model, row, "unit", unit_in_study(row["category"]), maker);
}

void read_figures(std::string_view text, catalog::FactMaker& maker, std::vector<PartModel>& out) {
  const catalog::Table table(text);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    if (row["unit"].find('/') != std::string_view::npos) continue;
    add_figure(out, fmt::format("{} {}", row["model"], row["item"]), row, maker);
    if (!row["declared_by"].empty())
      add_figure(out, fmt::format("declaration {}", row["item"]), row, maker);
  }
}

}  // namespace

PartModels::PartModels(const catalog::Catalog& catalog) {
  catalog::FactMaker maker(catalog.reference());
  for (const auto& file : kFiles) read(file, catalog.text(file.name), maker, models_);
  read_figures(catalog.text("embodied.csv"), maker, models_);
}

const PartModel* PartModels::find(std::string_view name, std::string_view item) const {
  const auto called = [&](const std::string& key) -> const PartModel* {
    for (const auto& model : models_) {
      if (catalog::search_key(model.name) == key) return &model;
    }
    return nullptr;
  };
  if (const auto* model = called(catalog::search_key(name))) return model;
  if (item.empty()) return nullptr;
  return called(catalog::search_key(fmt::format("{} {}", name, item)));
}

}  // namespace holon::inventory
