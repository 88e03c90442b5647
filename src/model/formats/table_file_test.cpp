// SPDX-License-Identifier: Apache-2.0
//
// Cells come out of every kind of file as they went in, and no file is believed.
#include "model/formats/table_file.h"

#include <filesystem>

#include <doctest/doctest.h>

#include "base/file.h"
#include "model/formats/table_file_test.h"
#include "model/formats/table_places.h"

namespace holon::model::formats {
namespace {

/// A file of these bytes, and its table; the file is kept for as long as the table.
struct Opened {
  std::unique_ptr<TableFile> file;
  const Sheet* sheet = nullptr;
};

Opened open_text(const std::string& text, std::string_view name, std::string_view tab = "") {
  auto file = open_table_bytes(text, name);
  REQUIRE(file);
  const auto sheet = (*file)->sheet(tab);
  REQUIRE(sheet);
  return {std::move(*file), *sheet};
}

std::string cell(const Sheet& sheet, std::string_view place) {
  return sheet.text(*parse_cell(place));
}

TEST_CASE("cells, rows and columns are written as in a spreadsheet") {
  CHECK(to_text({0, 0}) == "A1");
  CHECK(to_text({9, 26}) == "AA10");
  CHECK(to_text({0, 16'383}) == "XFD1");
  CHECK(parse_cell("$C$5")->column == 2);
  CHECK(parse_cell("c5")->row == 4);
  CHECK(parse_column("AZ") == 51);
  CHECK(parse_row("1") == 0);
  for (const auto* wrong :
       {"", "C", "5", "C0", "5C", "XFE1", "A1048577", "C5*", "C 5", "$", "A$"}) {
    CHECK_FALSE(parse_cell(wrong));
  }
}

TEST_CASE("a text table keeps quotes, line ends and short rows") {
  const auto table = open_text("a,\"b \"\"c\"\",\nd\",1\r\n\r\n 2.5 ,,-3e2\rlast", "x.csv");
  CHECK(cell(*table.sheet, "A1") == "a");
  CHECK(cell(*table.sheet, "B1") == "b \"c\",\nd");
  CHECK(table.sheet->number({0, 2}) == 1);
  CHECK(table.sheet->number({2, 0}) == 2.5);
  CHECK(table.sheet->at({2, 1}).kind == Cell::Kind::empty);
  CHECK(table.sheet->number({2, 2}) == -300);
  CHECK(cell(*table.sheet, "A4") == "last");
  CHECK(table.sheet->rows() == 4);
  CHECK(table.sheet->columns() == 3);
}

TEST_CASE("rows know their lines, and a quote that nothing closes is a fault at its line") {
  const auto places = places_of("a,\"b\nb\"\nc,d\ne,f\n", "x.csv");
  CHECK(places.line_of(0) == 1);
  CHECK(places.line_of(1) == 3);
  CHECK(places.line_of(2) == 4);
  CHECK(places.sheet.empty());
  CHECK(places_of(workbook_of("<row/>"), "x.xlsx").sheet == "Numbers");
  for (const auto* text : {"a,b\n1,\"2\n3,4\n", "a,b\n1,\"2\n3,\"4\"\n5,6\n"}) {
    CAPTURE(text);
    auto file = open_table_bytes(text, "x.csv");
    REQUIRE(file);
    const auto sheet = (*file)->sheet("");
    REQUIRE_FALSE(sheet);
    CHECK(places_of(text, "x.csv").unclosed_line == 2);
  }
  CHECK(cell(*open_text("\"5\" x 3\",1\n", "x.csv").sheet, "A1") == "5 x 3\"");
}

TEST_CASE("the separator is the one asked for, else the one the lines show") {
  CHECK(cell(*open_text("a;b\n1;2\n", "x.csv").sheet, "B2") == "2");
  CHECK(cell(*open_text("a,b\n1,2\n", "x.txt").sheet, "B2") == "2");
  CHECK(cell(*open_text("a\tb,c\n1\t2,3\n", "x.tab").sheet, "B1") == "b,c");
  CHECK(cell(*open_text("a\tb,c\n1\t2,3\n", "x.csv").sheet, "A1") == "a\tb");
  CHECK(cell(*open_text("a|b,c\n", "x.csv", "|").sheet, "B1") == "b,c");
  CHECK(cell(*open_text("1\n2\n", "x.csv").sheet, "A2") == "2");
}

TEST_CASE("marks at the start of a text and UTF-16 are understood") {
  CHECK(cell(*open_text("\xEF\xBB\xBF"
                        "a,b",
                        "x.csv")
                  .sheet,
             "A1") == "a");
  const std::string little(
      "\xFF\xFE"
      "a\0\t\0\xE4\0",
      8);
  CHECK(cell(*open_text(little, "x.txt").sheet, "B1") == "ä");
  const std::string big("\xFE\xFF\xD8\x3D\xDE\x00", 6);
  CHECK(cell(*open_text(big, "x.txt").sheet, "A1") == "😀");
}

TEST_CASE("a workbook's cells of every type") {
  const auto bytes = workbook_of(
      "<row r=\"2\"><c r=\"B2\"><v>1.5</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"
      "<row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"str\"><v>7</v></c>"
      "<c t=\"inlineStr\"><is><t>in line</t></is></c><c t=\"s\"><v>9</v></c><c r=\"H3\" s=\"1\"/>"
      "</row>");
  auto file = open_table_bytes(bytes, "x.xlsx");
  REQUIRE(file);
  const auto sheet = *(*file)->sheet("numbers");
  CHECK(sheet->number({1, 1}) == 1.5);
  CHECK(cell(*sheet, "C2") == "shared");
  CHECK(cell(*sheet, "D2") == "two runs");
  CHECK(sheet->number({2, 0}) == 1);
  CHECK(sheet->at({2, 1}).kind == Cell::Kind::text);
  CHECK(sheet->number({2, 2}) == 7);
  CHECK(cell(*sheet, "D3") == "in line");
  CHECK(sheet->at({2, 4}).kind == Cell::Kind::empty);
  CHECK(sheet->rows() == 3);
  CHECK(sheet->columns() == 4);
}

TEST_CASE("sheets are found by name in any case, by number, or as the first") {
  auto file = open_table_bytes(workbook_of("<row><c><v>4</v></c></row>"), "x.xlsx");
  REQUIRE(file);
  CHECK((*(*file)->sheet("NUMBERS"))->number({0, 0}) == 4);
  CHECK((*(*file)->sheet("1"))->rows() == 1);
  CHECK((*(*file)->sheet(""))->rows() == 1);
  CHECK((*(*file)->sheet("second sheet"))->rows() == 0);
  const auto fault = (*file)->sheet("Number");
  REQUIRE_FALSE(fault);
  CHECK(fault.error().message == "the workbook has no sheet `Number`");
  CHECK(fault.error().help ==
        std::vector<std::string>{"did you mean `Numbers`?", "its sheets: Numbers, Second sheet"});
}

TEST_CASE("names of a workbook stand for ranges") {
  auto file = open_table_bytes(
      workbook_of("",
                  "<definedName name=\"Times\">Numbers!$B$2:$B$9</definedName>"
                  "<definedName name=\"line\">'Second sheet'!$4:$4</definedName>"
                  "<definedName name=\"own\" localSheetId=\"1\">Numbers!$A$1</definedName>"
                  "<definedName name=\"odd\">OFFSET(A1,1,1)</definedName>"),
      "x.xlsx");
  REQUIRE(file);
  const auto times = (*file)->named("TIMES", "");
  REQUIRE(times);
  CHECK(times->sheet == "Numbers");
  CHECK(times->first.row == 1);
  CHECK(times->last.row == 8);
  CHECK((*file)->named("line", "")->sheet == "Second sheet");
  CHECK((*file)->named("own", "second sheet"));
  CHECK_FALSE((*file)->named("own", "Numbers"));
  CHECK_FALSE((*file)->named("odd", ""));
}

TEST_CASE("damaged workbooks are refused") {
  CHECK_FALSE(open_table_bytes("PK\x03\x04 and no more", "x.xlsx"));
  CHECK_FALSE(open_table_bytes(zip_of({{"other.xml", "<a/>"}}), "x.xlsx"));
  CHECK_FALSE(open_table_bytes(zip_of({{"xl/workbook.xml", "<workbook"}}), "x.xlsx"));
  auto whole = workbook_of("<row><c><v>4</v></c></row>");
  for (std::size_t length = 4; length < whole.size(); length += 7) {
    static_cast<void>(open_table_bytes(whole.substr(0, length), "x.xlsx"));
  }
}

TEST_CASE("an old workbook is read from its file") {
  // written by tests/fuzz/make_seeds.py
  const auto file = open_table_file("tests/fuzz/seeds/fuzz_table/small.xls");
  REQUIRE(file);
  const auto sheet = (*file)->sheet("numbers");
  REQUIRE(sheet);
  CHECK(cell(**sheet, "A1") == "Time");
  CHECK((*sheet)->number({0, 1}) == 1990);
  CHECK((*sheet)->number({1, 1}) == 2.5);
  CHECK((*sheet)->number({1, 2}) == -0.125);
}

TEST_CASE("what cannot be opened says why") {
  CHECK(open_table_file("no/such/file.csv").error().message.find("cannot read") == 0);
  const auto path = std::filesystem::temp_directory_path() / "holon_table_file_test.xls";
  base::write_file(path.string(), std::string("\xD0\xCF\x11\xE0 and no more", 16));
  const auto file = open_table_file(path.string());
  REQUIRE_FALSE(file);
  CHECK(file.error().message == "the .xls workbook cannot be read: it is damaged");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace holon::model::formats
