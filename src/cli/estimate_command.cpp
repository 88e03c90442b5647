// SPDX-License-Identifier: Apache-2.0
#include "findings/estimate.h"

#include <algorithm>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/experiment_options.h"
#include "cli/own_catalog.h"
#include "cli/study_options.h"
#include "findings/profile.h"
#include "report/estimate.h"
#include "report/json.h"

namespace holon::cli {
namespace {

using base::Code;
using catalog::Entry;
using catalog::Shelf;

struct Options {
  findings::EstimateForm form;
  findings::Plan plan;
  std::string hardware, place;
  std::string json;
  std::string colour = "auto";
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

// what nobody exceeds: the tokens of all training runs, the hours of all machines
constexpr double kMost = 1e18;

CLI::Validator positive() {
  return {[](std::string& text) {
            const auto value = base::parse_number(text);
            const bool fits = value && *value > 0 && *value <= kMost;
            return fits ? std::string()
                        : fmt::format("`{}` is not a number above 0 and up to 1e18", text);
          },
          ""};
}

void report(base::Diagnostics& wrong, Code code, std::string message, const char* option,
            const std::string& text, std::string help) {
  wrong.push_back({code, std::move(message), word_of(option, text), "", {}, {std::move(help)}});
}

// the nearest spelling, else what a search of the first word finds
std::string suggestion(const std::string& text, const std::vector<Shelf>& shelves) {
  const auto& catalog = catalog_in_use();
  std::vector<std::string> codes;
  for (const auto shelf : shelves) {
    const auto more = catalog.codes(shelf);
    codes.insert(codes.end(), more.begin(), more.end());
  }
  if (const auto near = base::nearest(text, codes)) return fmt::format("did you mean `{}`?", *near);
  std::vector<std::string> found;
  for (const auto* entry : catalog.search(base::split(base::trim(text), ' '))) {
    constexpr std::size_t kListed = 5;
    const bool fits = std::find(shelves.begin(), shelves.end(), entry->shelf) != shelves.end();
    if (fits && found.size() < kListed) found.push_back(fmt::format("`{}`", entry->code));
  }
  if (!found.empty()) return "the catalogue has " + base::listed(found, "and");
  return "`holon catalog search WORDS` finds codes by name, place or maker";
}

void read_hardware(Options& options, base::Diagnostics& wrong) {
  const auto* device = catalog_in_use().device(options.hardware);
  if (device == nullptr) {
    report(wrong, Code::not_in_catalogue,
           fmt::format("the catalogue has no hardware `{}`", options.hardware), "--hardware",
           options.hardware, suggestion(options.hardware, {Shelf::accelerator, Shelf::cpu}));
    return;
  }
  options.form.device = device->code;
  options.form.device_name = device->name;
  options.form.device_as_written = options.hardware;
  const bool from_profile = !options.form.profile.empty();
  if (device->find("power") != nullptr || !options.form.power.empty() || from_profile) return;
  report(wrong, Code::missing_key,
         fmt::format("the catalogue knows no power of `{}`", device->code), "--hardware",
         options.hardware, "state it, as in `--power '300 W'`");
}

// regions of the provider that is called so; or those of any provider
std::vector<const Entry*> regions(const std::string& text) {
  auto key = base::lower(base::trim(text));
  if (key.ends_with('/')) key.pop_back();
  std::vector<const Entry*> out;
  for (const auto& entry : catalog_in_use().entries(Shelf::place)) {
    const bool of_provider = entry.code.starts_with(key + "/");
    if (of_provider || entry.code.ends_with("/" + key)) out.push_back(&entry);
  }
  return out;
}

void read_place(Options& options, base::Diagnostics& wrong) {
  auto& form = options.form;
  if (options.place.empty()) return;
  const auto& catalog = catalog_in_use();
  const auto near = regions(options.place);
  if (const auto* region = catalog.place(options.place)) {
    form.region = region->code;
  } else if (const auto* grid = catalog.grid(options.place)) {
    form.grid = grid->code;
  } else if (near.size() == 1) {
    form.region = near.front()->code;
  } else {
    std::vector<std::string> codes;
    for (const auto* one : near) codes.push_back(one->code);
    constexpr std::size_t kListed = 8;
    const bool cut = codes.size() > kListed;
    if (cut) codes.resize(kListed);
    report(
        wrong, Code::not_in_catalogue,
        fmt::format("the catalogue has no place `{}`", options.place), "--place", options.place,
        codes.empty()
            ? suggestion(options.place, {Shelf::place, Shelf::grid})
            : fmt::format("choose a region: {}{}", base::listed(codes, "or"),
                          cut ? ", and more: `holon catalog search " + options.place + "`" : ""));
  }
}

void read_profile(Options& options, base::Diagnostics& wrong) {
  if (const auto lack = findings::apply_profile(catalog_in_use(), options.form)) {
    report(wrong, Code::not_in_catalogue, *lack, "--profile", options.form.profile,
           "state it: `--power '300 W'`, `--carbon-intensity '400 g/kWh'`");
  }
}

int refuse(const Options& options, const base::Diagnostics& wrong) {
  if (!options.json.empty()) write_result(options.json, report::json(wrong));
  say(wrong, colour_of(options.colour));
  return kInvalidInput;
}

int estimate(Options options) {
  if (options.place.empty() && options.form.carbon_intensity.empty()) {
    say("holon: where it runs is not said\n"
        "  help: give `--place`, such as aws/us-east-1 or FR, or `--carbon-intensity '57 "
        "g/kWh'`\n");
    return kWrongUsage;
  }
  const bool trains = options.form.parameters > 0 && options.form.tokens > 0;
  if ((options.form.hours > 0) == trains) {
    say("holon: how much is done is not said, or said twice\n"
        "  help: give `--hours`, or `--parameters` and `--tokens` of a model that is trained\n");
    return kWrongUsage;
  }
  base::Diagnostics wrong;
  read_hardware(options, wrong);
  read_place(options, wrong);
  if (wrong.empty() && !options.form.profile.empty()) read_profile(options, wrong);
  if (!wrong.empty()) return refuse(options, wrong);

  if (options.as_study) {
    print(findings::study_of(options.form));
    return kDone;
  }
  const auto found = findings::estimate(catalog_in_use(), options.form, options.plan);
  if (!found) return refuse(options, found.error());
  if (options.json != "-") {
    print(report::terminal(
        *found, {use_colour(colour_of(options.colour), STDOUT_FILENO), terminal_width()}));
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
  auto& form = options->form;
  command->footer(kExamples);
  command->add_option("--hardware", options->hardware, "A device of the catalogue, such as a100")
      ->required();
  command->add_option("--count", form.count, "How many of them")
      ->check(positive())
      ->capture_default_str();
  command->add_option("--hours", form.hours, "How long each is kept busy")->check(positive());
  command->add_option("--parameters", form.parameters, "Of a dense model that is trained")
      ->check(positive());
  command->add_option("--tokens", form.tokens, "That it is trained on")->check(positive());
  command->add_option("--flop-utilisation", form.flop_utilisation,
                      "Share of the peak that training reaches, as in '40 %'");
  command->add_option("--place", options->place, "A cloud region or a grid of the catalogue");
  command->add_option("--power", form.power, "Of one device, as in '300 W' or '250 .. 350 W'");
  command->add_option("--load", form.load, "Share of that power that it draws, as in '70 %'");
  command->add_option("--pue", form.pue, "Facility over device energy");
  command->add_option("--carbon-intensity", form.carbon_intensity,
                      "Of the electricity, as in '57 g/kWh'");
  command
      ->add_option(
          "--profile", form.profile,
          "Another calculator's assumptions: " + base::listed(findings::profile_names(), "or"))
      ->check(CLI::IsMember(findings::profile_names()).description(""));
  command->add_option("--memory", form.memory_GB, "GB beside the devices, for green-algorithms")
      ->check(positive());
  command->add_flag("--as-study", options->as_study,
                    "Print the study that this stands for, and assess nothing");
  add_ensemble_options(*command, options->plan.engine);
  command->add_option("--json", options->json,
                      "Also write JSON to this file; - for standard output");
  command->add_option("--color", options->colour, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->capture_default_str();
  return [options] { return estimate(*options); };
}

}  // namespace holon::cli
