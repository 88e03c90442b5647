// SPDX-License-Identifier: Apache-2.0
//
// What Vensim's GET XLS (or DIRECT, or 123) DATA, CONSTANTS, LOOKUPS and SUBSCRIPT read from files
// of tables, as its manual and its test models describe it: docs/formats/data.md.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/formats/table_file.h"

namespace holon::model::formats {

/// One call in a model, such as GET XLS DATA('data.xls', 'Sheet1', 'A', 'B2').
struct FileCall {
  std::string function;                ///< as written, for messages
  std::vector<std::string> arguments;  ///< the strings, without their quotes
  base::Span span;                     ///< what the caret of a diagnostic marks
};

/// Points of a data variable over time, or of a lookup. x rises.
struct FilePoints {
  std::vector<double> x;
  std::vector<double> y;
};

/// File names behind `?name`: Vensim keeps them in the settings after the sketch, as lines
/// `30:?name=file`.
using FileAliases = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] FileAliases read_file_aliases(std::string_view settings);

/// The path of a file that a model names: relative to the model's folder, behind an alias if it
/// begins with `?`, in any case of letters.
[[nodiscard]] Read<std::string> path_of_data_file(const std::string& folder,
                                                  const FileAliases& aliases,
                                                  const std::string& name);

/// The data files of one model. Each is opened once and its sheets are read when they are needed.
/// Mistakes are added to the diagnostics at the call's span; what is returned then stands in.
class Spreadsheets {
 public:
  /// `folder` is the model's: names of files are relative to it.
  explicit Spreadsheets(std::string folder, FileAliases aliases = {});

  /// DATA('file', 'tab', 'row or column of times', 'first cell'): the series of `count` elements,
  /// the last subscript varying fastest. Times in a row: values run to the right and each further
  /// element is one row down; times in a column: down, and one column to the right. Points whose
  /// time or value is missing are left out. A file that cannot be read makes series without points
  /// and a warning: the data are missing, the model may still run.
  [[nodiscard]] std::vector<FilePoints> read_series(const FileCall& call, std::size_t count,
                                                    base::Diagnostics& diagnostics);

  /// LOOKUPS('file', 'tab', 'row or column of x', 'first cell'): the same, but an error if there
  /// are no points.
  [[nodiscard]] std::vector<FilePoints> read_lookups(const FileCall& call, std::size_t count,
                                                     base::Diagnostics& diagnostics);

  /// CONSTANTS('file', 'tab', 'first cell'): rows × columns values, row by row. The last subscript
  /// runs over the columns to the right and the one before it over the rows down; `*` after the
  /// cell exchanges the two directions. A value that is missing is an error and 0 stands in.
  [[nodiscard]] std::vector<double> read_constants(const FileCall& call, std::size_t rows,
                                                   std::size_t columns,
                                                   base::Diagnostics& diagnostics);

  /// SUBSCRIPT('file', 'tab', 'first cell', 'last cell', 'prefix'): names of elements, read to the
  /// right and then down, empty cells left out. The last cell may be a column or a row alone, or
  /// empty: then the other end is that of the table.
  [[nodiscard]] std::vector<std::string> read_subscript(const FileCall& call,
                                                        base::Diagnostics& diagnostics);

 private:
  struct Open;
  struct Line;

  Read<TableFile*> file(const std::string& name);
  std::optional<Open> open(const FileCall& call, std::size_t least, std::size_t most,
                           base::Severity severity, base::Diagnostics& diagnostics);
  std::vector<FilePoints> read_points(const FileCall& call, std::size_t count,
                                      base::Severity severity, base::Diagnostics& diagnostics);

  std::string folder_;
  FileAliases aliases_;
  std::map<std::string, Read<std::unique_ptr<TableFile>>> files_;  // by path
};

}  // namespace holon::model::formats
