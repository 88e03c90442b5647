// SPDX-License-Identifier: Apache-2.0
//
// The operating margin of a country's grid: what the plants that follow demand emit per kWh, as
// international financial institutions publish it (data/packs/cc-by-sa-4.0/grid_margins.csv).
//
// It answers another question than the average: what one kWh more or less changes while the plants
// stay as they are. It stands in a pack of another licence and is read where it is asked for by
// name, never in the place of an average.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/catalog.h"

namespace holon::electricity {

struct GridMargin {
  double g_per_kWh = 0;  ///< of burning fuel alone
  int year = 0;
  double gsd = 1;  ///< geometric standard deviation, by its rule of pedigree.csv
  std::string source;
  std::string licence;
  std::string note;
};

/// By the catalogue's code of a country; nothing if the table lacks it.
[[nodiscard]] std::optional<GridMargin> margin_of(const catalog::Catalog& catalog,
                                                  std::string_view code);

}  // namespace holon::electricity
