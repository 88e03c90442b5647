// SPDX-License-Identifier: Apache-2.0
#include "electricity/margin.h"

#include <doctest/doctest.h>

#include "catalog/catalog.h"

namespace holon::electricity {
namespace {

TEST_CASE("margins are those that were published, for countries that the catalogue has") {
  CHECK(margin_of(catalog::Catalog::embedded(), "FR")->g_per_kWh == 158);
  CHECK(margin_of(catalog::Catalog::embedded(), "US")->g_per_kWh == 416);
  CHECK(margin_of(catalog::Catalog::embedded(), "GB")->g_per_kWh == 380);
  CHECK(margin_of(catalog::Catalog::embedded(), "IS")->g_per_kWh == 0);
  CHECK(margin_of(catalog::Catalog::embedded(), "FR")->licence == "CC-BY-SA-4.0");
  CHECK(margin_of(catalog::Catalog::embedded(), "FR")->year == 2021);
  CHECK(margin_of(catalog::Catalog::embedded(), "FR")->gsd > 1);
  CHECK(!margin_of(catalog::Catalog::embedded(), "US-CA").has_value());
  std::size_t found = 0;
  for (const auto& entry : catalog::Catalog::embedded().entries(catalog::Shelf::grid)) {
    if (margin_of(catalog::Catalog::embedded(), entry.code)) ++found;
  }
  CHECK(found == 210);
}

}  // namespace
}  // namespace holon::electricity
