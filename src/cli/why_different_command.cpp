// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/estimate_form.h"
#include "cli/experiment_options.h"
#include "cli/load.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "cli/study_options.h"
#include "findings/comparison.h"
#include "findings/profile.h"
#include "findings/study_gap.h"
#include "report/gap.h"
#include "report/json.h"

namespace holon::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::vector<std::string> scenarios;
  std::vector<std::string> profiles;
  FormOptions form;
  std::string category = "climate";
  findings::GapPlan plan;
  std::size_t most_factors = 10;
  std::string json;
  ColourChoice colour = ColourChoice::automatic;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon why-different examples/why-different/search.yaml\n"
    "  holon why-different first/study.yaml second/study.yaml --category energy\n"
    "  holon why-different study.yaml --scenario 'whole site'\n"
    "  holon why-different study.yaml --scenario one --scenario two\n"
    "  holon why-different --profile ml-co2-impact green-algorithms \\\n"
    "    --hardware 'Tesla V100' --hours 100 --place FR --carbon-intensity '50 g/kWh'\n\n"
    "The gap between two estimates is their ratio; it is split into factors that multiply to it.\n"
    "A comparison states two estimates by their factors: see docs/methods/why-different.md.\n"
    "With one scenario a study is compared with it; `holon` is a profile, too. Ends with 0; with "
    "3\n"
    "if something cannot be compared.\n";

/// What `--profile` calls the catalogue's own figures.
constexpr const char* kOwn = "holon";

int refuse(const Options& options, const base::Diagnostics& wrong) {
  if (!options.json.empty()) write_result(options.json, report::json(wrong));
  say(wrong, options.colour);
  return kInvalidInput;
}

int show(const Options& options, const base::Result<findings::Gap>& gap) {
  if (!gap) return refuse(options, gap.error());
  if (options.json != "-") {
    print(report::terminal(*gap, style_for(options.colour)));
  }
  if (!options.json.empty()) write_result(options.json, report::json(*gap));
  return kDone;
}

int misuse(const std::string& what, const std::string& help) {
  say(fmt::format("holon: {}\n  help: {}\n", what, help));
  return kWrongUsage;
}

// ---- a comparison ----

int compare_estimates(const Options& options, const base::SourcePtr& source) {
  const auto comparison = findings::read_comparison(source);
  if (!comparison) return refuse(options, comparison.error());
  return show(options, findings::gap_of(*comparison, options.plan));
}

// ---- studies ----

// the category, if one of the studies has any impact in it
std::optional<std::size_t> category_of(const std::string& word, const study::Compiled& first,
                                       const study::Compiled& second) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < study::categories().size(); ++i) {
    const auto in = [&](const study::Compiled& compiled) {
      return std::any_of(compiled.flows.begin(), compiled.flows.end(),
                         [&](const auto& flow) { return flow.category == i; });
    };
    if (!in(first) || !in(second)) continue;
    names.emplace_back(study::categories()[i].name);
    if (base::name_key(names.back()) == base::name_key(word)) return i;
  }
  const auto near = base::nearest(word, names);
  (void)misuse(fmt::format("`{}` is no total of both", word),
               near            ? fmt::format("did you mean `{}`?", *near)
               : names.empty() ? std::string("they have none in common")
                               : "both have " + base::listed(names, "and"));
  return std::nullopt;
}

int compare_sides(const Options& options, const findings::StudySide& first,
                  const findings::StudySide& second) {
  findings::StudyGapPlan plan;
  plan.engine.samples = options.plan.samples;
  plan.engine.seed = options.plan.seed;
  plan.most_factors = options.most_factors;
  const auto category = category_of(options.category, first.compiled, second.compiled);
  if (!category) return kWrongUsage;
  plan.category = *category;
  return show(options, findings::gap_between(first, second, plan));
}

// the number of the case that a scenario is
std::size_t case_of(const Loaded& loaded, const std::string& scenario) {
  const auto& cases = loaded.compiled.model.cases;
  const auto found = std::find_if(cases.begin() + 1, cases.end(), [&](const model::Case& one) {
    return base::name_key(one.name) == base::name_key(scenario);
  });
  return static_cast<std::size_t>(found - cases.begin());
}

int compare_scenarios(const Options& options) {
  const auto loaded = load({options.paths.front(), {}, options.json, options.colour});
  if (!loaded) return kInvalidInput;
  if (!are_known(options.scenarios, loaded->study)) return kWrongUsage;
  const auto side = [&](const std::string& name) -> findings::StudySide {
    if (name.empty()) return {loaded->study, loaded->compiled, 0, "baseline"};
    return {loaded->study, loaded->compiled, case_of(*loaded, name), name};
  };
  const bool both = options.scenarios.size() == 2;
  return compare_sides(options, side(both ? options.scenarios.front() : ""),
                       side(options.scenarios.back()));
}

/// A longer title is no name for a column.
constexpr std::size_t kLongestTitle = 40;

// the titles where they tell the studies apart, else the paths
std::array<std::string, 2> names_of(const Loaded& first, const Loaded& second) {
  const auto& a = first.study.title;
  const auto& b = second.study.title;
  const auto is_name = [](const std::string& title) {
    return !title.empty() && base::display_width(title) <= kLongestTitle;
  };
  if (is_name(a) && is_name(b) && base::name_key(a) != base::name_key(b)) return {a, b};
  return {first.source_name, second.source_name};
}

int compare_studies(const Options& options) {
  const auto first = load({options.paths[0], {}, options.json, options.colour});
  const auto second = load({options.paths[1], {}, options.json, options.colour});
  if (!first || !second) return kInvalidInput;
  const auto names = names_of(*first, *second);
  return compare_sides(options, {first->study, first->compiled, 0, names[0]},
                       {second->study, second->compiled, 0, names[1]});
}

// ---- profiles ----

base::Result<Loaded> study_of_profile(const Options& options, const std::string& profile) {
  auto form = options.form;
  form.form.profile = profile == kOwn ? "" : profile;
  if (const auto wrong = read_form(form); !wrong.empty()) return tl::unexpected(wrong);
  const auto source = std::make_shared<const base::SourceText>(
      fmt::format("the study of {}", profile), findings::study_of(form.form));
  auto study = study::read_study(source, [](const std::string&) { return std::string(); });
  if (!study) return tl::unexpected(study.error());
  auto compiled = study::compile(*study, catalog_in_use(), {});
  if (!compiled) return tl::unexpected(compiled.error());
  return Loaded{std::move(*study), std::move(*compiled), profile};
}

int compare_profiles(const Options& options) {
  if (!is_complete(options.form)) return kWrongUsage;
  const auto first = study_of_profile(options, options.profiles[0]);
  const auto second = study_of_profile(options, options.profiles[1]);
  base::Diagnostics wrong;
  for (const auto* one : {&first, &second}) {
    if (!*one) wrong.insert(wrong.end(), one->error().begin(), one->error().end());
  }
  if (!wrong.empty()) return refuse(options, wrong);
  return compare_sides(options, {first->study, first->compiled, 0, first->source_name},
                       {second->study, second->compiled, 0, second->source_name});
}

// ---- which of them ----

int why_different(const Options& options) {
  if (!options.profiles.empty()) {
    if (options.paths.empty() && options.scenarios.empty()) return compare_profiles(options);
    return misuse("profiles are compared without a study", "leave the file away, or `--profile`");
  }
  if (options.paths.empty())
    return misuse("what is to be compared is not said",
                  "give a comparison, two studies, or two of `--profile`");
  if (options.scenarios.size() > 2)
    return misuse("more than two scenarios", "two are compared at a time");
  if (options.paths.size() == 2) {
    if (options.scenarios.empty()) return compare_studies(options);
    return misuse("scenarios of two studies", "compare two scenarios of one study");
  }
  if (!options.scenarios.empty()) return compare_scenarios(options);
  const auto source = source_of(options.paths.front());
  if (!source) return refuse(options, source.error());
  return compare_estimates(options, *source);
}

void add_names(CLI::App& command, Options& options) {
  command
      .add_option("FILE", options.paths,
                  "A comparison, or one or two studies; - reads standard input")
      ->expected(0, 2);
  command
      .add_option("--scenario", options.scenarios,
                  "Of one study, against its baseline (again: against each other)")
      ->allow_extra_args(false);
  auto profiles = findings::profile_names();
  profiles.emplace_back(kOwn);
  command
      .add_option("--profile", options.profiles,
                  "Two calculators on one job: " + base::listed(profiles, "or"))
      ->expected(2)
      ->check(CLI::IsMember(profiles).description(""));
  add_form_options(command, options.form);
}

}  // namespace

Command add_why_different(CLI::App& app) {
  auto* command = app.add_subcommand("why-different",
                                     "Why two estimates of one thing differ, factor by factor");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  add_names(*command, *options);
  command->add_option("--category", options->category, "Of studies and profiles: whose total")
      ->capture_default_str();
  command
      ->add_option("--factors", options->most_factors,
                   "Of studies: at most so many, the smallest ones together")
      ->check(CLI::Range(std::size_t{2}, std::size_t{14}).description(""))
      ->capture_default_str();
  command->add_flag("--shapley", options->plan.shapley,
                    "By Shapley's rule, even where logarithmic means would do");
  command->add_option("--samples", options->plan.samples, "Simulated futures")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000}).description(""))
      ->capture_default_str();
  command->add_option("--seed", options->plan.seed, "Of the random draws")
      ->check(
          CLI::Range(std::uint64_t{0}, std::uint64_t{9'000'000'000'000'000'000}).description(""))
      ->capture_default_str();
  add_json(*command, options->json);
  add_colour(*command, options->colour);
  return [options] { return why_different(*options); };
}

}  // namespace holon::cli
