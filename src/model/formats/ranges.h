// SPDX-License-Identifier: Apache-2.0
//
// Ranges of subscripts with their elements, all names resolved: which elements a name stands for,
// and which element of one range belongs to which of another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/formats/script.h"

namespace holon::model::formats {

/// An element, the same in all ranges that have one of this name.
using Element = std::uint32_t;

/// A range whose elements are known.
struct ResolvedRange {
  std::string name;
  std::vector<Element> elements;

  /// One element of this range belongs to some of another.
  struct Mapping {
    std::size_t other;                        ///< index of the other range
    std::vector<std::vector<Element>> pairs;  ///< for each element of this range
  };
  std::vector<Mapping> mappings;
  std::vector<std::size_t> same;  ///< ranges that are other names of this one

  /// Place of an element, from 0.
  [[nodiscard]] std::optional<std::size_t> position(Element element) const;
};

/// Reads the element names of GET XLS SUBSCRIPT and its kind.
using SubscriptReader = std::function<std::vector<std::string>(const Term&, base::Diagnostics&)>;

/// All ranges of a script. Immutable once read.
class Ranges {
 public:
  /// Mistakes go to `diagnostics`; what could be read is kept.
  Ranges(const std::vector<Range>& ranges, const SubscriptReader& read_file,
         base::Diagnostics& diagnostics);

  /// Index of the range of this name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  [[nodiscard]] const ResolvedRange& operator[](std::size_t index) const { return ranges_[index]; }
  [[nodiscard]] std::size_t size() const { return ranges_.size(); }

  [[nodiscard]] std::optional<Element> element(std::string_view name) const;
  [[nodiscard]] const std::string& name_of(Element element) const { return elements_[element]; }

  /// The element of `wanted` that belongs to `element` of `bound`, through mappings of either.
  [[nodiscard]] std::optional<Element> mapped(std::size_t bound, Element element,
                                              std::size_t wanted) const;

  /// Names of all ranges and elements, for suggestions.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  Element intern(const std::string& name);
  void resolve(std::size_t index, const std::vector<Range>& ranges,
               const SubscriptReader& read_file, base::Diagnostics& diagnostics);
  void read_mappings(std::size_t index, const std::vector<Range>& ranges,
                     base::Diagnostics& diagnostics);

  std::vector<ResolvedRange> ranges_;
  std::vector<int> state_;  // while resolving: 0 not yet, 1 in work, 2 done
  int depth_ = 0;           // of ranges in work
  std::vector<std::string> elements_;
  std::unordered_map<std::string, std::size_t> range_by_key_;
  std::unordered_map<std::string, Element> element_by_key_;
};

}  // namespace holon::model::formats
