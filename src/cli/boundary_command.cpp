// SPDX-License-Identifier: Apache-2.0
#include "findings/boundary.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/study_options.h"
#include "report/boundary.h"
#include "study/category.h"

namespace holon::cli {
namespace {

struct Options {
  StudyOptions study;
  findings::Plan plan;
  std::string category = "climate";
  bool quiet = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon boundary examples/sketch/study.yaml\n"
    "  holon boundary study.yaml --category energy --scenario quantised\n"
    "  holon boundary study.yaml --json - | jq .flips\n\n"
    "From one run to the whole system, each boundary within the next. Ends with 0; with 3 if the\n"
    "study has mistakes.\n";

// the category that is meant; says which there are if none is
int category_of(const std::string& name) {
  const int found = study::find_category(name);
  if (found >= 0) return found;
  std::vector<std::string> names;
  for (const auto& category : study::categories()) names.emplace_back(category.name);
  const auto near = base::nearest(name, names);
  say(fmt::format(
      "holon: there is no category `{}`\n  help: {}\n", name,
      near ? fmt::format("did you mean `{}`?", *near) : "there are " + base::listed(names, "and")));
  return found;
}

int draw(const Options& options) {
  const int category = category_of(options.category);
  if (category < 0) return kWrongUsage;
  const auto loaded = load(options.study);
  if (!loaded) return kInvalidInput;
  if (!are_known(options.plan.scenarios, loaded->study)) return kWrongUsage;

  std::optional<findings::BoundaryReport> report;
  {
    auto bar = std::make_shared<ProgressBar>("drawing boundaries", options.quiet);
    report = findings::draw_boundaries(
        loaded->study, loaded->compiled, static_cast<std::size_t>(category), options.plan,
        [bar](auto done, auto total) { return (*bar)(done, total); });
  }
  if (!report) {
    say(fmt::format("holon: nothing in this study has an impact on {}\n", options.category));
    return kInvalidInput;
  }
  if (options.study.json != "-") {
    print(report::terminal(*report, style_for(options.study.colour)));
  }
  if (!options.study.json.empty()) write_result(options.study.json, report::json(*report));
  return kDone;
}

}  // namespace

Command add_boundary(CLI::App& app) {
  auto* command = app.add_subcommand(
      "boundary", "A study under nested boundaries: what each sees, and where an answer turns");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 10'000;
  command->footer(kExamples);
  add_study_options(*command, options->study);
  add_ensemble_options(*command, options->plan.engine);
  add_scenarios(*command, options->plan.scenarios);
  command->add_option("--category", options->category, "climate, energy, water, …")
      ->capture_default_str();
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  return [options] { return draw(*options); };
}

}  // namespace holon::cli
