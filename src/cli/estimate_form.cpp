// SPDX-License-Identifier: Apache-2.0
#include "cli/estimate_form.h"

#include <algorithm>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "catalog/spread.h"
#include "cli/experiment_options.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "findings/profile.h"
#include "quantity/unit.h"

namespace holon::cli {
namespace {

using base::Code;
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

// "100", "100 h", "2 days": a number of hours
CLI::Validator hours() {
  return {[](std::string& text) {
            const auto at = text.find_first_not_of("0123456789.eE+-_ ");
            // an exponent ends in a digit, a unit begins behind it
            const auto unit_at = at == std::string::npos ? text.size() : at;
            const auto value = base::parse_number(base::trim(text.substr(0, unit_at)));
            const auto unit = unit_at == text.size() ? quantity::parse_unit("h")
                                                     : quantity::parse_unit(text.substr(unit_at));
            const auto hour = quantity::unit("h");
            const bool is_time = unit && unit->dimension == hour.dimension;
            const double in_hours = value && is_time ? *value * unit->scale / hour.scale : 0;
            if (in_hours > 0 && in_hours <= kMost) {
              text = base::exact(in_hours);
              return std::string();
            }
            return fmt::format("`{}` is no time such as 100 (hours) or '2 days', above 0", text);
          },
          ""};
}

// a number without a unit is in that of the calculators' forms
CLI::Validator in(std::string unit) {
  return {[unit = std::move(unit)](std::string& text) {
            if (base::parse_number(base::trim(text))) text += " " + unit;
            return std::string();
          },
          ""};
}

void report(base::Diagnostics& wrong, Code code, std::string message, const char* option,
            const std::string& text, std::string help) {
  wrong.push_back({code, std::move(message), word_of(option, text), "", {}, {std::move(help)}});
}

// entries in which most of the words occur, of one of the shelves
std::vector<std::string> with_most_words(const std::string& text,
                                         const std::vector<Shelf>& shelves) {
  constexpr std::size_t kLeastWord = 3;
  std::map<const catalog::Entry*, std::size_t> counts;
  std::vector<const catalog::Entry*> order;
  auto parted = base::lower(text);
  for (char& c : parted) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (!is_word) c = ' ';
  }
  for (const auto& word : base::split(parted, ' ')) {
    if (word.size() < kLeastWord) continue;
    for (const auto* entry : catalog_in_use().search({word})) {
      if (std::find(shelves.begin(), shelves.end(), entry->shelf) == shelves.end()) continue;
      if (++counts[entry] == 1) order.push_back(entry);
    }
  }
  std::size_t most = 0;
  for (const auto& [entry, count] : counts) most = std::max(most, count);
  std::vector<std::string> out;
  for (const auto* entry : order) {
    if (counts[entry] == most) out.push_back(fmt::format("`{}`", entry->code));
  }
  return out;
}

// the nearest spelling, else what has most of its words
std::string suggestion(const std::string& text, const std::vector<Shelf>& shelves) {
  const auto& catalog = catalog_in_use();
  std::vector<std::string> codes;
  for (const auto shelf : shelves) {
    const auto more = catalog.codes(shelf);
    codes.insert(codes.end(), more.begin(), more.end());
  }
  if (const auto near = base::nearest(text, codes)) return fmt::format("did you mean `{}`?", *near);
  auto found = with_most_words(text, shelves);
  constexpr std::size_t kListed = 5;
  if (found.size() > kListed) found.resize(kListed);
  if (!found.empty()) return "the catalogue has " + base::listed(found, "and");
  return "`holon catalog search WORDS` finds codes by name, place or maker";
}

// by its code or by its name without the provider
const catalog::Entry* instance_called(const std::string& text) {
  const auto key = base::name_key(text);
  for (const auto& entry : catalog_in_use().entries(Shelf::instance)) {
    if (base::name_key(entry.code) == key || base::name_key(entry.name) == key) return &entry;
  }
  return nullptr;
}

// what is wrong with a name that the catalogue lacks: several in one, a count before it, or a slip
std::string help_with_hardware(const std::string& text) {
  const auto& catalog = catalog_in_use();
  const auto listed = base::split(text, ',');
  if (listed.size() > 1 && catalog.device(base::trim(listed.front())) != nullptr)
    return fmt::format("one device an estimate: `--hardware {}`, then the next",
                       base::trim(listed.front()));
  const auto behind = text.find_first_not_of("0123456789");
  if (behind != std::string::npos && behind > 0) {
    const auto rest = text.substr(std::min(text.find_first_not_of(" x*", behind), text.size()));
    if (!rest.empty() && catalog.device(rest) != nullptr)
      return fmt::format("did you mean `--hardware {} --count {}`?", rest, text.substr(0, behind));
  }
  if (const auto* instance = instance_called(text)) {
    return instance->find("power") != nullptr
               ? fmt::format("did you mean `{}`?", instance->code)
               : fmt::format(
                     "`{}` is a cloud instance with cards: name them, as in `--hardware "
                     "a100 --count 8`",
                     instance->code);
  }
  if (text.find('.') != std::string::npos)  // such as p3.2xlarge
    return suggestion(text, {Shelf::accelerator, Shelf::cpu, Shelf::instance});
  return suggestion(text, {Shelf::accelerator, Shelf::cpu});
}

void read_hardware(FormOptions& options, base::Diagnostics& wrong) {
  const auto* device = catalog_in_use().device(options.hardware);
  if (device == nullptr) {
    report(wrong, Code::not_in_catalogue,
           fmt::format("the catalogue has no hardware `{}`", options.hardware), "--hardware",
           options.hardware, help_with_hardware(options.hardware));
    return;
  }
  options.form.device = device->code;
  options.form.device_name = device->name;
  options.form.device_as_written = options.hardware;
  const bool from_profile = !options.form.profile.empty();
  if (device->find("power") != nullptr || !options.form.power.empty() || from_profile) return;
  report(wrong, Code::missing_key,
         fmt::format("the catalogue knows no power of `{}`", device->code), "--hardware",
         options.hardware,
         device->shelf == Shelf::instance
             ? "name its cards, as in `--hardware a100 --count 8`, or state `--power '3 kW'`"
             : "state it, as in `--power '300 W'`");
}

void read_place(FormOptions& options, base::Diagnostics& wrong) {
  auto& form = options.form;
  if (options.place.empty()) return;
  const auto& catalog = catalog_in_use();
  const auto near = catalog.places_called(options.place);
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

void read_facility(FormOptions& options, base::Diagnostics& wrong) {
  if (options.facility.empty()) return;
  if (const auto* facility = catalog_in_use().facility(options.facility)) {
    options.form.facility = facility->code;
    return;
  }
  report(wrong, Code::not_in_catalogue,
         fmt::format("the catalogue has no facility `{}`", options.facility), "--facility",
         options.facility, suggestion(options.facility, {Shelf::facility}));
}

// the country of a grid or of a region: "US" of aws/us-east-1
std::string country_of(const findings::EstimateForm& form) {
  const auto* region = form.region.empty() ? nullptr : catalog_in_use().place(form.region);
  const auto& grid = region != nullptr ? region->grid : form.grid;
  return grid.substr(0, grid.find_first_of("-@"));
}

// stated losses go into the study as they are, the catalogue's with their source
void read_losses(FormOptions& options, base::Diagnostics& wrong) {
  auto& form = options.form;
  if (options.grid_losses.empty()) return;
  if (base::name_key(options.grid_losses) != "catalogue") {
    form.grid_losses = findings::quoted(options.grid_losses);
    return;
  }
  const auto country = country_of(form);
  const auto* known = catalog_in_use().default_value("grid losses of " + country);
  if (known == nullptr) {
    report(wrong, Code::not_in_catalogue,
           fmt::format("the catalogue has no losses of {}",
                       country.empty() ? "a place of your own" : country),
           "--grid-losses", options.grid_losses, "state them, as in `--grid-losses '6 %'`");
    return;
  }
  const auto& value = known->facts.front().value;
  form.grid_losses = fmt::format("{{value: {}, evidence: catalogue, source: {}}}",
                                 base::exact(catalog::typical(value.distribution)),
                                 findings::quoted(value.pedigree.source));
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
  command->add_option("--hours", form.hours, "How long each is kept busy: 100, or '2 days'")
      ->transform(hours());
  command->add_option("--parameters", form.parameters, "Of a dense model that is trained")
      ->check(positive());
  command->add_option("--tokens", form.tokens, "That it is trained on")->check(positive());
  command->add_option("--flop-utilisation", form.flop_utilisation,
                      "Share of the peak that training reaches, as in '40 %'");
  command->add_option("--place", options.place, "A cloud region or a grid of the catalogue");
  command->add_option("--power", form.power, "Of one device: 300 (W), or '250 .. 350 W'")
      ->transform(in("W"));
  command->add_option("--load", form.load, "Share of that power that it draws, as in '70 %'");
  command->add_option("--facility", options.facility,
                      "Kind of facility for PUE and WUE, as in '5A midsize air-cooled chiller'");
  command->add_option("--pue", form.pue, "Facility over device energy");
  command
      ->add_option("--carbon-intensity", form.carbon_intensity,
                   "Of the electricity: 57 (g/kWh), or '50 .. 60 g/kWh'")
      ->transform(in("g/kWh"));
  command->add_option(
      "--grid-losses", options.grid_losses,
      "Share that the network loses, as in '6 %', or `catalogue`; else not counted");
  command->add_option("--embodied", form.embodied, "Climate of making one device, as in '150 kg'");
  command->add_option("--lifetime", form.lifetime, "Of the devices, as in '4 years'");
  command
      ->add_option("--memory", form.memory_GB,
                   "GB beside the devices, for green-algorithms and boavizta")
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
  read_facility(options, wrong);
  read_losses(options, wrong);
  if (wrong.empty() && !options.form.profile.empty()) read_profile(options, wrong);
  return wrong;
}

}  // namespace holon::cli
