// SPDX-License-Identifier: Apache-2.0
#include "report/leverage.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/load.h"
#include "cli/output_options.h"
#include "cli/ranks.h"
#include "cli/study_options.h"

namespace holon::cli {
namespace {

struct Options {
  StudyOptions study;
  findings::LeveragePlan plan;
  std::string category = "climate";
  std::size_t top = 15;
  bool quiet = false;
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon leverage examples/whole-system/study.yaml\n"
    "  holon leverage study.yaml --category energy --top 30 --json levers.json\n\n"
    "Each lever is moved by 1 % alone, in every future: numbers as they are stated, loops by the\n"
    "strength with which one of their links hands on a change. `variance` is the total Sobol'\n"
    "index of an uncertain number.\n";

// the category, if the study has any impact in it
std::optional<std::size_t> category_of(const std::string& word, const study::Compiled& compiled) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < study::categories().size(); ++i) {
    const bool has_flow = std::any_of(compiled.flows.begin(), compiled.flows.end(),
                                      [&](const auto& flow) { return flow.category == i; });
    if (!has_flow) continue;
    names.emplace_back(study::categories()[i].name);
    if (base::name_key(names.back()) == base::name_key(word)) return i;
  }
  const auto near = base::nearest(word, names);
  say(fmt::format("holon: this study has no total of `{}`\n  help: {}\n", word,
                  near            ? fmt::format("did you mean `{}`?", *near)
                  : names.empty() ? std::string("it has none at all")
                                  : "it has " + base::listed(names, "and")));
  return std::nullopt;
}

int leverage(const Options& options) {
  const auto loaded = load(options.study);
  if (!loaded) return kInvalidInput;
  auto plan = options.plan;
  const auto category = category_of(options.category, loaded->compiled);
  if (!category) return kWrongUsage;
  plan.category = *category;

  findings::Leverage found;
  {
    auto bar = std::make_shared<ProgressBar>("moving levers", options.quiet);
    found = findings::find_leverage(loaded->study, loaded->compiled, plan,
                                    [bar](auto done, auto total) { return (*bar)(done, total); });
  }
  if (options.study.json != "-") {
    print(report::terminal(found, options.top, style_for(options.study.colour)));
  }
  if (!options.study.json.empty()) write_result(options.study.json, report::json(found));
  return kDone;
}

}  // namespace

Command add_leverage(CLI::App& app) {
  auto* command = app.add_subcommand("leverage", "What moves a study's total most, and how deeply");
  auto options = std::make_shared<Options>();
  options->plan.engine.samples = 400;
  options->plan.engine.ranks = ranks();
  command->footer(kExamples);
  command->add_option("STUDY", options->study.path, kStudyIsOneOf)->required();
  command->add_option("--category", options->category, "Whose total is moved")
      ->capture_default_str();
  command->add_option("--samples", options->plan.engine.samples, "Simulated futures of each lever")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}).description(""))
      ->capture_default_str();
  command
      ->add_option("--rows", options->plan.rows,
                   "Of the design of the Sobol' indices; best a power of two; 0: no indices")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000'000}).description(""))
      ->capture_default_str();
  command->add_option("--loops", options->plan.most_loops, "Loops that are moved and cut")
      ->check(CLI::Range(std::size_t{0}, std::size_t{200}).description(""))
      ->capture_default_str();
  command->add_option("--top", options->top, "Levers that are shown")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000}).description(""))
      ->capture_default_str();
  command->add_option("--seed", options->plan.engine.seed, "Of the random draws")
      ->check(
          CLI::Range(std::uint64_t{0}, std::uint64_t{9'000'000'000'000'000'000}).description(""))
      ->capture_default_str();
  command
      ->add_option("--set", options->study.settings,
                   "PATH=VALUE: another value for one of the study's (again for more)")
      ->allow_extra_args(false);
  add_json(*command, options->study.json);
  command->add_option("--threads", options->plan.engine.threads, "0: as many as there are")
      ->check(CLI::Range(std::size_t{0}, std::size_t{4096}).description(""))
      ->capture_default_str();
  add_colour(*command, options->study.colour);
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  return [options] { return leverage(*options); };
}

}  // namespace holon::cli
