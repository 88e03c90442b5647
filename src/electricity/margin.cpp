// SPDX-License-Identifier: Apache-2.0
#include "electricity/margin.h"

#include "base/error.h"
#include "catalog/csv.h"
#include "catalog/embedded.h"
#include "catalog/facts.h"

namespace holon::electricity {
namespace {

std::string_view text_of(std::string_view name) {
  for (const auto& file : catalog::embedded_files()) {
    if (file.name == name) return file.text;
  }
  base::check(false, "the tables of margins and their sources are embedded");
  return {};
}

}  // namespace

std::optional<GridMargin> margin_of(std::string_view code) {
  const catalog::Table table(text_of("packs/cc-by-sa-4.0/grid_margins.csv"));
  const catalog::Table sources(text_of("sources.csv"));
  const catalog::Table pedigree(text_of("pedigree.csv"));
  const catalog::Reference reference(sources, pedigree);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    if (row["code"] != code) continue;
    const auto value = row.number("operating_margin_g_per_kWh");
    base::check(value.has_value(), "every margin has a value");
    return GridMargin{*value,
                      catalog::year_of(row),
                      reference.rule(row["spread"]).gsd,
                      reference.source(row["source"]).citation,
                      std::string(row["licence"]),
                      std::string(row["note"])};
  }
  return std::nullopt;
}

}  // namespace holon::electricity
