// SPDX-License-Identifier: Apache-2.0
//
// The catalogue: published figures of grids, places, hardware and defaults, each with its spread,
// source, year and licence. The tables stand in data/ and are embedded in the binary.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/embedded.h"
#include "quantity/quantity.h"

namespace holon::catalog {

class Reference;

enum class Shelf {
  grid,
  place,
  accelerator,
  cpu,
  item,
  technology,
  default_value,
  instance,   ///< of a cloud
  grid_year,  ///< a country in an earlier year, such as "FR@2015"; found by `grid`
  facility,   ///< PUE and WUE by climate, size and cooling
};

inline constexpr std::size_t kShelfCount = 10;

/// "grid", "cpu", "default", …
[[nodiscard]] std::string_view name(Shelf shelf);

/// One published figure. Names and units:
/// `carbon intensity` [g CO2e/kWh at facility], `direct carbon intensity` (technologies; the same),
/// `water consumption` [L consumed/kWh at facility], `water withdrawal` [L withdrawn/kWh at
/// facility], `early deaths` [death/TWh at facility], `primary energy` [MJ primary/kWh at
/// facility], categories of a study such as `minerals` [kg Sb eq/kWh at facility], `pue` [plain; of
/// the kind facility per device], `wue` [L consumed/kWh at device], `power` [W at device], `peak
/// compute` [TFLOP/s, dense fp16 or bf16], `memory` [GB], `embodied climate` [kg CO2e], `embodied
/// minerals` [kg Sb eq], `embodied primary energy` [MJ primary], `embodied e-waste` [kg e-waste],
/// `price` [USD]. Embodied figures of a material or a part may be per GB, cm2, m2 or kg. The fact
/// of a default has the default's name, except that `pue of aws` is a `pue`.
struct Fact {
  std::string name;
  quantity::Quantity
      value;     ///< with source; its cause is the figure, so that one figure is one draw
  int year = 0;  ///< of the figure; for hardware of the snapshot
  std::string licence;
  std::string note;  ///< what the source's row warns of, its scope, and where the spread comes from
};

/// One grid, place, device, … with all that is known of it.
struct Entry {
  Shelf shelf = Shelf::grid;
  std::string code;
  std::string name;
  std::vector<std::string> aliases;
  std::string grid;  ///< places only: code of the grid it is on
  std::vector<std::pair<std::string, std::string>> details;
  std::vector<Fact> facts;

  /// Nothing if the catalogue does not know: missing, never zero.
  [[nodiscard]] const Fact* find(std::string_view fact) const;
};

/// All shelves. A shelf is read when it is first asked for; reading is thread-safe. Entries live as
/// long as their catalogue.
class Catalog {
 public:
  /// The tables of the binary.
  [[nodiscard]] static const Catalog& embedded();

  /// The tables given, whose texts must outlive the catalogue. A malformed table throws `base::Bug`
  /// when it is first needed.
  explicit Catalog(std::vector<EmbeddedFile> files);
  ~Catalog();
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;
  Catalog(Catalog&&) = delete;
  Catalog& operator=(Catalog&&) = delete;

  /// Look-ups ignore case; `_`, `-` and blanks are the same. A code wins over an alias, an alias
  /// over a name, an earlier row over a later one ("Georgia" is the country). Nothing if unknown.

  /// By code, ISO 3166 three-letter code or English name; "FR@2015" is France in that year.
  [[nodiscard]] const Entry* grid(std::string_view code) const;

  /// By "gcp/us-central1". Where the region publishes no `pue` or `wue`, the provider's default
  /// stands in. Where it has no `carbon intensity`, its grid's counts.
  [[nodiscard]] const Entry* place(std::string_view code) const;

  /// The places that a text may mean, by what people call them (place_names.h).
  [[nodiscard]] std::vector<const Entry*> places_called(std::string_view text) const;

  /// Accelerators, then embodied items such as "server", then processors, then cloud instances
  /// such as "aws/m5.large"; by code, alias or name.
  /// A device is also found by a spelling that differs in makers' words, blanks and signs alone
  /// ("Tesla V100-PCIE-16GB"), where only one device has it.
  [[nodiscard]] const Entry* device(std::string_view code) const;

  /// A kind of facility, such as "5A large airside economizer with adiabatic cooling".
  [[nodiscard]] const Entry* facility(std::string_view code) const;

  /// A way to generate electricity, such as "wind offshore".
  [[nodiscard]] const Entry* technology(std::string_view code) const;

  /// "pue", "pue of aws", "network energy", …
  [[nodiscard]] const Entry* default_value(std::string_view name) const;

  /// Entries in whose code, name, aliases or details every word occurs; best first: a word that is
  /// a whole code before the beginning of one, before any other part.
  [[nodiscard]] std::vector<const Entry*> search(const std::vector<std::string>& words) const;

  /// Everything a shelf's entries are found by, for nearest-name suggestions.
  [[nodiscard]] std::vector<std::string> codes(Shelf shelf) const;

  [[nodiscard]] std::span<const Entry> entries(Shelf shelf) const;

  /// A table's text, such as "profiles.csv": for rooms that read tables of their own. Broken
  /// promise if there is none.
  [[nodiscard]] std::string_view text(std::string_view table) const;

  /// Sources and rules of spread, which all tables lean on (facts.h).
  [[nodiscard]] const Reference& reference() const;

 private:
  struct Stored;
  struct Shelves;
  const Stored& stored(Shelf shelf) const;
  [[nodiscard]] const Entry* find(Shelf shelf, std::string_view code) const;
  [[nodiscard]] const Entry* find_loosely(Shelf shelf, std::string_view code) const;
  [[nodiscard]] std::vector<Entry> read(Shelf shelf) const;

  std::unique_ptr<Shelves> shelves_;
};

}  // namespace holon::catalog
