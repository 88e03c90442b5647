// SPDX-License-Identifier: Apache-2.0
//
// Vensim's GET XLS and GET DIRECT functions: which cells they read, and what they say of those that
// are not there. Tests that read ../shared/data are skipped, saying so, where it is absent.
#include "model/formats/spreadsheet_data.h"

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "model/formats/table_file_test.h"

namespace holon::model::formats {
namespace {

namespace fs = std::filesystem;
using base::Code;
using base::Diagnostics;
using Names = std::vector<std::string>;
using Values = std::vector<double>;

const std::string kTestModels = "../shared/data/sdx-test-models/tests/";

/// A folder with files, gone at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / "holon_spreadsheet_data_test") {
    fs::remove_all(path_);
    fs::create_directory(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  ~Folder() { fs::remove_all(path_); }

  Folder& add(const std::string& name, const std::string& content) {
    base::write_file((path_ / name).string(), content);
    return *this;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

FileCall call(std::string function, Names arguments) {
  const auto source = std::make_shared<const base::SourceText>("m.mdl", "x = " + function + "()");
  return {std::move(function), std::move(arguments), {source, 4, 3}};
}

bool is_absent(const std::string& path) {
  if (fs::exists(path)) return false;
  MESSAGE("skipped: no " << path);
  return true;
}

TEST_CASE("series run along their times, elements in the other direction") {
  Folder folder;
  folder.add("across.csv", "Time,1,2,,4\na,10,,30,40\nb,1,2,3,x\n");
  folder.add("down.tab", "t\ta\tb\n4\t40\t1\n1\t10\t2\n2\t20\t\n");
  Spreadsheets files(folder.path());
  Diagnostics diagnostics;

  // a point without a time or without a value is left out
  const auto across =
      files.read_series(call("GET DIRECT DATA", {"across.csv", ",", "1", "B2"}), 2, diagnostics);
  CHECK(across[0].x == Values{1, 4});
  CHECK(across[0].y == Values{10, 40});
  CHECK(across[1].x == Values{1, 2});

  // times rise, whatever their order in the file
  const auto down =
      files.read_series(call("GET XLS DATA", {"down.tab", "", "A", "b2"}), 2, diagnostics);
  CHECK(down[0].x == Values{1, 2, 4});
  CHECK(down[0].y == Values{10, 20, 40});
  CHECK(down[1].y == Values{2, 1});
  CHECK(diagnostics.empty());
}

TEST_CASE("a star exchanges the directions of constants") {
  Folder folder;
  folder.add("c.csv", "0,1,2,3\n0,4,5,6\n");
  Spreadsheets files(folder.path());
  Diagnostics diagnostics;
  const auto read = [&](const std::string& cell, std::size_t rows, std::size_t columns) {
    return files.read_constants(call("GET DIRECT CONSTANTS", {"C.CSV", ",", cell}), rows, columns,
                                diagnostics);
  };
  CHECK(read("B1", 1, 1) == Values{1});
  CHECK(read("B1", 1, 3) == Values{1, 2, 3});
  CHECK(read("B1*", 1, 2) == Values{1, 4});
  CHECK(read("B1", 2, 3) == Values{1, 2, 3, 4, 5, 6});
  CHECK(read("B1*", 3, 2) == Values{1, 4, 2, 5, 3, 6});
  CHECK(diagnostics.empty());

  CHECK(read("C1", 1, 4) == Values{2, 3, 0, 0});
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].code == Code::missing_cells);
  CHECK(diagnostics[0].message == "no number in E1, F1");
  CHECK(diagnostics[0].where.offset == 4);
}

TEST_CASE("names of a workbook stand for cells and lines") {
  Folder folder;
  folder.add("n.xlsx",
             workbook_of("<row><c/><c><v>1</v></c><c><v>2</v></c></row>"
                         "<row><c/><c><v>10</v></c><c><v>20</v></c><c><v>30</v></c></row>",
                         "<definedName name=\"times\">Numbers!$B$1:$D$1</definedName>"
                         "<definedName name=\"seen\">Numbers!$B$2:$D$2</definedName>"
                         "<definedName name=\"both\">Numbers!$B$1:$D$2</definedName>"));
  Spreadsheets files(folder.path(), read_file_aliases("1:x.vdf\r\n30:?the book=n.xlsx\r\n"));
  Diagnostics diagnostics;
  const auto series = files.read_series(
      call("GET XLS DATA", {"?The_book", "Numbers", "times", "seen"}), 1, diagnostics);
  CHECK(series[0].x == Values{1, 2});
  CHECK(series[0].y == Values{10, 20});
  CHECK(files.read_constants(call("GET XLS CONSTANTS", {"n.xlsx", "numbers", "seen"}), 1, 3,
                             diagnostics) == Values{10, 20, 30});
  CHECK(diagnostics.empty());
  static_cast<void>(files.read_series(call("GET XLS DATA", {"n.xlsx", "Numbers", "both", "seen"}),
                                      1, diagnostics));
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].code == Code::bad_cell);
}

TEST_CASE("subscripts are read to the right, then down") {
  Folder folder;
  folder.add("s.csv", "a,,b\nc,1,2.5\n");
  Spreadsheets files(folder.path());
  Diagnostics diagnostics;
  const auto read = [&](const std::string& first, const std::string& last, std::string prefix) {
    return files.read_subscript(
        call("GET DIRECT SUBSCRIPT", {"s.csv", ",", first, last, std::move(prefix)}), diagnostics);
  };
  CHECK(read("A1", "C2", "") == Names{"a", "b", "c", "1", "2.5"});
  CHECK(read("A1", "A2", "x") == Names{"xa", "xc"});
  CHECK(read("A1", "1", "") == Names{"a", "b"});
  CHECK(read("A1", "A", "") == Names{"a", "c"});
  CHECK(read("B1", "", "") == Names{"b", "1", "2.5"});
  CHECK(diagnostics.empty());
  CHECK(read("B1", "B1", "").empty());
  CHECK(read("B1", "?", "").empty());
  CHECK(diagnostics[0].code == Code::missing_cells);
  CHECK(diagnostics[1].code == Code::bad_cell);
}

TEST_CASE("data that are not there are a warning, all else is an error") {
  Folder folder;
  folder.add("data.xlsx", workbook_of("<row><c><v>1</v></c></row>"));
  Spreadsheets files(folder.path());
  Diagnostics diagnostics;
  const auto series =
      files.read_series(call("GET XLS DATA", {"data.xls", "Numbers", "A", "B2"}), 3, diagnostics);
  CHECK(series.size() == 3);
  CHECK(series[0].x.empty());
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].code == Code::unreadable_data_file);
  CHECK(diagnostics[0].severity == base::Severity::warning);
  CHECK(diagnostics[0].help.back() == "beside it is `data.xlsx`");

  diagnostics.clear();
  static_cast<void>(files.read_lookups(call("GET XLS LOOKUPS", {"data.xls", "Numbers", "A", "B2"}),
                                       1, diagnostics));
  static_cast<void>(files.read_constants(call("GET XLS CONSTANTS", {"data.xlsx", "Nombres", "A1"}),
                                         1, 1, diagnostics));
  static_cast<void>(files.read_subscript(
      call("GET XLS SUBSCRIPT", {"?none", "Numbers", "A1", "A2"}), diagnostics));
  CHECK(diagnostics.size() == 3);
  for (const auto& one : diagnostics) {
    CHECK(one.code == Code::unreadable_data_file);
    CHECK(one.severity == base::Severity::error);
  }
}

TEST_CASE("a call with wrong arguments says which it takes") {
  Spreadsheets files(".");
  Diagnostics diagnostics;
  static_cast<void>(files.read_constants(call("GET XLS CONSTANTS", {"a", "b"}), 1, 1, diagnostics));
  static_cast<void>(files.read_subscript(call("GET XLS SUBSCRIPT", {"a", "b", "c"}), diagnostics));
  REQUIRE(diagnostics.size() == 2);
  CHECK(diagnostics[0].code == Code::bad_file_call);
  CHECK(diagnostics[0].message == "GET XLS CONSTANTS takes 3 texts, not 2");
  CHECK(diagnostics[1].message == "GET XLS SUBSCRIPT takes 4 or 5 texts, not 3");
}

TEST_CASE("a cell in the farthest corner does not exhaust the machine") {
  Folder folder;
  folder.add("far.xlsx", workbook_of("<row><c><v>1</v></c></row><row r=\"1048576\"><c "
                                     "r=\"XFD1048576\"><v>2</v></c></row>"));
  Spreadsheets files(folder.path());
  Diagnostics diagnostics;
  CHECK(files.read_subscript(call("GET XLS SUBSCRIPT", {"far.xlsx", "", "A1", ""}), diagnostics)
            .empty());
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].message == "the table is too large: at most 8 million cells are read");
  const auto names =
      files.read_subscript(call("GET XLS SUBSCRIPT", {"far.xlsx", "", "A1", "1"}), diagnostics);
  CHECK(names == Names{"1"});
}

TEST_CASE("the public test models read what Vensim read") {
  if (is_absent(kTestModels)) return;
  Diagnostics diagnostics;

  Spreadsheets missing(kTestModels + "get_with_missing_values_xlsx");
  const auto pair =
      missing.read_series(call("GET XLS DATA", {"input.xlsx", "Hoja1", "1", "C5"}), 2, diagnostics);
  CHECK(pair[0].x == Values{4, 5, 7, 8, 9});
  CHECK(pair[0].y == Values{2, 4, 4, 5, 3});
  CHECK(pair[1].x == Values{3, 5, 6, 7, 8, 9});
  const auto lookup = missing.read_lookups(
      call("GET XLS LOOKUPS", {"input.xlsx", "Hoja1", "10", "A9"}), 1, diagnostics);
  CHECK(lookup[0].x == Values{1, 2, 4, 5, 6, 7, 8, 9});
  CHECK(lookup[0].y == Values{10, 11, 29, 10, 18, 17, 61, 61});

  Spreadsheets constants(kTestModels + "get_constants_subranges");
  CHECK(constants.read_constants(call("GET DIRECT CONSTANTS", {"inputs.xlsx", "Sheet1", "A1"}), 1,
                                 3, diagnostics) == Values{1, 15, 50});

  Spreadsheets arrays(kTestModels + "get_subscript_3d_arrays_xls");
  CHECK(arrays.read_subscript(
            call("GET DIRECT SUBSCRIPT", {"input.xls", "Sheet1", "C3", "D3", "Depth"}),
            diagnostics) == Names{"Depth1", "Depth2"});
  CHECK(arrays.read_subscript(
            call("GET DIRECT SUBSCRIPT", {"input.xls", "Sheet1", "B4", "B6", "Entry"}),
            diagnostics) == Names{"Entry1", "Entry2", "Entry3"});
  CHECK(arrays.read_constants(call("GET DIRECT CONSTANTS", {"input.xls", "Sheet1", "C4"}), 3, 2,
                              diagnostics) == Values{0.01, 0.02, 0.03, 0.04, 0.05, 0.06});

  Spreadsheets lookups(kTestModels + "get_lookups_data_3d_xls");
  const auto rows = lookups.read_series(call("GET XLS DATA", {"input2.xls", "Sheet1", "4", "C5"}),
                                        2, diagnostics);
  CHECK(rows[0].x == Values{0, 5, 10, 15, 20, 25, 30});
  CHECK(rows[0].y[1] == -2);
  CHECK(rows[1].y[0] == 4);

  Spreadsheets both(kTestModels + "get_data");
  const Names tables = {"data down.csv", "data down.xlsx", "data across.csv", "data across.xlsx"};
  const auto wanted =
      both.read_series(call("GET XLS DATA", {tables[0], ",", "A", "B2"}), 1, diagnostics);
  CHECK(wanted[0].x.size() > 1);
  for (const auto& name : tables) {
    const auto* times = name.find("down") != std::string::npos ? "A" : "1";
    const auto* tab = name.ends_with(".csv") ? "," : "தாள்";
    const auto read =
        both.read_series(call("GET XLS DATA", {name, tab, times, "B2"}), 1, diagnostics);
    CAPTURE(name);
    CHECK(read[0].x.size() == wanted[0].x.size());
  }
  CHECK(diagnostics.empty());
}

}  // namespace
}  // namespace holon::model::formats
