// SPDX-License-Identifier: Apache-2.0
#include "electricity/margin.h"

#include "base/error.h"
#include "catalog/csv.h"
#include "catalog/facts.h"

namespace holon::electricity {
std::optional<GridMargin> margin_of(const catalog::Catalog& catalog, std::string_view code) {
  const catalog::Table table(catalog.text("packs/cc-by-sa-4.0/grid_margins.csv"));
  const auto& reference = catalog.reference();
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
