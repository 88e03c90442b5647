// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "catalog/text.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace holon::cli {
namespace {

using catalog::Catalog;
using catalog::Entry;
using catalog::Shelf;

struct Options {
  std::vector<std::string> words;
  std::string name;
  std::size_t most = 40;
};

constexpr Shelf kShelves[] = {Shelf::grid, Shelf::place,      Shelf::accelerator,  Shelf::cpu,
                              Shelf::item, Shelf::technology, Shelf::default_value};

const Entry* found(const std::string& name) {
  const auto& catalog = Catalog::embedded();
  for (const auto* entry : {catalog.grid(name), catalog.place(name), catalog.device(name),
                            catalog.technology(name), catalog.default_value(name)}) {
    if (entry != nullptr) return entry;
  }
  return nullptr;
}

int overview() {
  print("The catalogue: published figures with source, year, licence and spread.\n\n");
  for (const auto shelf : kShelves) {
    const auto entries = Catalog::embedded().entries(shelf);
    print(fmt::format("  {:<12} {:>5}   such as {}\n", catalog::name(shelf), entries.size(),
                      entries.front().code));
  }
  print("\nholon catalog search WORDS finds entries, holon catalog show NAME shows one.\n");
  return kDone;
}

int search(const Options& options) {
  const auto entries = Catalog::embedded().search(options.words);
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
  std::vector<std::string> codes;
  for (const auto shelf : kShelves) {
    const auto more = Catalog::embedded().codes(shelf);
    codes.insert(codes.end(), more.begin(), more.end());
  }
  const auto near = base::nearest(options.name, codes);
  const auto hits = Catalog::embedded().search({options.name}).size();
  say(fmt::format("holon: the catalogue has no `{}`.\n", options.name));
  if (near && hits == 0) say(fmt::format("  help: did you mean `{}`?\n", *near));
  if (hits > 0)
    say(fmt::format("  help: `holon catalog search {}` lists {} that {} it\n", options.name,
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
      "holon catalog show gcp/us-central1\n");
  auto* search_command = command->add_subcommand("search", "Entries that have all these words");
  search_command->add_option("WORDS", options->words, "Words to look for")->required();
  search_command->add_option("--most", options->most, "Entries listed at most")
      ->capture_default_str();
  auto* show_command =
      command->add_subcommand("show", "One entry, with the pedigree of each figure");
  show_command->add_option("NAME", options->name, "Code or name of the entry")->required();
  command->require_subcommand(0, 1);
  return [=] {
    if (search_command->parsed()) return search(*options);
    if (show_command->parsed()) return show(*options);
    return overview();
  };
}

}  // namespace holon::cli
