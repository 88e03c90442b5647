// SPDX-License-Identifier: Apache-2.0
//
// Tables of points made ready for the batch machine: padded, slopes divided, and where the points
// lie evenly, the interval of an x found without a search.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/expression.h"

namespace holon::engine {

/// How the interval is found that an x lies in, as a number from 0 to `last_interval`.
enum class Locate : std::uint8_t {
  by_scale,          ///< it is the whole part of (x - first_x) scale
  by_scale_or_next,  ///< that, or the next one if x has reached it
  by_search,         ///< by halving: `halvings` comparisons
};

/// Plain numbers, so that kernels of any instruction set can read them.
struct LookupTable {
  model::TableKind kind = model::TableKind::linear;
  bool has_vector_form = false;  ///< else `table_value` reads it, number by number
  Locate locate = Locate::by_search;
  int last_interval = 0;
  int halvings = 0;
  double first_x = 0;
  double last_x = 0;
  double first_y = 0;
  double last_y = 0;
  double scale = 0;  ///< intervals per x
  // by interval, padded to at least `kPermuted` and to a power of two
  const double* end = nullptr;  ///< where the next interval begins; not a number of the last
  const double* x = nullptr;    ///< of the interval's first point
  const double* y = nullptr;
  const double* slope = nullptr;
};

/// Numbers that a kernel may take into two vectors at once.
inline constexpr std::size_t kPermuted = 16;

/// The tables of a program, in their order. Immutable.
class LookupTables {
 public:
  explicit LookupTables(std::span<const std::shared_ptr<const model::Table>> tables);
  LookupTables(const LookupTables&) = delete;
  LookupTables& operator=(const LookupTables&) = delete;

  [[nodiscard]] const LookupTable* data() const { return tables_.data(); }
  [[nodiscard]] const LookupTable& operator[](std::size_t i) const { return tables_[i]; }

 private:
  void add(const model::Table& table);

  /// A line of the cache.
  struct alignas(64) Line {
    double numbers[8];
  };

  std::vector<LookupTable> tables_;
  std::vector<std::vector<Line>> numbers_;
};

}  // namespace holon::engine
