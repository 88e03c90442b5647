// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "catalog/facts.h"
#include "catalog/place_names.h"
#include "catalog/search.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

constexpr std::array<std::string_view, kShelfCount> kNames{
    "grid",    "place",    "accelerator",    "cpu",     "item", "technology",
    "default", "instance", "grid of a year", "facility"};

// what a search looks through; a country's earlier years would drown the country
constexpr std::array kShelves{Shelf::grid,          Shelf::place,    Shelf::accelerator,
                              Shelf::cpu,           Shelf::item,     Shelf::technology,
                              Shelf::default_value, Shelf::instance, Shelf::facility};

std::size_t index_of(Shelf shelf) { return static_cast<std::size_t>(shelf); }

using Index = std::unordered_map<std::string, const Entry*>;

// a region's name says where it is, not which it is
bool has_own_name(const Entry& entry) {
  return entry.shelf != Shelf::place && entry.name != entry.code;
}

// codes before aliases before names; of equals the first stays
Index index_of(const std::vector<Entry>& entries) {
  Index index;
  for (const auto& entry : entries) index.emplace(search_key(entry.code), &entry);
  for (const auto& entry : entries) {
    for (const auto& alias : entry.aliases) index.emplace(search_key(alias), &entry);
  }
  for (const auto& entry : entries) {
    if (has_own_name(entry)) index.emplace(search_key(entry.name), &entry);
  }
  return index;
}

// by loose names; where two entries share one, it tells neither
Index loose_index_of(const std::vector<Entry>& entries) {
  Index index;
  const auto add = [&](const std::string& name, const Entry& entry) {
    const auto [at, is_new] = index.emplace(loose_key(name), &entry);
    if (!is_new && at->second != &entry) at->second = nullptr;
  };
  for (const auto& entry : entries) {
    add(entry.code, entry);
    for (const auto& alias : entry.aliases) add(alias, entry);
    if (has_own_name(entry)) add(entry.name, entry);
  }
  return index;
}

}  // namespace

/// A shelf that has been read.
struct Catalog::Stored {
  std::once_flag once;
  std::vector<Entry> entries;
  Index index;
  std::once_flag loose_once;  // most look-ups need no loose names
  Index loose_index;
};

struct Catalog::Shelves {
  explicit Shelves(std::vector<EmbeddedFile> from) : files(std::move(from)) {}

  [[nodiscard]] std::string_view text(std::string_view name) const {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const EmbeddedFile& file) { return file.name == name; });
    base::check(found != files.end(), "every table of the catalogue is there");
    return found->text;
  }

  [[nodiscard]] Table table(std::string_view name) const { return Table(text(name)); }

  const Reference& reference() {
    std::call_once(reference_once,
                   [&] { facts_of.emplace(table("sources.csv"), table("pedigree.csv")); });
    return *facts_of;
  }

  std::vector<EmbeddedFile> files;
  std::once_flag reference_once;
  std::optional<Reference> facts_of;
  std::array<Stored, kShelfCount> stored;
};

std::string_view name(Shelf shelf) { return kNames[index_of(shelf)]; }

const Fact* Entry::find(std::string_view fact) const {
  const auto found =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& f) { return f.name == fact; });
  return found == facts.end() ? nullptr : &*found;
}

const Entry* entry_of(std::span<const Entry> entries, std::string_view code) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.code == code; });
  return found == entries.end() ? nullptr : &*found;
}

void add_detail(Entry& entry, std::string_view name, std::string_view text) {
  if (!text.empty()) entry.details.emplace_back(name, text);
}

const Catalog& Catalog::embedded() {
  static const Catalog kEmbedded({embedded_files().begin(), embedded_files().end()});
  return kEmbedded;
}

Catalog::Catalog(std::vector<EmbeddedFile> files)
    : shelves_(std::make_unique<Shelves>(std::move(files))) {}

Catalog::~Catalog() = default;

const Entry* Catalog::grid(std::string_view code) const {
  const bool has_year = code.find('@') != std::string_view::npos;
  return find(has_year ? Shelf::grid_year : Shelf::grid, code);
}

const Entry* Catalog::place(std::string_view code) const { return find(Shelf::place, code); }

std::vector<const Entry*> Catalog::places_called(std::string_view text) const {
  return catalog::places_called(entries(Shelf::place), text);
}

const Entry* Catalog::device(std::string_view code) const {
  // no item bears the name of a processor, so the long table of processors is opened last
  if (code.find('/') != std::string_view::npos) {
    if (const auto* found = find(Shelf::instance, code)) return found;
  }
  for (const auto shelf : {Shelf::accelerator, Shelf::item, Shelf::cpu}) {
    if (const auto* found = find(shelf, code)) return found;
  }
  for (const auto shelf : {Shelf::accelerator, Shelf::cpu}) {
    if (const auto* found = find_loosely(shelf, code)) return found;
  }
  return nullptr;
}

const Entry* Catalog::facility(std::string_view code) const { return find(Shelf::facility, code); }

const Entry* Catalog::technology(std::string_view code) const {
  return find(Shelf::technology, code);
}

const Entry* Catalog::default_value(std::string_view name) const {
  return find(Shelf::default_value, name);
}

std::vector<const Entry*> Catalog::search(const std::vector<std::string>& words) const {
  struct Found {
    int score;
    std::size_t place;  // of equals, the one of the earlier shelf and row comes first
    const Entry* entry;
  };
  std::vector<Found> found;
  for (const auto shelf : kShelves) {
    for (const auto& entry : entries(shelf)) {
      const int score = score_of(entry, words);
      if (score > 0) found.push_back({score, found.size(), &entry});
    }
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.score != b.score ? a.score > b.score : a.place < b.place;
  });
  std::vector<const Entry*> out;
  out.reserve(found.size());
  for (const auto& one : found) out.push_back(one.entry);
  return out;
}

std::vector<std::string> Catalog::codes(Shelf shelf) const {
  std::vector<std::string> out;
  for (const auto& entry : entries(shelf)) {
    out.push_back(entry.code);
    out.insert(out.end(), entry.aliases.begin(), entry.aliases.end());
    if (has_own_name(entry)) out.push_back(entry.name);
  }
  return out;
}

std::span<const Entry> Catalog::entries(Shelf shelf) const { return stored(shelf).entries; }

std::string_view Catalog::text(std::string_view table) const { return shelves_->text(table); }

const Reference& Catalog::reference() const { return shelves_->reference(); }

const Entry* Catalog::find(Shelf shelf, std::string_view code) const {
  const auto& index = stored(shelf).index;
  const auto found = index.find(search_key(code));
  return found == index.end() ? nullptr : found->second;
}

const Entry* Catalog::find_loosely(Shelf shelf, std::string_view code) const {
  stored(shelf);
  auto& stored = shelves_->stored[index_of(shelf)];
  std::call_once(stored.loose_once, [&] { stored.loose_index = loose_index_of(stored.entries); });
  const auto found = stored.loose_index.find(loose_key(code));
  return found == stored.loose_index.end() ? nullptr : found->second;
}

const Catalog::Stored& Catalog::stored(Shelf shelf) const {
  auto& stored = shelves_->stored[index_of(shelf)];
  std::call_once(stored.once, [&] {
    stored.entries = read(shelf);
    stored.index = index_of(stored.entries);
  });
  return stored;
}

std::vector<Entry> Catalog::read(Shelf shelf) const {
  FactMaker maker(shelves_->reference());
  const auto table = [&](std::string_view name) { return shelves_->table(name); };
  const auto with_impacts = [&](std::vector<Entry> grids) {
    add_scarcity(grids, table("water_scarcity.csv"), maker);
    add_impacts(grids, table("grid_impacts.csv"), maker);
    return grids;
  };
  switch (shelf) {
    case Shelf::grid:
      return with_impacts(read_grids(table("grids.csv"), entries(Shelf::technology), maker));
    case Shelf::place:
      return read_places(table("places.csv"), entries(Shelf::default_value), maker);
    case Shelf::accelerator:
      return read_accelerators(table("accelerators.csv"), entries(Shelf::item), maker);
    case Shelf::cpu:
      return read_cpus(table("cpus.csv"), maker);
    case Shelf::item:
      return read_items(table("embodied.csv"), maker);
    case Shelf::technology:
      return read_technologies(table("technologies.csv"), maker);
    case Shelf::default_value:
      return read_defaults(table("defaults.csv"), maker);
    case Shelf::instance:
      return read_instances(table("instances.csv"), maker);
    case Shelf::grid_year:
      return with_impacts(read_grids(table("grid_years.csv"), entries(Shelf::technology), maker));
    case Shelf::facility:
      return read_facilities(table("facilities.csv"), maker);
  }
  base::check(false, "every shelf has a reader");
  return {};
}

}  // namespace holon::catalog
