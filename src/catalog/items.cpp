// SPDX-License-Identifier: Apache-2.0
//
// Embodied impacts of hardware, parts and materials, with rival models side by side.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

struct CategoryRow {
  std::string_view name;
  std::string_view fact;
  std::string_view unit_in_table;  // what the unit begins with; "/GB" and the like may follow
  std::string_view unit;           // with its kind
};

constexpr std::array kCategories{
    CategoryRow{"climate", "embodied climate", "kg CO2e", "kg CO2e"},
    CategoryRow{"minerals", "embodied minerals", "kg Sb eq", "kg Sb eq"},
    CategoryRow{"primary energy", "embodied primary energy", "MJ", "MJ primary"},
    CategoryRow{"e-waste", "embodied e-waste", "kg", "kg e-waste"},
};

/// One model's figure.
struct Model {
  std::string name;
  std::string row_note;
  Fact fact;
};

/// All models of one figure: same item, category and unit.
struct Figures {
  std::size_t entry = 0;  // whose item it is
  std::string fact;
  std::string unit;
  std::vector<Model> models;
};

const CategoryRow& category_row(const Row& row) {
  for (const auto& known : kCategories) {
    if (row["category"] == known.name && row["unit"].starts_with(known.unit_in_table)) return known;
  }
  base::check(false, "embodied.csv has only categories and units that are known here");
  return kCategories.front();
}

Model read_model(const Row& row, const Figures& figures, const Entry& item, FactMaker& maker) {
  const auto value = row.number("value");
  base::check(value.has_value(), "every row of embodied.csv has a value");
  auto figure = figure_of(row, figures.fact, *value, {figures.unit, figures.unit});
  figure.cause = fmt::format("item/{}/{}", item.code, figures.fact);
  return {std::string(row["model"]), std::string(row["note"]), maker.make(figure)};
}

// a text that several models may share, once
void append_once(std::string& list, const std::string& part) {
  if (list.find(part) == std::string::npos) list += (list.empty() ? "" : ", ") + part;
}

// rival models: which one is right is not known, so every one is drawn as often
Fact choice_of(std::vector<Model>& models) {
  Fact out = models.front().fact;
  quantity::Choice choice;
  out.value.pedigree = {quantity::Evidence::assumed, ""};
  out.licence.clear();
  out.note.clear();
  for (auto& model : models) {
    auto& fact = model.fact;
    auto& pedigree = out.value.pedigree;
    pedigree.evidence = std::min(pedigree.evidence, fact.value.pedigree.evidence);
    append_note(pedigree.source, fmt::format("{}: {}", model.name, fact.value.pedigree.source));
    out.year = std::max(out.year, fact.year);
    append_once(out.licence, fact.licence);
    if (!model.row_note.empty()) {
      append_note(out.note, fmt::format("{}: {}", model.name, model.row_note));
    }
    choice.rivals.push_back(
        {model.name, 1,
         std::make_shared<const quantity::Distribution>(std::move(fact.value.distribution))});
  }
  append_note(out.note, "spread: rival models, equally likely, each with its own");
  out.value.distribution = {std::move(choice), {}, {}};
  return out;
}

}  // namespace

std::vector<Entry> read_items(const Table& table, FactMaker& maker) {
  std::vector<Entry> entries;
  std::vector<Figures> all;
  std::map<std::string, std::size_t, std::less<>> item_index;
  std::map<std::string, std::size_t, std::less<>> figure_index;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const std::string code(row["item"]);
    const auto [item, new_item] = item_index.emplace(code, entries.size());
    if (new_item) entries.push_back({Shelf::item, code, code, {}, "", {}, {}});

    const auto& category = category_row(row);
    const auto per = row["unit"].substr(category.unit_in_table.size());
    const auto unit = fmt::format("{}{}", category.unit, per);
    const auto [at, is_new] =
        figure_index.emplace(fmt::format("{}/{}/{}", code, category.name, unit), all.size());
    if (is_new) all.push_back({item->second, std::string(category.fact), unit, {}});
    auto& figures = all[at->second];
    figures.models.push_back(read_model(row, figures, entries[item->second], maker));
  }
  for (auto& figures : all) {
    auto& models = figures.models;
    entries[figures.entry].facts.push_back(models.size() == 1 ? std::move(models.front().fact)
                                                              : choice_of(models));
  }
  return entries;
}

}  // namespace holon::catalog
