// SPDX-License-Identifier: Apache-2.0
#include "findings/run_table.h"

#include <cmath>
#include <memory>

#include <doctest/doctest.h>

namespace holon::findings {
namespace {

base::SourcePtr source(const std::string& name, const std::string& text) {
  return std::make_shared<const base::SourceText>(name, text);
}

RunTable read(const std::string& text, const RunQuestion& question = {}) {
  const std::vector<base::SourcePtr> sources{source("runs.csv", text)};
  const auto out = read_runs(sources, question);
  REQUIRE(out.has_value());
  return *out;
}

base::Code refused(const std::string& text, const RunQuestion& question = {}) {
  const std::vector<base::SourcePtr> sources{source("runs.csv", text)};
  const auto out = read_runs(sources, question);
  REQUIRE(!out.has_value());
  return out.error().front().code;
}

void check_heading(const std::string& text, Measure measure, double scale) {
  CAPTURE(text);
  const auto heading = read_heading(text);
  REQUIRE(heading.measure.has_value());
  CHECK(*heading.measure == measure);
  REQUIRE(heading.scale.has_value());
  CHECK(*heading.scale == doctest::Approx(scale));
}

TEST_CASE("headings tell measure and unit") {
  check_heading("total_energy_kWh", Measure::energy, 1);
  check_heading("Energy (kWh)", Measure::energy, 1);
  check_heading("energy [MJ]", Measure::energy, 1 / 3.6);
  check_heading("total joules", Measure::energy, 1 / 3.6e6);
  check_heading("energy_consumed", Measure::energy, 1);
  check_heading("emissions", Measure::carbon, 1000);
  check_heading("Emissions (kgCO2e)", Measure::carbon, 1000);
  check_heading("total_co2eq_g", Measure::carbon, 1);
  check_heading("carbon intensity [g CO2e/kWh]", Measure::intensity, 1);
  check_heading("avg_intensity_gkWh", Measure::intensity, 1);
  check_heading("total_ci_g_per_kwh", Measure::intensity, 1);
  check_heading("GFLOPs", Measure::flop, 1e9);
  check_heading("MACs", Measure::flop, 2);
  check_heading("params (M)", Measure::parameters, 1e6);
  check_heading("trainable_params", Measure::parameters, 1);
  check_heading("train_time_s_4ep", Measure::time, 1);
  check_heading("latency (ms)", Measure::time, 1e-3);
  check_heading("average_power", Measure::power, 1);
}

TEST_CASE("what is asked of several files and missing there is told once") {
  const std::vector<base::SourcePtr> sources{source("a.csv", "time (s),energy (kWh)\n1,2\n"),
                                             source("b.csv", "time (s),energy (kWh)\n3,4\n")};
  RunQuestion question;
  question.where = {{"cluster", "x"}};
  const auto out = read_runs(sources, question);
  REQUIRE(!out.has_value());
  REQUIRE(out.error().size() == 1);
  CHECK(out.error()[0].message == "a.csv and b.csv have no column `cluster`");
}

TEST_CASE("conditions that leave no run, and runs without a known measure, are refused") {
  RunQuestion question;
  question.where = {{"device", "V10"}};
  CHECK(refused("device,time (s),energy (kWh)\nV100,1,2\n", question) == base::Code::no_run_column);
  question.where = {{"device", "a"}, {"model", "y"}};
  CHECK(refused("device,model,energy (kWh)\na,x,2\nb,y,1\n", question) ==
        base::Code::no_run_column);
  CHECK(refused("model,colour\nx,red\n") == base::Code::bad_run);
  CHECK(read("model,time (s),parameters\nx,1,2\n").size == 1);
  CHECK(refused("model,energy (kWh)\n\"x,1\ny,2\n") == base::Code::bad_run);
}

TEST_CASE("what looks like a measure and is none is left alone") {
  for (const auto* text : {"emissions_rate", "power_limit", "log10_params", "timestamp", "start",
                           "GFLOPs per s", "energy std (kWh)", "model"}) {
    CAPTURE(text);
    CHECK(!read_heading(text).measure.has_value());
  }
  // a thousandth or a million
  CHECK(!read_heading("energy_mj").scale.has_value());
  CHECK(!read_heading("energy").scale.has_value());
}

TEST_CASE("the total is taken before parts, moments and forecasts") {
  const auto runs =
      read("gpu_energy_kwh,pred_energy_kwh,final_energy_kwh,total_energy_kwh\n1,2,3,4\n");
  CHECK(runs.headings[static_cast<std::size_t>(Measure::energy)] == "total_energy_kwh");
  CHECK(runs.of(Measure::energy)[0] == 4);
}

TEST_CASE("holes are holes, and what is not above zero is one") {
  const auto runs = read("time (s),energy (kWh)\n1,\nNA,2\n-3,0\n4,5\n");
  REQUIRE(runs.size == 4);
  CHECK(std::isnan(runs.of(Measure::energy)[0]));
  CHECK(std::isnan(runs.of(Measure::time)[1]));
  CHECK(std::isnan(runs.of(Measure::time)[2]));
  CHECK(std::isnan(runs.of(Measure::energy)[2]));
  CHECK(runs.of(Measure::energy)[3] == 5);
  CHECK(runs.notes.size() == 2);
}

TEST_CASE("energy is time by power where only these are there") {
  const auto runs = read("time_per_epoch,average_power\n3600,250\n");
  CHECK(runs.of(Measure::energy)[0] == doctest::Approx(0.25));
}

TEST_CASE("energy is completed file by file") {
  const std::vector<base::SourcePtr> sources{
      source("a.csv", "energy_kwh,time (s),power (W)\n7,3600,250\n,3600,250\n"),
      source("b.csv", "time (s),power (W)\n3600,250\n")};
  const auto runs = read_runs(sources, {});
  REQUIRE(runs.has_value());
  CHECK(runs->headings[static_cast<std::size_t>(Measure::energy)] == "energy_kwh");
  CHECK(runs->of(Measure::energy)[0] == 7);
  CHECK(std::isnan(runs->of(Measure::energy)[1]));  // a hole stays one
  CHECK(runs->of(Measure::energy)[2] == doctest::Approx(0.25));
  CHECK(runs->notes.front() == "energy of b.csv is computed: `time (s) × power (W)`");
}

TEST_CASE("what a heading does not say is asked, not guessed") {
  CHECK(refused("energy,time (s)\n1,2\n") == base::Code::run_column_without_unit);
  CHECK(refused("energy_a_kwh,energy_b_kwh\n1,2\n") == base::Code::several_run_columns);
  CHECK(refused("energy_kwh\nmuch\n") == base::Code::bad_run);
  CHECK(refused("") == base::Code::bad_run);
  RunQuestion question;
  question.by = "cluster";
  CHECK(refused("energy_kwh\n1\n", question) == base::Code::no_run_column);
  question = {};
  question.columns = {{Measure::energy, "energy_b_kwh"}};
  CHECK(read("energy_a_kwh,energy_b_kwh\n1,2\n", question).of(Measure::energy)[0] == 2);
}

TEST_CASE("files without a column of hardware are one hardware each") {
  const std::vector<base::SourcePtr> sources{source("a/v100.csv", "time (s)\n1\n"),
                                             source("a/a40.csv", "time (s)\n2\n3\n")};
  const auto runs = read_runs(sources, {});
  REQUIRE(runs.has_value());
  CHECK(runs->of(Label::hardware) == std::vector<std::string>{"v100", "a40", "a40"});
  CHECK(runs->places[2] == "a/a40.csv:3");
}

TEST_CASE("a column of hardware is kept, whatever separates the columns") {
  for (const auto* text : {"time (s)\tGPU\n1\tA40\n", "time (s);\"gpu_name\"\n1;A40\n",
                           "\"Device\",time (s)\nA40,1\n"}) {
    CAPTURE(text);
    const std::vector<base::SourcePtr> sources{source("one.tsv", text), source("two.tsv", text)};
    const auto runs = read_runs(sources, {});
    REQUIRE(runs.has_value());
    CHECK(runs->of(Label::hardware) == std::vector<std::string>{"A40", "A40"});
  }
}

TEST_CASE("only the runs that are asked for are kept") {
  RunQuestion question;
  question.where = {{"space", "5V"}};
  CHECK(read("space,time (s)\n4V,1\n5V,2\n5V,3\n", question).size == 2);
}

}  // namespace
}  // namespace holon::findings
