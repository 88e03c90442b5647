// SPDX-License-Identifier: Apache-2.0
#include "report/run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/environment.h"
#include "cli/ledger_address.h"
#include "cli/load.h"
#include "cli/meter_options.h"
#include "cli/output_options.h"
#include "cli/own_catalog.h"
#include "cli/terminal.h"
#include "desk/run_budget.h"
#include "desk/run_identity.h"
#include "desk/run_impacts.h"
#include "desk/run_keeper.h"
#include "meter/election.h"
#include "meter/exposition.h"
#include "meter/metrics_server.h"
#include "meter/run_meter.h"
#include "record/words.h"

namespace holon::cli {
namespace {

struct Options {
  std::vector<std::string> command;
  std::string name, project, phase, place, json;
  std::vector<std::string> tags;
  double period_s = 0.1;
  std::string scope = "machine";
  std::string idle = "proportional";
  double idle_W = 0;
  double reserved = 0;
  bool quiet = false;
  std::string ledger, prometheus, listen, budget;
  bool stop = false;
  bool no_ledger = false;
  ColourChoice colour = ColourChoice::automatic;
  MeterOptions meter;

  [[nodiscard]] std::string address() const {
    if (no_ledger) return "";
    return ledger.empty() ? default_ledger() : ledger;
  }
};

constexpr const char* kExamples =
    "Examples:\n"
    "  holon run -- python train.py                  what it used, at its end\n"
    "  holon run --place FR -- python train.py       and the carbon of it\n"
    "  holon run --json run.json --tag search -- ./trial 17\n"
    "  holon run --scope process -- make             its part of a machine that others use too\n"
    "  holon doctor                                  what can be measured here\n\n"
    "The command keeps its terminal, its signals and its exit code; what holon says goes to\n"
    "standard error.\n";

/// The line that a person sees while the command runs.
class StatusLine {
 public:
  explicit StatusLine(bool quiet) : enabled_(!quiet && is_terminal(STDERR_FILENO)) {}
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  void show(const meter::RunMeter& meter) {
    constexpr auto kBetween = std::chrono::milliseconds(500);
    const auto now = std::chrono::steady_clock::now();
    if (!enabled_ || now - last_ < kBetween) return;
    last_ = now;
    const auto status = meter.status();
    say(fmt::format("\r\033[Kholon: {:.0f} s · {} J · {} W", status.elapsed_s,
                    base::readable(status.energy_J), base::readable(status.power_W)));
    shown_ = true;
  }
  void clear() {
    if (shown_) say("\r\033[K");
    shown_ = false;
  }

 private:
  bool enabled_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

meter::RunOptions run_options(const Options& options, bool is_elected) {
  meter::RunOptions out;
  out.scope = record::named(record::kScopeWords, options.scope).value_or(record::Scope::machine);
  out.idle =
      record::named(record::kIdleWords, options.idle).value_or(record::IdlePolicy::proportional);
  out.idle_W = options.idle_W;
  out.reserved_share = options.reserved;
  out.is_elected = is_elected;
  return out;
}

void begin(record::Run& run, const Options& options) {
  run.id = desk::new_id();
  run.name = options.name.empty()
                 ? std::filesystem::path(options.command.front()).filename().string()
                 : options.name;
  run.project = options.project;
  run.phase = options.phase;
  run.tags = options.tags;
  run.command = options.command;
  run.place.name = options.place;
  run.start_ns = desk::wall_ns();
  run.origin.version = desk::kVersion;
}

void end(record::Run& run, const meter::WorkloadEnd& ended) {
  run.end_ns = std::max(run.start_ns, desk::wall_ns());
  run.outcome.ending = ended.signal ? record::Ending::signalled : record::Ending::exited;
  run.outcome.exit_code = ended.exit_code;
  run.outcome.signal = ended.signal;
  run.outcome.failed = ended.signal.has_value() || ended.exit_code.value_or(0) != 0;
  run.compute.cpu_time_s = ended.cpu_time_s;
  run.compute.instructions = ended.instructions;
  const auto peak = std::max(ended.peak_memory_bytes, run.compute.memory_peak_bytes.value_or(0));
  run.compute.memory_peak_bytes = peak;
}

/// Measures a command that is forked already, and never lets a fault of ours reach it.
class Measurement {
 public:
  Measurement(const Options& options, meter::Workload& workload,
              const std::optional<desk::RunBudget>& budget)
      : options_(options),
        workload_(workload),
        budget_(budget),
        status_(options.quiet),
        keeper_(options.address(), journals_of(options.address())) {}

  meter::WorkloadEnd run() {
    begin(report_.run, options_);
    guarded([&] { open(); });
    const auto period_ns = static_cast<std::int64_t>(std::llround(period_s() * 1e9));
    const auto ended = workload_.run(period_ns, [&] { guarded([&] { tick(); }); });
    status_.clear();
    end(report_.run, ended);
    guarded([&] { close(ended.cpu_time_s); });
    end(report_.run, ended);
    if (ended.start_error == 0) guarded([&] { keep(); });
    return ended;
  }

  [[nodiscard]] const report::RunReport& report() const { return report_; }
  /// What the run broke; empty: nothing.
  [[nodiscard]] const std::string& broken() const { return broken_; }

 private:
  template <class Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (const std::exception& fault) {
      // told once: a fault of every tick is one fault
      if (report_.faults.empty() || report_.faults.back() != fault.what())
        report_.faults.emplace_back(fault.what());
    }
  }

  void open() {
    sysroot_ = sysroot_of(options_.meter);
    election_ = std::make_unique<meter::Election>("/tmp", desk::job_of(variable));
    if (!election_->fault().empty()) report_.faults.push_back(election_->fault());
    meter_ = std::make_unique<meter::RunMeter>(
        *sysroot_, clock_, hints_of(options_.meter, *sysroot_, catalog_in_use()),
        run_options(options_, election_->is_elected()));
    meter_->follow(workload_.pid());
    guarded([&] { listen(); });
  }

  void listen() {
    const auto address = meter::parse_listen_address(options_.listen);
    if (!address) return;
    server_ = std::make_unique<meter::MetricsServer>(*address);
    if (!options_.quiet) say(fmt::format("holon: metrics at {}\n", server_->url()));
  }

  [[nodiscard]] double period_s() const {
    return meter_ ? meter_->period_s(options_.period_s) : options_.period_s;
  }

  void tick() {
    if (!meter_) return;
    meter_->tick();
    status_.show(*meter_);
    now_and_then();
    keeper_.note(report_.run, *meter_);
  }

  // what costs more than a reading
  void now_and_then() {
    constexpr auto kBetween = std::chrono::seconds(1);
    const auto now = std::chrono::steady_clock::now();
    if (now - looked_ < kBetween) return;
    looked_ = now;
    if (budget_) check_budget();
    if (!options_.prometheus.empty())
      write_result(options_.prometheus, meter::exposition(*meter_, report_.run.name));
    if (server_)
      server_->show(meter::exposition(*meter_, report_.run.name, meter::MetricsForm::open_metrics));
  }

  // told once
  void check_budget() {
    if (!broken_.empty()) return;
    broken_ = budget_->broken_by(meter_->status().energy_J);
    if (broken_.empty()) return;
    status_.clear();
    say(fmt::format("holon: {}{}\n", broken_, options_.stop ? "; the run is ended" : ""));
    if (options_.stop) workload_.stop();
  }

  void keep() {
    auto run = report_.run;
    for (const auto& fault : report_.faults) run.notes.push_back("the meter: " + fault);
    if (keeper_.address().empty() && !options_.no_ledger)
      throw base::WorldError(
          "the run is kept nowhere: HOME is not set; `--ledger FILE` names a place");
    keeper_.keep(run);
    report_.kept_in = keeper_.address();
  }

  void close(double cpu_time_s) {
    if (!meter_) return;
    meter_->finish(cpu_time_s);
    looked_ = {};
    now_and_then();
    meter_->fill(report_.run);
    report_.missing_J = meter_->meter().total().missing_J;
    report_.our_share = desk::share_of(*meter_);
    desk::join_impacts(report_.run, options_.place, catalog_in_use());
  }

  const Options& options_;
  meter::Workload& workload_;
  const std::optional<desk::RunBudget>& budget_;
  std::string broken_;
  std::chrono::steady_clock::time_point looked_ = std::chrono::steady_clock::now();
  StatusLine status_;
  desk::RunKeeper keeper_;
  meter::SystemClock clock_;
  std::unique_ptr<meter::Sysroot> sysroot_;
  std::unique_ptr<meter::Election> election_;
  std::unique_ptr<meter::RunMeter> meter_;
  std::unique_ptr<meter::MetricsServer> server_;
  report::RunReport report_;
};

// nothing after telling why
std::optional<desk::RunBudget> budget_of(const Options& options) {
  StudyOptions study;
  study.path = options.budget;
  const auto loaded = load(study);
  if (!loaded) return std::nullopt;
  std::string why;
  auto out = desk::RunBudget::of(*loaded, options.place, catalog_in_use(), why);
  if (!out) say(fmt::format("holon: {}\n", why));
  return out;
}

int run(const Options& options) {
  if (options.command.empty()) {
    say("holon: a command is missing\n  help: as in `holon run -- python train.py`\n");
    return kWrongUsage;
  }
  if (const auto help = desk::unknown_place(options.place, catalog_in_use()); !help.empty()) {
    say(fmt::format("holon: the catalogue has no place `{}`\n  help: {}\n", options.place, help));
    return kInvalidInput;
  }
  if (!options.listen.empty() && !meter::parse_listen_address(options.listen)) {
    say(
        fmt::format("holon: `--listen {}` is no address\n"
                    "  help: a port, as in `--listen 9464`, or ADDRESS:PORT with the numbers of an "
                    "address\n",
                    options.listen));
    return kWrongUsage;
  }
  std::optional<desk::RunBudget> budget;
  if (!options.budget.empty()) {
    budget = budget_of(options);
    if (!budget) return kInvalidInput;
  }
  meter::Workload workload(options.command);
  // a quota on the size of files ends a process that passes it: for us it is a full disk. The
  // command is forked already, and keeps the signal.
  std::signal(SIGXFSZ, SIG_IGN);
  Measurement measurement(options, workload, budget);
  const auto ended = measurement.run();
  if (ended.start_error != 0) {
    say(fmt::format("holon: cannot run `{}`: {}\n", options.command.front(),
                    std::strerror(ended.start_error)));
    return ended.shell_code();
  }
  const auto& report = measurement.report();
  try {
    if (!options.quiet) say(report::terminal(report, style_for(options.colour, STDERR_FILENO)));
    for (const auto& fault : report.faults) {
      if (options.quiet) say(fmt::format("holon: the meter: {}\n", fault));
    }
    if (!options.json.empty()) write_result(options.json, report::json(report));
  } catch (const std::exception& fault) {
    say(fmt::format("holon: {}\n", fault.what()));
  }
  const bool was_stopped = options.stop && !measurement.broken().empty();
  return was_stopped ? kCheckFailed : ended.shell_code();
}

}  // namespace

Command add_run(CLI::App& app) {
  auto* command = app.add_subcommand("run", "Measure a command");
  auto options = std::make_shared<Options>();
  command->footer(kExamples);
  command->positionals_at_end();
  command->add_option("command", options->command, "What to run, behind `--`");
  command->add_option("--name", options->name, "Of the run; the command's name unless given");
  command->add_option("--project", options->project, "What it belongs to");
  command->add_option("--phase", options->phase, "data, search, training, deployment, …");
  command->add_option("--tag", options->tags, "By which studies and lists find it");
  command->add_option("--place", options->place, "Where: a place or country of the catalogue");
  command->add_option("--scope", options->scope, "Whose energy: machine, process, cgroup")
      ->check(CLI::IsMember({"machine", "process", "cgroup", "container", "job", "pod"})
                  .description(""))
      ->capture_default_str();
  command
      ->add_option("--idle", options->idle,
                   "Whose idle energy is: marginal, proportional, reserved")
      ->check(CLI::IsMember({"marginal", "proportional", "reserved"}).description(""))
      ->capture_default_str();
  command->add_option("--idle-power", options->idle_W, "Of all processors together [W]")
      ->check(CLI::NonNegativeNumber.description(""));
  command->add_option("--reserved", options->reserved, "Share of the machine that is reserved")
      ->check(CLI::Range(0.0, 1.0).description(""));
  command->add_option("--period", options->period_s, "Between two readings [s]")
      ->check(CLI::Range(0.001, 60.0).description(""))
      ->capture_default_str();
  add_json(*command, options->json);
  command->add_option("--budget", options->budget, "Warn when the run breaks this study's budget");
  command->add_flag("--stop", options->stop, "End it then, with exit code 1");
  command->add_option("--prometheus", options->prometheus,
                      "Keep a file of metrics up to date, as for node_exporter");
  command->add_option(
      "--listen", options->listen,
      "Serve metrics (OpenMetrics) at this port, to this machine alone; or ADDRESS:PORT");
  command->add_option("--ledger", options->ledger, "Where to keep the run: a file, or a server");
  command->add_flag("--no-ledger", options->no_ledger, "Keep it nowhere");
  command->add_flag("--quiet", options->quiet, "Neither status nor summary");
  add_meter_options(*command, options->meter);
  add_colour(*command, options->colour);
  return [options] {
    find_reader(options->meter);
    return run(*options);
  };
}

}  // namespace holon::cli
