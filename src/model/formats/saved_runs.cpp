// SPDX-License-Identifier: Apache-2.0
#include "model/formats/saved_runs.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::model::formats {
namespace {

using base::Code;
using base::Diagnostics;
using base::Severity;

void report(Code code, Fault fault, const FileCall& call, Severity severity,
            Diagnostics& diagnostics) {
  diagnostics.push_back(
      {code, std::move(fault.message), call.span, "", {}, std::move(fault.help), severity});
}

double number_at(const FileCall& call, std::size_t argument, double otherwise) {
  if (argument >= call.arguments.size()) return otherwise;
  return base::parse_number(base::trim(call.arguments[argument])).value_or(otherwise);
}

// between points lies a line
double value_at(const DataSeries& series, double time) {
  const auto after = std::upper_bound(series.times.begin(), series.times.end(), time);
  if (after == series.times.begin()) return series.values.front();
  if (after == series.times.end()) return series.values.back();
  const auto i = static_cast<std::size_t>(after - series.times.begin());
  const double share = (time - series.times[i - 1]) / (series.times[i] - series.times[i - 1]);
  return series.values[i - 1] + share * (series.values[i] - series.values[i - 1]);
}

}  // namespace

SavedRuns::SavedRuns(std::string folder, FileAliases aliases)
    : folder_(std::move(folder)), aliases_(std::move(aliases)) {}

const DataSet* SavedRuns::open(const FileCall& call, std::size_t most, Severity severity,
                               Diagnostics& diagnostics) {
  if (call.arguments.size() < 2 || call.arguments.size() > most) {
    report(
        Code::bad_file_call,
        {fmt::format("{} takes {} arguments, not {}", call.function, most, call.arguments.size()),
         {"the file and the variable in single quotes, then numbers"}},
        call, Severity::error, diagnostics);
    return nullptr;
  }
  auto path = path_of_data_file(folder_, aliases_, call.arguments[0]);
  // Vensim adds the ending itself
  if (!path && call.arguments[0].find('.') == std::string::npos)
    path = path_of_data_file(folder_, aliases_, call.arguments[0] + ".vdf");
  if (!path) {
    report(Code::unreadable_data_file, path.error(), call, severity, diagnostics);
    return nullptr;
  }
  auto found = files_.find(*path);
  if (found == files_.end()) found = files_.emplace(*path, read_data_file(*path)).first;
  if (found->second) return &*found->second;
  report(Code::unreadable_data_file, found->second.error(), call, severity, diagnostics);
  return nullptr;
}

const DataSeries* SavedRuns::find(const DataSet& data, const FileCall& call,
                                  const std::string& name, Severity severity,
                                  Diagnostics& diagnostics) {
  const auto* out = data.find(name);
  if (out != nullptr && !out->values.empty()) return out;
  report(Code::missing_cells,
         {fmt::format("`{}` has no `{}`", call.arguments[0], name),
          {"name a variable that was saved in that run, with its subscripts"}},
         call, severity, diagnostics);
  return nullptr;
}

std::vector<FilePoints> SavedRuns::read_points(const FileCall& call,
                                               const std::vector<std::string>& names,
                                               Severity severity, Diagnostics& diagnostics) {
  std::vector<FilePoints> out(names.size());
  const auto* data = open(call, 4, severity, diagnostics);
  if (data == nullptr) return out;
  const double slope = number_at(call, 3, 1);
  const double start = slope > 0 ? number_at(call, 2, 0) : 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* series = find(*data, call, names[i], severity, diagnostics);
    if (series == nullptr) continue;
    out[i].y = series->values;
    for (const double time : series->times)
      out[i].x.push_back(slope > 0 ? start + slope * time : time);
  }
  return out;
}

std::vector<double> SavedRuns::read_constants(const FileCall& call,
                                              const std::vector<std::string>& names,
                                              Diagnostics& diagnostics) {
  const double at = number_at(call, 2, 0);
  std::vector<double> out(names.size(), 0);
  if (!call.arguments.empty() && base::trim(call.arguments[0]).empty()) {
    std::fill(out.begin(), out.end(), at);
    return out;
  }
  const auto* data = open(call, 3, Severity::error, diagnostics);
  if (data == nullptr) return out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* series = find(*data, call, names[i], Severity::error, diagnostics);
    if (series != nullptr) out[i] = value_at(*series, at);
  }
  return out;
}

}  // namespace holon::model::formats
