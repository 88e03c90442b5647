// SPDX-License-Identifier: Apache-2.0
#include "study/part_model.h"

#include <algorithm>
#include <numbers>

#include "base/error.h"
#include "base/text.h"
#include "quantity/unit.h"

namespace holon::study {
namespace {

using model::Expr;

Expr constant(double value, std::string_view unit_text) {
  const auto unit = quantity::unit(unit_text);
  return model::number(value * unit.scale, unit.dimension);
}

// area of wafer per good die, edge and yield included
Expr good_die_area(const Expr& die) {
  constexpr double kDiameter = 300;  // mm
  constexpr double kScribe = 0.2;    // mm, half on each side
  const auto number = [](double value) { return model::number(value); };
  const auto root = [](const Expr& value) { return model::call("sqrt", {value}); };
  const auto side = root(die / constant(1, "mm2")) + number(kScribe);
  const auto kerfed = side * side;  // mm2
  const auto wafer = number(std::numbers::pi * kDiameter * kDiameter / 4);
  const auto dies =
      wafer / kerfed - number(std::numbers::pi * kDiameter) / root(number(2) * kerfed);
  // 0.1 defects per cm2, and 100 mm2 in one
  const auto yield = model::call("exp", {number(0) - root(kerfed / number(1000))});
  return wafer / dies / yield * constant(1, "mm2");
}

const Expr& field(const MakeUp& part, std::string_view name) {
  const auto found = part.find(name);
  base::check(found != part.end(), "what a driver needs is stated or has a default");
  return found->second;
}

}  // namespace

std::string lacking(const inventory::PartModel& model, const MakeUp& part) {
  for (const auto& term : model.terms) {
    for (const auto& need : base::split(catalog::part_driver(term.driver)->needs, ';')) {
      const auto rivals = base::split(need, '|');
      const bool has_one = std::any_of(rivals.begin(), rivals.end(),
                                       [&](const auto& name) { return part.contains(name); });
      if (!need.empty() && !has_one) return std::string(rivals.front());
    }
  }
  return {};
}

Expr amount_of(std::string_view driver, const MakeUp& part) {
  const auto of = [&](std::string_view name) { return field(part, name); };
  if (driver == "unit") return model::number(1);
  if (driver == "good die area")
    return part.contains(driver) ? of(driver) : good_die_area(of("die area"));
  if (driver == "yielded die area") return of("die area") / of("fab yield");
  if (driver == "yielded capacity") return of("capacity") / of("fab yield");
  if (driver == "wafer area") return of("capacity") / of("density");
  if (driver == "fab energy") {
    return of("die area") / of("fab yield") * of("fab carbon intensity");
  }
  if (driver == "memory die area") {
    const auto dies = of("memory dies");
    return dies * good_die_area(constant(15.5, "mm2/GB") * of("capacity") / dies);
  }
  if (driver == "provisioned power time") return of("provisioned power") * of("service");
  if (driver == "disposed mass") return of("mass");
  if (driver == "freight by boat") return of("mass") * constant(19000, "km");
  if (driver == "freight by truck") return of("mass") * constant(1000, "km");
  return of(driver);  // a field itself
}

}  // namespace holon::study
