// SPDX-License-Identifier: Apache-2.0
#include "findings/card_lint.h"

#include <algorithm>

#include "findings/card_row.h"

namespace holon::findings {
namespace {

// a row is told once: that its carbon belongs to another row explains its intensity
void drop_explained(std::vector<LintFinding>& found) {
  std::vector<std::string> crossed;
  for (const auto& one : found) {
    if (one.check == "crossed rows") crossed.push_back(one.place + one.subject);
  }
  std::erase_if(found, [&](const LintFinding& one) {
    const bool is_intensity = one.check == "carbon intensity" || one.check == "unit";
    return is_intensity &&
           std::find(crossed.begin(), crossed.end(), one.place + one.subject) != crossed.end();
  });
}

}  // namespace

std::vector<LintFinding> lint(const CardTable& table, const catalog::Catalog& catalog) {
  std::vector<LintFinding> out;
  check_units(table, out);
  check_signs(table, out);
  check_logarithms(table, out);
  const auto pairs = carbon_pairs(table);
  for (std::size_t r = 0; r < table.names.size(); ++r) {
    const auto row = row_of(table, r);
    check_intensity(row, out);
    check_pue(row, out);
    for (const auto& pair : pairs) check_carbon(row, pair, out);
    check_water(row, out);
    // a total mixes devices
    if (table.is_total[r]) continue;
    check_device_hours(row, out);
    check_power(row, catalog, out);
  }
  for (const auto& pair : pairs) check_crossed_rows(table, pair, out);
  check_sums(table, out);
  drop_explained(out);
  return out;
}

}  // namespace holon::findings
