// SPDX-License-Identifier: Apache-2.0
#include "findings/estimate.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_form.h"
#include "cli/experiment_options.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "cli/study_options.h"
#include "findings/profile.h"
#include "report/estimate.h"
#include "report/json.h"

namespace holon::cli {
namespace {

struct Options {
  FormOptions form;
  findings::Plan plan;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
  bool as_study = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon estimate --hardware a100 --count 8 --hours 100 --place aws/us-east-1\n"
    "  holon estimate --hardware 'RTX 3090' --hours 24 --place FR --load '60 %'\n"
    "  holon estimate --hardware v100 --hours 10 --carbon-intensity '57 g/kWh' --pue 1.2\n"
    "  holon estimate --hardware v100 --hours 100 --place gcp/us-central1 --profile ml-co2-impact\n"
    "  holon estimate --hardware a100 --count 1024 --parameters 7e9 --tokens 2e12 --place US\n"
    "  holon estimate --hardware h100 --hours 720 --place gcp/us-central1 --as-study\n\n"
    "A place is a cloud region or a grid: `holon catalog search WORDS` finds both. Without\n"
    "`--power` a device draws its maker's maximum; the host around it is not counted.\n"
    "Ends with 0; with 3 if something is not known.\n";

int refuse(const Options& options, const base::Diagnostics& wrong) {
  if (!options.json.empty()) write_result(options.json, report::json(wrong));
  say(wrong, options.colour);
  return kInvalidInput;
}

int estimate(Options options) {
  if (!is_complete(options.form)) return kWrongUsage;
  if (const auto wrong = read_form(options.form); !wrong.empty()) return refuse(options, wrong);
  const auto& form = options.form.form;

  if (options.as_study) {
    print(findings::study_of(form));
    return kDone;
  }
  const auto found = findings::estimate(catalog_in_use(), form, options.plan);
  if (!found) return refuse(options, found.error());
  say(found->warnings, options.colour);
  if (options.json != "-") {
    print(report::terminal(*found, style_for(options.colour)));
  }
  if (!options.json.empty()) write_result(options.json, report::json(*found));
  return kDone;
}

}  // namespace

Command add_estimate(CLI::App& app) {
  auto* command = app.add_subcommand(
      "estimate", "The footprint of one job from its hardware, hours and place, in one line");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 10'000;
  command->footer(kExamples);
  add_form_options(*command, options->form);
  command->get_option("--hardware")->required();
  command
      ->add_option(
          "--profile", options->form.form.profile,
          "Another calculator's assumptions: " + base::listed(findings::profile_names(), "or"))
      ->check(CLI::IsMember(findings::profile_names()).description(""));
  command->add_flag("--as-study", options->as_study,
                    "Print the study that this stands for, and assess nothing");
  add_ensemble_options(*command, options->plan.engine);
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] { return estimate(*options); };
}

}  // namespace holon::cli
