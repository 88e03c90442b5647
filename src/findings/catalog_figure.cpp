// SPDX-License-Identifier: Apache-2.0
#include "findings/catalog_figure.h"

#include "catalog/spread.h"
#include "quantity/quantity.h"

namespace holon::findings {

std::optional<double> typical_figure(const catalog::Entry* entry, std::string_view fact,
                                     std::string_view unit) {
  const auto* found = entry == nullptr ? nullptr : entry->find(fact);
  if (found == nullptr) return std::nullopt;
  const auto& value = found->value;
  if (std::holds_alternative<quantity::Choice>(value.distribution.shape)) return std::nullopt;
  return catalog::typical(value.distribution) * value.unit.scale / quantity::unit(unit).scale;
}

std::optional<double> technology_intensity(const catalog::Catalog& catalog,
                                           std::string_view technology) {
  return typical_figure(catalog.technology(technology), "carbon intensity", "g/kWh");
}

}  // namespace holon::findings
