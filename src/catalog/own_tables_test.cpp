// SPDX-License-Identifier: Apache-2.0
#include "catalog/own_tables.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "catalog/coverage.h"
#include "catalog/csv.h"
#include "catalog/own_checks.h"
#include "catalog/own_csv.h"
#include "catalog/spread.h"

namespace holon::catalog {
namespace {

OwnFile file(const std::string& name, const std::string& text) {
  return {name, std::make_shared<const base::SourceText>("mine/" + name, text)};
}

const std::string kSources =
    "key,citation,year,licence,where\nmine,\"Our metering, 2025\",2025,proprietary,the cellar\n";

std::vector<std::string> messages(const std::vector<OwnFile>& files) {
  const auto out = with_own_tables(files);
  REQUIRE(!out.has_value());
  std::vector<std::string> told;
  for (const auto& one : out.error()) told.push_back(one.message);
  return told;
}

TEST_CASE("own rows are found, cite their source and say where they stand") {
  const auto made = with_own_tables(
      {file("sources.csv", kSources),
       file("grids.csv",
            "code,name,level,year,scope,carbon_g_per_kWh,spread,source,licence,note\n"
            "FR-CAMPUS,Our campus,subnational,2025,life cycle,31,country-low-carbon,mine,"
            "proprietary,roof\n"
            "FR,France by us,country,2025,life cycle,44,country-low-carbon,mine,proprietary,\n")});
  REQUIRE(made.has_value());
  const auto& catalog = (*made)->catalog();
  const auto* campus = catalog.grid("fr campus");
  REQUIRE(campus != nullptr);
  const auto* carbon = campus->find("carbon intensity");
  REQUIRE(carbon != nullptr);
  CHECK(typical(carbon->value.distribution) == 31);
  CHECK(carbon->value.pedigree.source == "Our metering, 2025");
  CHECK(carbon->licence == "proprietary");
  CHECK(carbon->note.starts_with("roof; mine/grids.csv:2"));
  // one of the catalogue's own gives way, the others stay
  CHECK(typical(catalog.grid("FR")->find("carbon intensity")->value.distribution) == 44);
  CHECK(catalog.grid("SE") != nullptr);
  CHECK(catalog.entries(Shelf::grid).size() == Catalog::embedded().entries(Shelf::grid).size() + 1);
}

TEST_CASE("a range of a facility that runs backwards is told in its row") {
  const std::string header =
      "code,climate_zone,size,cooling,pue_low,pue_high,wue_low_L_per_kWh,wue_high_L_per_kWh,"
      "source,year,licence,note\n";
  CHECK(messages({file("sources.csv", kSources),
                  file("facilities.csv",
                       header + "ours,5A,large,air,1.5,1.2,3,1,mine,2025,proprietary,\n")}) ==
        std::vector<std::string>{"pue_low = 1.5 is above pue_high = 1.2",
                                 "wue_low_L_per_kWh = 3 is above wue_high_L_per_kWh = 1"});
  const auto level = with_own_tables(
      {file("sources.csv", kSources),
       file("facilities.csv", header + "ours,5A,large,air,1.2,1.2,0,0,mine,2025,proprietary,\n")});
  REQUIRE(level.has_value());
  CHECK((*level)->catalog().facility("ours") != nullptr);
}

TEST_CASE("an impact without a value is told once") {
  CHECK(messages({file("sources.csv", kSources),
                  file("grid_impacts.csv",
                       "code,category,unit,value,spread,source,year,licence\n"
                       "FR,minerals,kg Sb eq/kWh,,minerals-lca,mine,2025,proprietary\n")}) ==
        std::vector<std::string>{"`value` is empty"});
}

TEST_CASE("impacts of a country's kWh are those of its parts and earlier years too, as assumed") {
  const auto made =
      with_own_tables({file("sources.csv", kSources),
                       file("grid_impacts.csv",
                            "code,category,unit,value,spread,source,year,licence\n"
                            "US,minerals,kg Sb eq/kWh,1e-7,minerals-lca,mine,2025,proprietary\n"
                            "FR,primary energy,MJ primary/kWh,9,guess,mine,2025,proprietary\n")});
  REQUIRE(made.has_value());
  const auto& catalog = (*made)->catalog();
  const auto minerals = [&](std::string_view code) {
    const auto* fact = catalog.grid(code)->find("minerals");
    REQUIRE(fact != nullptr);
    return fact->value;
  };
  CHECK(typical(minerals("US").distribution) == 1e-7);
  CHECK(minerals("US").unit.text == "kg Sb eq/kWh at facility");
  CHECK(minerals("US").pedigree.evidence == quantity::Evidence::catalogue);
  CHECK(minerals("US-VA").cause == minerals("US").cause);
  CHECK(minerals("US-VA").pedigree.evidence == quantity::Evidence::assumed);
  CHECK(typical(minerals("US@2015").distribution) == 1e-7);
  // what is published of a grid takes the place of what its mix gives
  CHECK(typical(catalog.grid("FR")->find("primary energy")->value.distribution) == 9);
  CHECK(catalog.grid("SE")->find("minerals") == nullptr);
  CHECK(Catalog::embedded().grid("US")->find("minerals") == nullptr);
}

TEST_CASE("an impact per kWh is refused in another unit or far from what grids have") {
  const auto told =
      messages({file("sources.csv", kSources),
                file("grid_impacts.csv",
                     "code,category,unit,value,spread,source,year,licence\n"
                     "US,minerals,g Sb eq/kWh,1e-7,minerals-lca,mine,2025,proprietary\n"
                     "FR,minerals,kg Sb eq/kWh,1e-4,minerals-lca,mine,2025,proprietary\n"
                     "XX,minerals,kg Sb eq/kWh,1e-7,minerals-lca,mine,2025,proprietary\n"
                     "SE,climate,kg CO2e/kWh,0.04,guess,mine,2025,proprietary\n")});
  REQUIRE(told.size() == 4);
  CHECK(told[0] == "minerals in `g Sb eq/kWh`");
  CHECK(told[1].starts_with("value = 1e-4 is no number from"));
  CHECK(told[2] == "there is no grid `XX`");
  CHECK(told[3].starts_with("`climate` is none of minerals"));
}

TEST_CASE("a model of one's own is a rival of the published ones") {
  const auto made =
      with_own_tables({file("sources.csv", kSources),
                       file("embodied.csv",
                            "item,model,category,unit,value,spread,source,year,licence\n"
                            "h100,ours,climate,kg CO2e,200,lca-model,mine,2025,proprietary\n")});
  REQUIRE(made.has_value());
  const auto rivals = [](const Catalog& catalog) {
    const auto* item = catalog.device("h100");
    return std::get<quantity::Choice>(item->find("embodied climate")->value.distribution.shape)
        .rivals.size();
  };
  CHECK(rivals((*made)->catalog()) == rivals(Catalog::embedded()) + 1);
}

TEST_CASE("every mistake of every table is told, each at its cell") {
  const std::string grids =
      "code,name,level,year,scope,carbon_g_per_kWh,spread,source,licence\n"
      "A,,country,2025,life cycle,31,country-low-carbon,mine,proprietary\n"
      "B,b,city,2025,life cycle,56000,country-low-carbon,mine,proprietary\n"
      "C,c,country,2025,stack,31,,nobody,proprietary\n"
      "C,c,country,soon,direct,31,no-rule,mine,CC0\n";
  const auto out = with_own_tables({file("sources.csv", kSources), file("grids.csv", grids)});
  REQUIRE(!out.has_value());
  std::vector<std::string> told;
  for (const auto& one : out.error()) {
    const auto place = one.where.source->locate(one.where.offset);
    told.push_back(fmt::format("{}:{}: {}", place.line, place.column, one.message));
  }
  CHECK(told == std::vector<std::string>{
                    "2:3: `name` is empty",
                    "3:26: carbon_g_per_kWh = 56000 is no number from 0.5 to 1400",
                    "3:5: `city` is none of country, group and subnational",
                    "4:28: there is no source `nobody`",
                    "4:27: a row has either a rule of spread, or low and high",
                    "4:18: `stack` is none of life cycle and direct",
                    "5:1: `C` stands twice in this table",
                    "5:13: year = soon is no number from 2005 to 2030",
                    "5:41: the source has the licence `proprietary`, this row `CC0`",
                    "5:13: `soon` is no year",
                    "5:28: there is no rule `no-rule`",
                });
}

const std::string kPartHead = "part,driver,category,unit,value,spread,source,year,licence\n";

TEST_CASE("coefficients of parts, profiles and coverage are checked, and told at their cells") {
  const auto told = messages(
      {file("sources.csv", kSources),
       file("part_models.csv",
            kPartHead +
                "our chip,die areas,climate,kg CO2e/cm2,1,lca-model,mine,2025,proprietary\n"
                "our chip,die area,weather,kg CO2e/cm2,1,lca-model,mine,2025,proprietary\n"
                "our chip,die area,climate,kg CO2e,1,lca-model,mine,2025,proprietary\n"
                "our chip,fab energy,climate,kg CO2e/cm2,1,lca-model,mine,2025,proprietary\n"
                "our chip,capacity,climate,kg CO2e/GB,1e9,lca-model,mine,2025,proprietary\n"),
       file("profiles.csv",
            "profile,kind,name,value,unit,source,year,licence\n"
            "ours,hardware,h100,700,W,mine,2025,proprietary\n"
            "act,place,XX,400,kg/kWh,mine,2025,proprietary\n"
            "act,colour,XX,400,W,mine,2025,proprietary\n"),
       file("coverage.csv",
            "stage,impact,how,counted_as,text,source,year,licence\n"
            "making,soil,words,,it harms,mine,2025,proprietary\n"
            "mining,soil,number,,it harms,mine,2025,proprietary\n"
            "mining,soil,words,,it harms still,,2025,proprietary\n")});
  REQUIRE(told.size() == 11);
  CHECK(told[0].starts_with("`die areas` is none of unit, packages, die area"));
  CHECK(told[1].starts_with("`weather` is none of climate, minerals"));
  CHECK(told[2] == "climate by die area in `kg CO2e`");
  CHECK(told[3] == "climate by fab energy in `kg CO2e/cm2`");
  CHECK(told[4] == "value = 1e9 is no number from 1e-20 to 10000");
  CHECK(told[5] == "there is no profile `ours`");
  CHECK(told[6] == "place in `kg/kWh`");
  CHECK(told[7].starts_with("`colour` is none of hardware, place, pue"));
  CHECK(told[8].starts_with("`making` is none of mining, manufacture"));
  CHECK(told[9] == "a number is counted as source/category, words as nothing");
  CHECK(told[10] == "there is no source ``");
}

TEST_CASE("own words of coverage come behind the catalogue's, own profiles before") {
  const auto made =
      with_own_tables({file("sources.csv", kSources),
                       file("coverage.csv",
                            "stage,impact,how,counted_as,text,source,year,licence\n"
                            "use,soil,words,,our field lies bare,mine,2025,proprietary\n"),
                       file("profiles.csv",
                            "profile,kind,name,value,unit,source,year,licence\n"
                            "ml-co2-impact,hardware,Our Card,123,W,mine,2025,proprietary\n")});
  REQUIRE(made.has_value());
  const auto entries = coverage_entries((*made)->catalog());
  CHECK(entries.size() == coverage_entries(Catalog::embedded()).size() + 1);
  CHECK(entries.back().text == "our field lies bare");
  CHECK(entries.back().source == "Our metering, 2025");
  const Table profiles((*made)->catalog().text("profiles.csv"));
  CHECK(profiles.row(0)["name"] == "Our Card");
}

TEST_CASE("tables, columns and quotes that are none of the catalogue's") {
  CHECK(messages({file("grid.csv", "code\n")}).front() ==
        "the catalogue has no table grid.csv to add mine/grid.csv to");
  CHECK(messages({file("grids.csv", "code,name,carbon\n")}).front() ==
        "grids.csv has no column `carbon`");
  CHECK(messages({file("grids.csv", "")}).front() == "mine/grids.csv has no row of headings");
  CHECK(messages({file("grids.csv", "code,code\n")}).front() == "two columns are called `code`");
  CHECK(messages({file("cpus.csv", "code,name\n\"a,b\n")}).front() == "a quote is not closed");
  CHECK(messages({file("cpus.csv", "code,name\n\"a\"b,c\n")}).front() ==
        "text behind a closing quote");
  CHECK(messages({file("cpus.csv", "code,name\na\n")}).front() == "1 cells under a header of 2");
}

TEST_CASE("own tables are read with quotes, blanks, CRLF and a byte order mark") {
  const auto table = read_own_table(
      std::make_shared<const base::SourceText>(
          "a.csv", "\xEF\xBB\xBFkey, citation\r\n\r\na,\"say \"\"x, y\"\"\"\r\nb , c"),
      "a.csv");
  REQUIRE(table.has_value());
  REQUIRE(table->rows.size() == 2);
  CHECK(table->text(0, "citation") == "say \"x, y\"");
  CHECK(table->text(1, "key") == "b");
  CHECK(table->text(1, "nothing").empty());
}

TEST_CASE("the catalogue's own tables pass the checks for own tables") {
  std::vector<OwnFile> files;
  for (const auto& name : own_table_names()) {
    for (const auto& embedded : embedded_files()) {
      if (embedded.name == name) files.push_back(file(name, std::string(embedded.text)));
    }
  }
  CHECK(files.size() == own_table_names().size());
  const auto made = with_own_tables(files);
  if (!made) {
    for (const auto& one : made.error()) MESSAGE(base::render(one, false));
  }
  REQUIRE(made.has_value());
  for (std::size_t i = 0; i < kShelfCount; ++i) {
    const auto shelf = static_cast<Shelf>(i);
    CHECK((*made)->catalog().entries(shelf).size() == Catalog::embedded().entries(shelf).size());
  }
}

}  // namespace
}  // namespace holon::catalog
