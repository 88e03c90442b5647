// SPDX-License-Identifier: Apache-2.0
//
// What Vensim's GET VDF DATA, CONSTANTS and LOOKUPS read from saved runs (.vdf) and other files of
// named series, as its manual describes it: docs/formats/data.md.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/formats/data_series.h"
#include "model/formats/spreadsheet_data.h"

namespace holon::model::formats {

/// The saved runs that one model reads. Each file is read once.
class SavedRuns {
 public:
  explicit SavedRuns(std::string folder, FileAliases aliases = {});

  /// Points of series over the model's time, which is `start + slope * time of the file`; a slope
  /// that is not above 0 leaves the times as they are. Mistakes are added at the call's span, with
  /// the severity given; what is missing is then left without points.
  [[nodiscard]] std::vector<FilePoints> read_points(const FileCall& call,
                                                    const std::vector<std::string>& names,
                                                    base::Severity severity,
                                                    base::Diagnostics& diagnostics);

  /// The values at a time of the file: before its first point the first, behind its last the last.
  /// Of a file without a name, that time itself.
  [[nodiscard]] std::vector<double> read_constants(const FileCall& call,
                                                   const std::vector<std::string>& names,
                                                   base::Diagnostics& diagnostics);

 private:
  const DataSet* open(const FileCall& call, std::size_t most, base::Severity severity,
                      base::Diagnostics& diagnostics);
  const DataSeries* find(const DataSet& data, const FileCall& call, const std::string& name,
                         base::Severity severity, base::Diagnostics& diagnostics);

  std::string folder_;
  FileAliases aliases_;
  std::map<std::string, Read<DataSet>> files_;  // by path
};

}  // namespace holon::model::formats
