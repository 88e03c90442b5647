// SPDX-License-Identifier: Apache-2.0
//
// Study to model: every value becomes a variable, every use of electricity, hardware and water an
// impact flow tagged by phase, activity, source, place and category, every scenario a case.
//
// Equations of a flow (level: 1 unless a cap acts; window: share of the activity that falls in a
// step; a lump is spread evenly over its window, a rate holds while it lasts):
//
//   electricity at the facility = electricity at the device × PUE
//   impact of electricity       = electricity at the facility × the place's factor
//                                 (÷ (1 − grid losses), where a place states them)
//   water for cooling           = electricity at the device × WUE
//   embodied impact             = Σ parts (count × embodied) × units × time / (lifetime ×
//   utilisation) flow(t)                     = level × (lump × window(t) + rate × active(t)), total
//   = ∫ flow dt
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/coverage.h"
#include "model/model.h"
#include "study/category.h"
#include "study/study.h"

namespace holon::study {

/// One stream of impact.
struct ImpactFlow {
  std::string phase;
  std::string activity;  ///< "deployment.api"
  std::string source;    ///< "electricity", "hardware", "water", …
  std::string place;     ///< empty where no place is involved
  std::size_t category = 0;
  quantity::Evidence evidence = quantity::Evidence::declared;  ///< of its weakest input
  model::VariableId total = 0;                                 ///< over the whole life
  model::VariableId rate = 0;  ///< per time; the total again in a study without time
};

/// What a scenario moves to another place.
struct Relocation {
  std::size_t in_case = 0;  ///< of the model
  std::string activity;     ///< "deployment.api"
  std::string place;        ///< where it is from then on
  double from = 0;          ///< [s] since the start; 0: always
};

/// What an activity delivers over the whole life.
struct Service {
  std::string activity;
  quantity::Dimension thing;
  model::VariableId total = 0;
};

/// How much of something an activity does: what may answer to feedback.
struct ActivityAmount {
  std::string phase;
  std::string activity;  ///< "deployment.api"
  model::VariableId amount = 0;
};

/// A factor that nobody stated and the catalogue does not have.
struct Missing {
  std::size_t category = 0;
  std::string activity;
  std::string source;
  std::string place;  ///< empty where no place is involved
  std::string what;
};

/// A value that was taken from the catalogue or by default, for the reader to check.
struct Assumption {
  std::string path;
  std::string value;
  quantity::Evidence evidence = quantity::Evidence::catalogue;
  std::string source;
  std::string note = {};  ///< what the catalogue warns of
};

/// Of how many kinds of parts of the hardware in use a category of making them is known.
struct PartCoverage {
  std::size_t category = 0;
  std::size_t known = 0;
  std::size_t parts = 0;
};

/// A compiled study. Immutable.
struct Compiled {
  model::Model model;  ///< case 0 is the study, the others its scenarios in order
  std::vector<ImpactFlow> flows;
  std::vector<Relocation> relocations;  ///< later ones hold over earlier ones
  std::vector<Service> services;
  std::vector<ActivityAmount> amounts;
  std::vector<bool> reported;  ///< per category
  std::vector<Missing> missing;
  std::vector<Assumption> assumptions;
  std::vector<PartCoverage> part_coverage;  ///< of the categories told; empty without hardware
  std::vector<catalog::CoverageEntry> coverage_entries;  ///< how the chain may be told
  std::vector<std::string> excluded;  ///< what the boundary leaves out of the totals
  base::Diagnostics warnings;
};

/// `PATH=VALUE` of the command line.
struct Setting {
  std::string path;
  base::SourcePtr value;  ///< the text of the value
};

/// Compiles a study. Errors: E0302, E0303, E0306 to E0311, E0313, E0401 to E0405, E0407 to E0409.
[[nodiscard]] base::Result<Compiled> compile(const Study& study, const catalog::Catalog& catalog,
                                             const std::vector<Setting>& settings);

}  // namespace holon::study
