// SPDX-License-Identifier: Apache-2.0
#include "inventory/part_models.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "catalog/embedded.h"
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

constexpr std::array kDrivers{
    Driver{"unit", ""},
    Driver{"packages", ""},
    Driver{"die area", "die area"},
    Driver{"good die area", "die area|good die area"},
    Driver{"yielded die area", "die area"},
    Driver{"fab energy", "die area"},
    Driver{"capacity", "capacity"},
    Driver{"yielded capacity", "capacity"},
    Driver{"wafer area", "capacity;density"},
    Driver{"memory die area", "capacity;memory dies"},
    Driver{"mass", "mass"},
    Driver{"disposed mass", "mass"},
    Driver{"freight by boat", "mass"},
    Driver{"freight by truck", "mass"},
    Driver{"casing mass", "casing mass"},
    Driver{"heatsink mass", "heatsink mass"},
    Driver{"board area", "board area"},
};

std::string_view text_of(std::string_view file) {
  const auto files = catalog::embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.name == file; });
  base::check(found != files.end(), "every table of part models is embedded");
  return found->text;
}

PartModel& model_of(std::vector<PartModel>& models, std::string_view name) {
  if (models.empty() || models.back().name != name) {
    models.push_back({std::string(name), "", "", {}});
  }
  return models.back();
}

// rows of one model stand together
void read(const File& file, catalog::FactMaker& maker, std::vector<PartModel>& out) {
  const catalog::Table table(text_of(file.name));
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    const auto value = row.number("value");
    base::check(value.has_value() && driver(row["driver"]) != nullptr,
                "every term of a part model has a known driver and a value");
    const auto cause =
        fmt::format("part model/{}/{}/{}", row["part"], row["driver"], row["category"]);
    auto figure = catalog::figure_of(row, cause, *value, {row["unit"], row["unit"]});
    figure.cause = cause;
    auto fact = maker.make(figure);
    auto& model = model_of(out, row["part"]);
    model.source = fact.value.pedigree.source;
    model.pack = file.pack;
    model.terms.push_back({std::string(row["driver"]), std::string(row["category"]),
                           std::move(fact.value), std::string(row["note"])});
  }
}

std::vector<PartModel> read_all() {
  const catalog::Table sources(text_of("sources.csv"));
  const catalog::Table pedigree(text_of("pedigree.csv"));
  const catalog::Reference reference(sources, pedigree);
  catalog::FactMaker maker(reference);
  std::vector<PartModel> out;
  for (const auto& file : kFiles) read(file, maker, out);
  return out;
}

}  // namespace

std::span<const PartModel> part_models() {
  static const std::vector<PartModel> all = read_all();
  return all;
}

const PartModel* part_model(std::string_view name) {
  const auto key = catalog::search_key(name);
  for (const auto& model : part_models()) {
    if (catalog::search_key(model.name) == key) return &model;
  }
  return nullptr;
}

std::span<const Driver> drivers() { return kDrivers; }

const Driver* driver(std::string_view name) {
  const auto found = std::find_if(kDrivers.begin(), kDrivers.end(),
                                  [&](const Driver& one) { return one.name == name; });
  return found == kDrivers.end() ? nullptr : &*found;
}

}  // namespace holon::inventory
