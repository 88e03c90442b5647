// SPDX-License-Identifier: Apache-2.0
//
// Named series over time from files: a run of Vensim (.vdf), a table with a `time` column or row
// (.tab, .csv, .xlsx, …), or Vensim's .dat.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/formats/table_file.h"

namespace holon::model::formats {

/// One variable, or one element of an array: its name is then `name[a,b]`.
struct DataSeries {
  std::string name;            ///< as written in the file
  std::vector<double> times;   ///< rising
  std::vector<double> values;  ///< as many as times; none if it was not saved
};

/// The form in which the names of two series are equal: lower case, `_` and runs of spaces as one
/// space, no spaces around brackets and commas, no quotes around the name.
[[nodiscard]] std::string series_key(std::string_view name);

/// All series of one file.
class DataSet {
 public:
  DataSet() = default;
  explicit DataSet(std::vector<DataSeries> series);

  [[nodiscard]] const std::vector<DataSeries>& series() const { return series_; }

  /// The series of this name; null if there is none.
  [[nodiscard]] const DataSeries* find(std::string_view name) const;

 private:
  std::vector<DataSeries> series_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

/// Reads a file of data. What it is, its first bytes tell; .dat goes by its name.
[[nodiscard]] Read<DataSet> read_data_file(const std::string& path);

/// Series of a table. Its first cell is the name `time`: below it stand the times and each further
/// column is a series; or right of it, and each further row is one. Empty cells are left out.
[[nodiscard]] Read<DataSet> read_data_table(const Sheet& sheet);

/// Vensim's .dat: a line with a name, then lines of time, tab, value.
[[nodiscard]] Read<DataSet> read_dat(std::string_view text);

}  // namespace holon::model::formats
