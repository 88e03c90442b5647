// SPDX-License-Identifier: Apache-2.0
//
// The fields of a study's blocks: one row says what a field measures, its range, and what it means.
// Reader, error messages and the reference page are made from these rows.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holon::study {

/// A field that holds a quantity or an equation.
struct Field {
  std::string_view name;
  std::string_view unit;  ///< of the expected dimension and kind
  double low = 0;         ///< smallest allowed value, in that unit
  double high = std::numeric_limits<double>::infinity();
  std::string_view text;  ///< what it means
  /// The range of all that is known, in that unit: a value beyond it is possible, and warned of.
  double usual_low = 0;
  double usual_high = std::numeric_limits<double>::infinity();
};

/// A kind of block in a study.
enum class BlockKind {
  study,
  time,
  place,
  hardware,
  transport,
  second_life,
  end_of_life,
  part,
  activity,
  hardware_use,
  storage,
  network,
  cap,
  budget,
  dimension,
  feedback,
  measured
};

[[nodiscard]] std::string_view name(BlockKind kind);

/// The quantity fields of a block.
[[nodiscard]] std::span<const Field> fields(BlockKind kind);

/// The other keys of a block: names, dates, lists, inner blocks.
[[nodiscard]] std::span<const Field> other_keys(BlockKind kind);

/// The row of a field, or null.
[[nodiscard]] const Field* find_field(BlockKind kind, std::string_view name);

/// The row of the value that stands at a path such as `places.paris.pue`; nothing for values
/// without one. Its name points into `path`.
[[nodiscard]] std::optional<Field> field_at(std::string_view path);

/// A row of its own for an amount that cannot be negative.
[[nodiscard]] Field not_negative(std::string_view name);

/// Names of all keys that a block may have.
[[nodiscard]] std::vector<std::string> key_names(BlockKind kind);

}  // namespace holon::study
