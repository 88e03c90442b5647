// SPDX-License-Identifier: Apache-2.0
//
// The parts of a .vdf file before any of them has a meaning for the user: header, sections, names,
// records, shapes of arrays, ranges.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/formats/bytes.h"
#include "model/formats/table_file.h"

namespace holon::model::formats {

/// Offsets of one section: where its mark stands, and where it ends.
struct VdfSection {
  std::size_t start = 0;
  std::size_t end = 0;
};

/// One record of 16 words: a variable, a range, an element, a unit, …
struct VdfRecord {
  std::array<std::uint32_t, 16> words{};
  std::string name;
  std::size_t index = 0;

  [[nodiscard]] std::uint32_t shape() const { return words[6]; }
  [[nodiscard]] std::uint32_t group() const { return words[8]; }
  [[nodiscard]] std::uint32_t order() const { return words[10]; }
  /// Of a variable its first slot; of a lookup its number; of an element its place in the range.
  [[nodiscard]] std::uint32_t place() const { return words[11]; }
};

/// Marks words of a record that hold nothing.
inline constexpr std::uint32_t kVdfNothing = 0xF6800000;

/// Shape of a record without subscripts.
inline constexpr std::uint32_t kVdfScalar = 5;

/// Shape of an array: sizes of its dimensions and the records that name their ranges.
struct VdfShape {
  std::vector<std::size_t> sizes;
  std::vector<std::size_t> ranges;  ///< indices of records; as many as sizes
  [[nodiscard]] std::size_t size() const;
};

/// The parts of a file.
struct VdfLayout {
  std::vector<VdfSection> sections;
  std::vector<VdfRecord> records;  ///< those with a name
  std::map<std::uint32_t, VdfShape> shapes;
  std::unordered_map<std::size_t, std::vector<std::string>> elements;  ///< by record of the range
};

/// Reads the parts. `first` is the section of the records, the next that of the names: 1 in runs,
/// 0 in data sets.
[[nodiscard]] Read<VdfLayout> read_vdf_layout(const ByteReader& bytes, std::size_t first);

}  // namespace holon::model::formats
