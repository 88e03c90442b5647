// SPDX-License-Identifier: Apache-2.0
//
// The footprint of one job from what a calculator's form asks for: hardware, how many, how long,
// where. The form becomes a study, and the study is assessed like any other:
//
//   energy at the devices = count × power × load × hours
//   hours of training     = 6 × parameters × tokens ÷ (count × peak × flop utilisation)
//
// and from there as in study/compile.h. What other places would have given comes from
// findings/placement.h, with the mean of that energy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "findings/findings.h"
#include "findings/placement.h"

namespace holon::findings {

/// What is asked for. Stated values are texts of the study language; empty: the catalogue's.
struct EstimateForm {
  std::string device;  ///< code in the catalogue
  std::string device_name;
  std::string device_as_written;  ///< by the user; other calculators know it by their own name
  double count = 1;
  double hours = 0;              ///< 0: those of training a model
  double parameters = 0;         ///< of the trained model
  double tokens = 0;             ///< that it is trained on
  std::string flop_utilisation;  ///< share of the peak that is reached; empty: as runs have had
  std::string region;            ///< code of a cloud region; empty: a grid, or nothing
  std::string grid;              ///< code of a grid; empty: a region, or nothing
  std::string facility;          ///< code of a kind of facility; empty: none
  std::string power, load, pue, carbon_intensity;
  std::string grid_losses;  ///< share of generation, as YAML; empty: not counted
  std::string embodied;     ///< climate of making one device
  std::string lifetime;     ///< of the devices
  std::string peak;         ///< of one device, where the catalogue's device does not stand in
  std::string parts;        ///< what one device is made of, as a block of the study language
  std::string profile;  ///< whose assumptions stand in (findings/profile.h); empty: the catalogue's
  double memory_GB = 0;  ///< beside the devices, for a profile that counts it
};

/// What a form comes to.
struct Estimate {
  EstimateForm form;
  std::string study;  ///< the study that the form stands for
  Findings findings;
  base::Diagnostics warnings;          ///< figures that are unusual; they point into the study
  std::optional<Placement> elsewhere;  ///< nothing: the energy is not known
  double energy_kWh = 0;               ///< mean, at the devices
};

/// A text as a YAML scalar, whatever is in it.
[[nodiscard]] std::string quoted(const std::string& text);

/// The study that a form stands for, as a person would write it.
[[nodiscard]] std::string study_of(const EstimateForm& form);

/// Assesses the study of a form. Diagnostics point into that study.
[[nodiscard]] base::Result<Estimate> estimate(const catalog::Catalog& catalog,
                                              const EstimateForm& form, const Plan& plan);

}  // namespace holon::findings
