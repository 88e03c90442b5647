// SPDX-License-Identifier: Apache-2.0
#include "cli/estimate_form.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/experiment_options.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "findings/profile.h"

namespace holon::cli {
namespace {

using base::Code;
using catalog::Entry;
using catalog::Shelf;

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

void read_hardware(FormOptions& options, base::Diagnostics& wrong) {
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

void read_place(FormOptions& options, base::Diagnostics& wrong) {
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

void read_profile(FormOptions& options, base::Diagnostics& wrong) {
  for (const auto& lack : findings::apply_profile(catalog_in_use(), options.form)) {
    const auto colon = lack.rfind(": ");
    report(wrong, Code::not_in_catalogue, lack.substr(0, colon), "--profile", options.form.profile,
           "state it: " + lack.substr(colon + 2));
  }
}

}  // namespace

void add_form_options(CLI::App& app, FormOptions& options) {
  auto* command = &app;
  auto& form = options.form;
  command->add_option("--hardware", options.hardware, "A device of the catalogue, such as a100");
  command->add_option("--count", form.count, "How many of them")
      ->check(positive())
      ->capture_default_str();
  command->add_option("--hours", form.hours, "How long each is kept busy")->check(positive());
  command->add_option("--parameters", form.parameters, "Of a dense model that is trained")
      ->check(positive());
  command->add_option("--tokens", form.tokens, "That it is trained on")->check(positive());
  command->add_option("--flop-utilisation", form.flop_utilisation,
                      "Share of the peak that training reaches, as in '40 %'");
  command->add_option("--place", options.place, "A cloud region or a grid of the catalogue");
  command->add_option("--power", form.power, "Of one device, as in '300 W' or '250 .. 350 W'");
  command->add_option("--load", form.load, "Share of that power that it draws, as in '70 %'");
  command->add_option("--pue", form.pue, "Facility over device energy");
  command->add_option("--carbon-intensity", form.carbon_intensity,
                      "Of the electricity, as in '57 g/kWh'");
  command->add_option("--embodied", form.embodied, "Climate of making one device, as in '150 kg'");
  command->add_option("--lifetime", form.lifetime, "Of the devices, as in '4 years'");
  command->add_option("--memory", form.memory_GB, "GB beside the devices, for green-algorithms")
      ->check(positive());
}

bool is_complete(const FormOptions& options) {
  if (options.hardware.empty()) {
    say("holon: which hardware is not said\n  help: give `--hardware`, such as a100\n");
    return false;
  }
  if (options.place.empty() && options.form.carbon_intensity.empty()) {
    say("holon: where it runs is not said\n"
        "  help: give `--place`, such as aws/us-east-1 or FR, or `--carbon-intensity '57 "
        "g/kWh'`\n");
    return false;
  }
  const bool trains = options.form.parameters > 0 && options.form.tokens > 0;
  if ((options.form.hours > 0) == trains) {
    say("holon: how much is done is not said, or said twice\n"
        "  help: give `--hours`, or `--parameters` and `--tokens` of a model that is trained\n");
    return false;
  }
  return true;
}

base::Diagnostics read_form(FormOptions& options) {
  base::Diagnostics wrong;
  read_hardware(options, wrong);
  read_place(options, wrong);
  if (wrong.empty() && !options.form.profile.empty()) read_profile(options, wrong);
  return wrong;
}

}  // namespace holon::cli
