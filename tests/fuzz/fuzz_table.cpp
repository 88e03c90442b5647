// SPDX-License-Identifier: Apache-2.0
//
// Any bytes are a workbook, a text table or refused. What stands in a sheet's corner can be asked
// for, and so can its series; the calls of a model read through a file that only memory holds.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "model/formats/data_series.h"
#include "model/formats/spreadsheet_data.h"
#include "model/formats/table_file_test.h"

namespace {

using namespace holon::model::formats;

void read_corner(TableFile& file, const char* tab) {
  const auto sheet = file.sheet(tab);
  if (!sheet) return;
  constexpr std::size_t kCorner = 20;
  for (std::size_t row = 0; row < kCorner; ++row) {
    for (std::size_t column = 0; column < kCorner; ++column) {
      static_cast<void>((*sheet)->text({row, column}));
    }
  }
  const auto data = read_data_table(**sheet);
  if (!data) return;
  for (const auto& series : data->series()) {
    if (series.times.size() != series.values.size()) std::abort();
  }
}

void read_calls(const std::string& path) {
  Spreadsheets files("/");
  holon::base::Diagnostics diagnostics;
  static_cast<void>(
      files.read_series({"GET XLS DATA", {path, "1", "1", "B2"}, {}}, 2, diagnostics));
  static_cast<void>(
      files.read_lookups({"GET XLS DATA", {path, "", "A", "B2"}, {}}, 2, diagnostics));
  static_cast<void>(
      files.read_constants({"GET XLS CONSTANTS", {path, ",", "times*"}, {}}, 2, 2, diagnostics));
  static_cast<void>(
      files.read_subscript({"GET XLS SUBSCRIPT", {path, "1", "A1", "3"}, {}}, diagnostics));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto file = open_table_bytes(bytes, "fuzz.csv")) {
    for (const auto* tab : {"", "1", ";"}) read_corner(**file, tab);
    static_cast<void>((*file)->named("times", "1"));
  }
  static_cast<void>(read_dat(bytes));
  // the check sums of an archive keep a fuzzer out: the bytes as a sheet inside a sound one
  if (const auto file = open_table_bytes(workbook_of(bytes), "fuzz.xlsx")) read_corner(**file, "1");

  const int memory = memfd_create("fuzz", 0);
  if (memory < 0 || write(memory, data, size) != static_cast<ssize_t>(size)) std::abort();
  read_calls("proc/self/fd/" + std::to_string(memory));
  close(memory);
  return 0;
}
