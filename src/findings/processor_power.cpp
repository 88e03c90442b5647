// SPDX-License-Identifier: Apache-2.0
#include "findings/processor_power.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "base/math.h"
#include "base/text.h"
#include "catalog/csv.h"

namespace holon::findings {
namespace {

constexpr double kLeast_W = 1;

// "Intel Xeon Processor E5-2670" is of the family "xeon e5"; "Xeon E7-4809" of none that begins so
bool is_of_family(std::string_view name, std::string_view family) {
  auto text = base::lower(name);
  constexpr std::string_view kFiller = "processor ";
  if (const auto at = text.find(kFiller); at != std::string::npos) text.erase(at, kFiller.size());
  const auto at = text.find(family);
  if (at == std::string::npos) return false;
  const auto behind = at + family.size();
  return behind == text.size() || text[behind] == ' ' || text[behind] == '-';
}

}  // namespace

std::optional<double> processor_power_W(const catalog::Catalog& catalog, std::string_view name,
                                        double load_percent) {
  const catalog::Table curves(catalog.text("packs/agpl-3.0/cpu_power_boavizta.csv"));
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const auto row = curves.row(i);
    if (!is_of_family(name, row["family"])) continue;
    const auto coefficient = [&](std::string_view column) {
      const auto value = row.number(column);
      base::check(value.has_value(), "a curve has all of its coefficients");
      return *value;
    };
    const double within = coefficient("b") * (load_percent + coefficient("c"));
    return std::max(kLeast_W, coefficient("a_W") * base::ln(within) + coefficient("d_W"));
  }
  return std::nullopt;
}

}  // namespace holon::findings
