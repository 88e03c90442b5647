// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "catalog/comparison.h"
#include "catalog/coverage.h"
#include "catalog/text.h"
#include "cli/command.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "inventory/part_models.h"

namespace holon::cli {
namespace {

using catalog::Entry;
using catalog::Shelf;

struct Options {
  std::vector<std::string> words;
  std::string name;
  std::size_t most = 40;
};

constexpr Shelf kShelves[] = {
    Shelf::grid,       Shelf::place,         Shelf::accelerator, Shelf::cpu,       Shelf::item,
    Shelf::technology, Shelf::default_value, Shelf::instance,    Shelf::grid_year, Shelf::facility};

const Entry* found(const std::string& name) {
  const auto& catalog = catalog_in_use();
  for (const auto* entry :
       {catalog.grid(name), catalog.place(name), catalog.device(name), catalog.technology(name),
        catalog.default_value(name), catalog.facility(name)}) {
    if (entry != nullptr) return entry;
  }
  return nullptr;
}

int overview() {
  print("The catalogue: published figures with source, year, licence and spread.\n\n");
  for (const auto shelf : kShelves) {
    const auto entries = catalog_in_use().entries(shelf);
    print(fmt::format("  {:<12} {:>5}   such as {}\n", catalog::name(shelf), entries.size(),
                      entries.front().code));
  }
  print("\nholon catalog search WORDS finds entries, holon catalog show NAME shows one.\n");
  return kDone;
}

// the models of making a part, with what each needs to know of it
int parts() {
  print("Models of making a part, for `model` of a study's part; in brackets what each needs.\n\n");
  const inventory::PartModels models(catalog_in_use());
  for (const auto& model : models.all()) {
    if (!model.item.empty()) continue;
    std::set<std::string> needs;
    for (const auto& term : model.terms) {
      for (const auto& need : base::split(catalog::part_driver(term.driver)->needs, ';')) {
        if (!need.empty()) needs.insert(base::listed(base::split(need, '|'), "or"));
      }
    }
    print(fmt::format("  {:<36} {}{}\n", model.name,
                      needs.empty() ? "" : fmt::format("({})", fmt::join(needs, ", ")),
                      model.pack.empty() ? "" : "  from the pack " + model.pack));
  }
  print(
      "\nFigures published of whole things; makers' own as `declaration ITEM`, or `declaration`\n"
      "where the part has a `device`.\n\n");
  for (const auto& model : models.all()) {
    if (!model.item.empty()) print(fmt::format("  {}\n", model.name));
  }
  return kDone;
}

// what may be told of each stage of the hardware's life against each kind of impact
int coverage() {
  print(
      "What is told of the hardware's chain: a number where a study has that source and category, "
      "else words.\n");
  const auto entries = catalog::coverage_entries(catalog_in_use());
  for (const auto stage : catalog::kStages) {
    for (const auto impact : catalog::kImpacts) {
      print(fmt::format("\n{}, {}\n", stage, impact));
      bool is_told = false;
      for (const auto& one : entries) {
        if (one.stage != stage || one.impact != impact) continue;
        is_told = true;
        print(fmt::format("  {:<32} {}\n", one.counted_as.empty() ? "words" : one.counted_as,
                          one.text));
        if (!one.source.empty()) print(fmt::format("  {:<32} {}\n", "", one.source));
      }
      if (!is_told) print("  missing\n");
    }
  }
  return kDone;
}

int unknown(const std::string& name);

int compare(const Options& options) {
  const auto* entry = found(options.name);
  if (entry == nullptr) return unknown(options.name);
  print(catalog::comparison(*entry));
  return kDone;
}

int search(const Options& options) {
  const auto entries = catalog_in_use().search(options.words);
  if (entries.empty()) {
    say(fmt::format("holon: nothing in the catalogue has {}.\n",
                    base::listed(options.words, "and")));
    return kCheckFailed;
  }
  print(catalog::listing(entries, options.most));
  return kDone;
}

int show(const Options& options) {
  if (const auto* entry = found(options.name)) {
    print(catalog::describe(*entry));
    return kDone;
  }
  return unknown(options.name);
}

int unknown(const std::string& name) {
  std::vector<std::string> codes;
  for (const auto shelf : kShelves) {
    const auto more = catalog_in_use().codes(shelf);
    codes.insert(codes.end(), more.begin(), more.end());
  }
  const auto near = base::nearest(name, codes);
  const auto hits = catalog_in_use().search({name}).size();
  say(fmt::format("holon: the catalogue has no `{}`.\n", name));
  if (near && hits == 0) say(fmt::format("  help: did you mean `{}`?\n", *near));
  if (hits > 0)
    say(fmt::format("  help: `holon catalog search {}` lists {} that {} it\n", name,
                    hits == 1 ? "one entry" : fmt::format("{} entries", hits),
                    hits == 1 ? "has" : "have"));
  if (!near && hits == 0)
    say("  help: `holon catalog search WORDS` finds codes by name, place or maker\n");
  return kCheckFailed;
}

}  // namespace

Command add_catalog(CLI::App& app) {
  auto* command = app.add_subcommand(
      "catalog", "What holon knows of grids, cloud regions, devices and defaults");
  auto options = std::make_shared<Options>();
  command->footer(
      "Examples:\n  holon catalog\n  holon catalog search france\n  holon catalog search h100\n  "
      "holon catalog show gcp/us-central1\n  holon catalog compare h100\n  holon catalog parts\n  "
      "holon catalog "
      "coverage\n");
  auto* search_command = command->add_subcommand("search", "Entries that have all these words");
  search_command->add_option("WORDS", options->words, "Words to look for")->required();
  search_command->add_option("--most", options->most, "Entries listed at most")
      ->capture_default_str();
  auto* show_command =
      command->add_subcommand("show", "One entry, with the pedigree of each figure");
  show_command->add_option("NAME", options->name, "Code or name of the entry")->required();
  auto* compare_command = command->add_subcommand(
      "compare", "All published figures of one thing side by side, and why they differ");
  compare_command->add_option("NAME", options->name, "Code or name of the entry")->required();
  auto* parts_command =
      command->add_subcommand("parts", "Models of making a part from what it is made of");
  auto* coverage_command = command->add_subcommand(
      "coverage", "What is known of each stage of the hardware's life, as a number or in words");
  command->require_subcommand(0, 1);
  return [=] {
    if (search_command->parsed()) return search(*options);
    if (show_command->parsed()) return show(*options);
    if (compare_command->parsed()) return compare(*options);
    if (parts_command->parsed()) return parts();
    if (coverage_command->parsed()) return coverage();
    return overview();
  };
}

}  // namespace holon::cli
