// SPDX-License-Identifier: Apache-2.0
#include "desk/window.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>
#include <sys/resource.h>
#include <unistd.h>

#include "desk/run_identity.h"
#include "desk/run_impacts.h"

namespace holon::desk {
namespace {

double seconds(const ::timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// of this process and of the children that it has waited for [s]
double cpu_time_s() {
  double out = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    ::rusage usage{};
    ::getrusage(who, &usage);
    out += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return out;
}

// all windows of a process stand for office together: the inner ones are no rivals of the outer
std::shared_ptr<meter::Election> election_of(const std::string& job) {
  static std::mutex mutex;
  static std::weak_ptr<meter::Election> held;
  static std::string held_for;
  const std::lock_guard lock(mutex);
  auto out = held.lock();
  if (out && held_for == job) return out;
  out = std::make_shared<meter::Election>("/tmp", job);
  held = out;
  held_for = job;
  return out;
}

}  // namespace

Window::Window(WindowOptions options)
    : options_(std::move(options)),
      keeper_(options_.ledger, options_.journals),
      owner_(::getpid()) {
  guarded([&] { open(); });
  auto& run = report_.run;
  run.id = new_id();
  run.name = options_.name;
  run.project = options_.project;
  run.phase = options_.phase;
  run.tags = options_.tags;
  run.command = options_.command;
  run.place.name = options_.place;
  if (!options_.inside.empty()) run.notes.push_back("inside the run " + options_.inside);
  run.origin.version = kVersion;
  cpu_time_s_ = cpu_time_s();
  run.start_ns = wall_ns();
  const double period_s = meter_ ? meter_->period_s(options_.period_s) : options_.period_s;
  sampler_ = std::make_unique<meter::Sampler>(period_s, [this] { guarded([&] { tick(); }); });
}

Window::~Window() {
  // the thread, its lock and what vendors' libraries hold are the parent's: a copy touches none
  if (!is_ours()) {
    static_cast<void>(sampler_.release());
    static_cast<void>(meter_.release());
    return;
  }
  end("left open");
}

bool Window::is_ours() const { return ::getpid() == owner_; }

bool Window::is_open() {
  if (!is_ours()) return false;
  const std::lock_guard lock(mutex_);
  return sampler_ != nullptr;
}

// called between ticks, or where there are none
template <class Work>
void Window::guarded(const Work& work) {
  try {
    work();
  } catch (const std::exception& fault) {
    // told once: a fault of every tick is one fault
    if (report_.faults.empty() || report_.faults.back() != fault.what())
      report_.faults.emplace_back(fault.what());
  }
}

void Window::open() {
  sysroot_ = sysroot_of(options_.machine);
  election_ = election_of(options_.job);
  if (!election_->fault().empty()) report_.faults.push_back(election_->fault());
  auto attribution = options_.attribution;
  attribution.is_elected = election_->is_elected();
  meter_ = std::make_unique<meter::RunMeter>(
      *sysroot_, clock_, hints_of(options_.machine, *sysroot_, *options_.catalog), attribution);
  meter_->follow(owner_);
}

void Window::tick() {
  if (!meter_) return;
  meter_->tick();
  keeper_.note(report_.run, *meter_);
}

const report::RunReport& Window::end(const std::string& failure) {
  if (!is_ours()) return report_;
  const std::lock_guard lock(mutex_);
  if (!sampler_) return report_;
  sampler_.reset();
  auto& run = report_.run;
  run.end_ns = std::max(run.start_ns, wall_ns());
  run.outcome.ending = record::Ending::exited;
  run.outcome.failed = !failure.empty();
  guarded([&] { close(); });
  if (!failure.empty()) run.notes.push_back("the work ended by " + failure);
  guarded([&] { keep(); });
  return report_;
}

void Window::close() {
  auto& run = report_.run;
  const double used_s = std::max(0.0, cpu_time_s() - cpu_time_s_);
  run.compute.cpu_time_s = used_s;
  if (!meter_) return;
  meter_->finish(used_s);
  meter_->fill(run);
  report_.missing_J = meter_->meter().total().missing_J;
  report_.our_share = share_of(*meter_);
  join_impacts(run, options_.place, *options_.catalog);
}

void Window::keep() {
  auto run = report_.run;
  for (const auto& fault : report_.faults) run.notes.push_back("the meter: " + fault);
  keeper_.keep(run);
  report_.kept_in = keeper_.address();
}

meter::RunStatus Window::status() {
  meter::RunStatus out;
  if (!meter_ || !is_ours()) return out;
  const std::lock_guard lock(mutex_);
  const auto look = [&] { out = meter_->status(); };
  if (sampler_)
    sampler_->between_ticks(look);
  else
    look();
  return out;
}

}  // namespace holon::desk
