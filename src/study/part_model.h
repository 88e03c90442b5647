// SPDX-License-Identifier: Apache-2.0
//
// What making a part takes, by a published model (inventory/part_models.h), as expressions over
// what the study states of the part.
//
//   yielded die area = die area ÷ fab yield
//   fab energy       = die area ÷ fab yield × fab carbon intensity (times kWh per area)
//   wafer area       = capacity ÷ density
//   good die area    = area of the wafer that one good die takes: 300 mm wafers, scribe lines of
//                      0.2 mm, whole dies only, yield exp(-√(A · 0.1/cm2))  [Boavizta, Hubblo]
//                      (or as it is stated, where only that is published)
//   memory die area  = dies × good die area of 15.5 mm2/GB × capacity ÷ dies  [the same]
//   provisioned power time = provisioned power × service
//   freight          = mass × 19000 km by boat, 1000 km by truck  [Hubblo, cards from Asia]
#pragma once

#include <map>
#include <string>

#include "inventory/part_models.h"
#include "model/expression.h"

namespace holon::study {

/// What is stated of a part, and the defaults that stand in, by field.
using MakeUp = std::map<std::string, model::Expr, std::less<>>;

/// The first field that a model needs and the part lacks; empty if it has all.
[[nodiscard]] std::string lacking(const inventory::PartModel& model, const MakeUp& part);

/// The amount of a driver, its needs being stated.
[[nodiscard]] model::Expr amount_of(std::string_view driver, const MakeUp& part);

}  // namespace holon::study
