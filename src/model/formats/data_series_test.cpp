// SPDX-License-Identifier: Apache-2.0
//
// Named series from tables and from Vensim's own formats. Tests that read ../shared/data are
// skipped, saying so, where it is absent.
#include "model/formats/data_series.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include <doctest/doctest.h>

#include "base/file.h"
#include "model/formats/vdf.h"

namespace holon::model::formats {
namespace {

using Values = std::vector<double>;

bool is_absent(const std::string& path) {
  if (std::filesystem::exists(path)) return false;
  MESSAGE("skipped: no " << path);
  return true;
}

DataSet table(const std::string& text) {
  auto file = open_table_bytes(text, "x.csv");
  REQUIRE(file);
  auto out = read_data_table(**(*file)->sheet(""));
  REQUIRE(out);
  return std::move(*out);
}

TEST_CASE("a table of series stands either way") {
  const auto down = table("Time (Month),\"births [ a , b ]\",step\n0,1,0.5\n2,3,\n1,2,\n");
  REQUIRE(down.find("Births[A,B]") != nullptr);
  CHECK(down.find("births[a,b]")->times == Values{0, 1, 2});
  CHECK(down.find("births[a,b]")->values == Values{1, 2, 3});
  CHECK(down.find("step")->values == Values{0.5});
  CHECK(down.find("deaths") == nullptr);

  const auto across = table("time,0,1\nbirths,5,6\n");
  CHECK(across.find("births")->times == Values{0, 1});
  CHECK(across.find("births")->values == Values{5, 6});

  auto file = open_table_bytes("year,births\n0,1\n", "x.csv");
  CHECK_FALSE(read_data_table(**(*file)->sheet("")));
}

TEST_CASE("a .dat file names its series one after the other") {
  const auto data = read_dat("births[a]\n0\t1\n1\t2e3\n\n\"x y\"\n0\t-1\n");
  REQUIRE(data);
  CHECK(data->find("births[a]")->values == Values{1, 2000});
  CHECK(data->find("x y")->values == Values{-1});
  CHECK(read_dat("0\t1\n").error().message == "line 1 is neither a name nor time, tab, value");
}

TEST_CASE("a run written by hand is read whole") {
  // written by tests/fuzz/make_seeds.py
  const auto file = read_vdf(base::read_file("tests/fuzz/seeds/fuzz_vdf/small.vdf"));
  REQUIRE(file);
  CHECK(file->kind == VdfFile::Kind::run);
  CHECK(file->origin == "(made here) From small.mdl");
  CHECK(file->times == Values{0, 1, 2});
  CHECK(file->data.series().size() == 5);
  CHECK(file->data.find("level")->values == Values{10, 10, 14});
  CHECK(file->data.find("time step")->values == Values{0.5, 0.5, 0.5});
  CHECK(file->data.find("many[left]")->values == Values{1, 1, 1});
  CHECK(file->data.find("many[right]")->values == Values{1, 2, 3});
  CHECK(file->data.find("seen")->times == Values{1.5});
  CHECK(file->data.find("seen")->values == Values{7});
  CHECK(file->undecided.empty());
}

TEST_CASE("a run cut short or altered is refused or read, never believed") {
  const auto whole = base::read_file("tests/fuzz/seeds/fuzz_vdf/small.vdf");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    static_cast<void>(read_vdf(whole.substr(0, length)));
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char byte : {'\0', '\x7F', '\xFF'}) {
      auto altered = whole;
      altered[at] = byte;
      static_cast<void>(read_vdf(altered));
    }
  }
  CHECK(read_vdf("no run").error().message == "it is no .vdf file");
}

TEST_CASE("the data of the public test models") {
  const std::string path = "../shared/data/sdx-test-models/tests/data_from_other_model/data.tab";
  if (is_absent(path)) return;
  const auto data = read_data_file(path);
  REQUIRE(data);
  CHECK(data->series().size() == 38);
  CHECK(data->find("var 0dim")->values.size() == 51);
  CHECK(data->find("VAR 3DIM[A, D, B]")->values.front() == 2);
  CHECK(data->find("FINAL TIME")->values == Values{50});
}

const std::string kGroupon = "../shared/data/metasd/social-network-valuation/";

VdfFile groupon(const std::string& name) {
  auto file = read_vdf(base::read_file(kGroupon + name));
  REQUIRE(file);
  return std::move(*file);
}

float single(const VdfFile& file, std::string_view name, std::size_t time = 0) {
  const auto* series = file.data.find(name);
  REQUIRE(series != nullptr);
  REQUIRE(time < series->values.size());
  return static_cast<float>(series->values[time]);
}

TEST_CASE("the runs of the Groupon models hold every variable of theirs") {
  if (is_absent(kGroupon)) return;
  // 146 slots beside time; groupon 2 has deleted variables in two of its 147
  const std::vector<std::pair<std::string, std::size_t>> runs = {
      {"groupon3mid.vdf", 146},   {"groupon3opt.vdf", 146}, {"groupon3pess.vdf", 146},
      {"groupon3worst.vdf", 146}, {"optimistic.vdf", 145},  {"pessimistic.vdf", 145}};
  for (const auto& [name, count] : runs) {
    CAPTURE(name);
    const auto file = groupon(name);
    CHECK(file.data.series().size() == count);
    CHECK(file.undecided.empty());
    CHECK(file.times.size() == 121);
    CHECK(file.times.front() == 0);
    CHECK(file.times.back() == 120);

    // constants that no change of the run touches, as the models state them
    CHECK(single(file, "\"$ per k$\"") == 1000);
    CHECK(single(file, "months per year") == 12);
    CHECK(single(file, "now", 120) == 36);
    CHECK(single(file, "reference scale") == 1e6F);
    CHECK(single(file, "FINAL TIME") == 120);
    CHECK(single(file, "interest rate reversion time") == 5);
    CHECK(single(file, "Reporting Period[Qtr]") == 3);
    CHECK(single(file, "Reporting Period[Ann]") == 12);

    // equations of the model hold between its series, in single precision
    CHECK(single(file, "Lurkers") == single(file, "init users"));
    CHECK(single(file, "Customers") == 0);
    CHECK(single(file, "Discount factor") == 1);
    constexpr double kSingle = 4 * static_cast<double>(std::numeric_limits<float>::epsilon());
    for (std::size_t t = 0; t < file.times.size(); ++t) {
      const double revenue = single(file, "Revenue", t);
      CHECK(revenue == doctest::Approx(static_cast<double>(single(file, "Revenue per Use")) *
                                       single(file, "Groupons sold", t))
                           .epsilon(kSingle));
      CHECK(single(file, "subscribers", t) ==
            doctest::Approx(single(file, "Lurkers", t) + single(file, "cumulative customers", t))
                .epsilon(kSingle));
    }
    CHECK(single(file, "Reported Revenue[Ann]") ==
          doctest::Approx(12.0 * single(file, "Revenue")).epsilon(kSingle));
  }
}

TEST_CASE("values of one Groupon run, and its data from outside") {
  if (is_absent(kGroupon)) return;
  const auto file = groupon("groupon3mid.vdf");
  CHECK(file.origin == "(Mon Nov 21 09:33:27 2011) From groupon 3.mdl");
  CHECK(single(file, "Lurkers") == 59330.6015625F);
  CHECK(single(file, "cost per transaction") == 6);
  CHECK(single(file, "Groupon Value", 120) == 9326007296.0F);
  CHECK(single(file, "interest rate", 2) == 0.0009916666895151138F);

  // a constant of Vensim that changes but once keeps its value
  CHECK(single(file, "projected dividend", 120) == 58142136.0F);

  // data have their own times
  const auto* users = file.data.find("data subscribers");
  REQUIRE(users != nullptr);
  CHECK(users->times == Values{14, 23, 26, 35});
  CHECK(users->values.back() == 142865840.0);
  CHECK(file.data.find("data revenue k$[Ann]")->times == Values{2, 14, 26});

  // data that the workbook did not hold have no values
  CHECK(file.data.find("data groupons sold[Qtr]")->values.empty());
  CHECK(file.data.find("data groupons sold[Qx3]")->values.size() == 2);
}

}  // namespace
}  // namespace holon::model::formats
