// SPDX-License-Identifier: Apache-2.0
#include "meter/run_meter.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "meter/sensors/model.h"

namespace holon::meter {
namespace {

constexpr double kJoules = 1e-6;
// /proc counts hundredths of a second, the end of a command is known better
constexpr std::uint64_t kThousandths = 1000;  // of a tick

// energy that follows the processors' work; a GPU is given to the run as a whole
bool follows_processors(Scope scope) {
  return scope == Scope::package || scope == Scope::core || scope == Scope::uncore ||
         scope == Scope::memory;
}

record::Evidence evidence_of(const Domain& domain) {
  return domain.evidence == quantity::Evidence::measured ? record::Evidence::measured
                                                         : record::Evidence::modelled;
}

// what is wrong with a scope here; empty: nothing
std::string doubt_of(record::Scope scope, const ControlGroup& group) {
  const bool is_missing = (scope == record::Scope::pod && group.pod.empty()) ||
                          (scope == record::Scope::job && group.job.empty()) ||
                          (scope == record::Scope::container && group.container.empty());
  const auto path = group.path.empty() ? "/" : group.path;
  if (is_missing)
    return fmt::format("the command is in no {} that the meter can see; told is its cgroup {}{}",
                       name(scope), path, path == "/" ? ", the whole machine or container" : "");
  if (scope == record::Scope::cgroup && path == "/")
    return "the cgroup / is the whole machine or container";
  return {};
}

// what a person should know of how a domain was read
void note_flaws(const DomainResult& result, record::Run& run) {
  const auto note = [&](std::string text) {
    run.notes.push_back(result.domain.name + ": " + std::move(text));
  };
  if (result.possible_uJ > 0)
    note(fmt::format("a pause was long enough to hide a wrap; it may be {:.3g} kJ more",
                     1e-3 * kJoules * static_cast<double>(result.possible_uJ)));
  if (result.resets > 0) note(fmt::format("its counter began anew {} times", result.resets));
  if (result.glitches > 0)
    note(fmt::format("{} readings that cannot be were dropped", result.glitches));
  if (result.failed_reads > 0) note(fmt::format("{} readings failed", result.failed_reads));
  if (result.missing_s > 0 && result.role == Role::counted)
    note(fmt::format("{:.3g} s are missing", result.missing_s));
}

}  // namespace

RunMeter::RunMeter(const Sysroot& sysroot, const Clock& clock, const MachineHints& hints,
                   RunOptions options)
    : sysroot_(sysroot),
      clock_(clock),
      options_(options),
      meter_(sysroot, clock, hints),
      group_(whole_of(parse_control_group(sysroot.read("/proc/self/cgroup").text), options.scope)),
      stat_(sysroot.open("/proc/stat")),
      sockets_(sysroot) {}

void RunMeter::tick() {
  meter_.tick();
  const auto now = clock_.now().monotonic;
  if (!started_ || now - looked_at_ >= between_looks_) look(now);
}

void RunMeter::look(Nanoseconds now) {
  look_at_machine();
  // a command that is gone took its times with it: they are known at the end
  const auto ours = our_time();
  if (!ours) return;
  look_at_gpu_processes();
  share_out(now - looked_at_, *ours);
  look_at_gpus(started_ ? now - looked_at_ : 0);
  looked_at_ = now;
  started_ = true;
  // /proc counts in hundredths of a second: shorter looks would only see steps. Many processes take
  // long to look at: that never costs more than a thousandth of a processor
  constexpr Nanoseconds kLeast = 500'000'000;
  constexpr Nanoseconds kMost = 10'000'000'000;
  constexpr Nanoseconds kShare = 1000;
  between_looks_ = std::clamp(kShare * (clock_.now().monotonic - now), kLeast, kMost);
}

void RunMeter::look_at_machine() {
  int error = 0;
  const auto text = stat_->read(error);
  times_now_ = parse_cpu_times(text).value_or(times_);
  if (sockets_.matter()) machine_times_now_ = parse_times_of_each(text);
  starts_ = parse_starts(text);
}

// what a GPU's library calls a process is known here only where all processes of the machine are
// seen: the second process of a machine is its kernel's, in a container it is another
void RunMeter::look_at_gpu_processes() {
  if (options_.scope == record::Scope::machine) return;
  if (first_line(sysroot_, "/proc/2/comm") != "kthreadd") return;
  gpu_shares_ = meter_.gpu_shares([this](int pid) { return is_ours(pid); });
}

bool RunMeter::is_ours(int pid) const {
  if (is_tree()) return tree_ && tree_->has(pid);
  const auto group = parse_control_group(sysroot_.read(fmt::format("/proc/{}/cgroup", pid)).text);
  // in the root are all
  if (group_.path == "/") return true;
  return group.path == group_.path || group.path.starts_with(group_.path + "/");
}

void RunMeter::look_at_gpus(Nanoseconds elapsed) {
  const double elapsed_s = static_cast<double>(elapsed) / kNanosecondsPerSecond;
  for (const auto& use : meter_.gpu_use()) {
    if (use.temperature_C && !use.name.empty()) {
      const int now_C = *use.temperature_C;
      gpu_temperatures_.try_emplace(use.name, Temperatures{now_C, now_C}).first->second.last_C =
          now_C;
    }
    // before the first look lies what others did
    if (elapsed == 0) continue;
    if (use.memory_bytes) gpu_memory_peak_ = std::max(gpu_memory_peak_, *use.memory_bytes);
    if (!use.utilisation) continue;
    gpu_busy_s_ += *use.utilisation * elapsed_s;
    gpu_seen_s_ += elapsed_s;
  }
}

std::optional<double> RunMeter::gpu_utilisation() const {
  return gpu_seen_s_ > 0 ? std::optional(std::min(1.0, gpu_busy_s_ / gpu_seen_s_)) : std::nullopt;
}

void RunMeter::share_out(Nanoseconds elapsed, std::uint64_t ours) {
  const auto energies = meter_.energies_uJ();
  const auto our_time = ours - std::min(ours, ours_);
  if (sockets_.matter()) look_at_sockets(started_ ? our_time : 0);
  if (!started_) {
    first_ours_ = ours;
    first_times_ = times_now_;
    energies_.assign(energies.size(), 0);
    splits_.resize(energies.size());
    is_split_.assign(energies.size(), false);
  } else {
    const auto reserved = static_cast<std::uint64_t>(std::llround(options_.reserved_share * 1e6));
    const auto busy = times_now_.busy - std::min(times_now_.busy, times_.busy);
    const Claim machine{kThousandths * busy, {our_time, reserved}};
    for (std::size_t i = 0; i < energies.size(); ++i) {
      const auto& domain = meter_.domain(i);
      const auto energy_uJ = energies[i] - energies_[i];
      auto& sum = splits_[i];
      const auto claim = claim_on(domain, machine);
      if (!claim) {
        (domain.scope == Scope::gpu ? sum.ours_uJ : sum.unattributed_uJ) += energy_uJ;
        continue;
      }
      if (domain.scope == Scope::gpu) is_split_[i] = true;
      const double idle_J = idle_W(domain) * static_cast<double>(elapsed) / kNanosecondsPerSecond;
      const auto out = split({energy_uJ, std::llround(idle_J / kJoules), claim->busy},
                             {&claim->us, 1}, options_.idle);
      sum.ours_uJ += out.parts_uJ[0];
      sum.idle_uJ += out.idle_uJ;
      sum.unattributed_uJ += out.unattributed_uJ;
    }
  }
  times_ = times_now_;
  machine_times_ = machine_times_now_;
  ours_ = std::max(ours, ours_);
  energies_ = energies;
}

// a GPU is shared by its processes where it tells them, a socket by what ran there, the rest by
// what the whole machine did
std::optional<RunMeter::Claim> RunMeter::claim_on(const Domain& domain,
                                                  const Claim& machine) const {
  if (domain.scope == Scope::gpu) {
    const auto share = std::find_if(
        gpu_shares_.begin(), gpu_shares_.end(),
        [&](const GpuShare& one) { return one.device == domain.device && !one.device.empty(); });
    if (share == gpu_shares_.end()) return std::nullopt;
    return Claim{share->busy, {share->ours, machine.us.reserved_ppm}};
  }
  if (!follows_processors(domain.scope)) return std::nullopt;
  if (work_ours_.empty()) return machine;
  const auto socket = sockets_.are_several() ? socket_of(domain) : std::nullopt;
  const auto of = [&](const SocketWork& work) {
    std::uint64_t out = 0;
    for (const auto& [number, amount] : work) out += !socket || number == *socket ? amount : 0;
    return out;
  };
  return Claim{of(work_), {of(work_ours_), machine.us.reserved_ppm}};
}

// threads that came and went unseen are taken to have run where the others did
void RunMeter::look_at_sockets(std::uint64_t our_time) {
  if (auto ran = where_we_ran(); !ran.empty()) ran_ = std::move(ran);
  work_ = sockets_.work(machine_times_, machine_times_now_);
  work_ours_ = sockets_.work(our_time, ran_, machine_times_, machine_times_now_);
}

ProcessorTimes RunMeter::where_we_ran() {
  if (is_tree()) return tree_ ? sockets_.ran(tree_->pids()) : ProcessorTimes{};
  const auto now = cpu_time_by_processor_ns(sysroot_, group_);
  if (now.empty()) return sockets_.threads_ran(threads_of(sysroot_, group_));
  ProcessorTimes out;
  const auto before = std::exchange(group_times_, now);
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    if (now[i] > before[i]) out[static_cast<int>(i)] = now[i] - before[i];
  }
  return out;
}

std::optional<std::uint64_t> RunMeter::our_time() {
  if (!is_tree()) {
    constexpr std::uint64_t kNanosecondsPerThousandth = 10'000;
    return cpu_time_ns(sysroot_, group_).value_or(0) / kNanosecondsPerThousandth;
  }
  if (!tree_) return std::uint64_t{0};
  const auto tree = tree_->look(starts_);
  if (tree.processes == 0) return std::nullopt;
  peak_resident_ = std::max(peak_resident_, tree.resident_bytes);
  return kThousandths * tree.ticks;
}

// what is stated for all processors is spread over their packages
double RunMeter::idle_W(const Domain& domain) const {
  if (domain.scope != Scope::package || options_.idle_W <= 0) return 0;
  std::size_t packages = 0;
  for (const auto& result : meter_.results()) {
    packages += result.domain.scope == Scope::package && result.role == Role::counted ? 1 : 0;
  }
  return options_.idle_W / static_cast<double>(std::max<std::size_t>(packages, 1));
}

void RunMeter::finish(double our_cpu_time_s) {
  // the command's processes are gone by now: what they used since the last look is known of its end
  const auto known =
      first_ours_ +
      static_cast<std::uint64_t>(std::llround(our_cpu_time_s * kTicksPerSecond * kThousandths));
  look_at_machine();
  const auto ours = std::max({our_time().value_or(0), ours_, is_tree() ? known : std::uint64_t{0}});
  // the latest readings are part of the last share
  meter_.finish();
  if (!started_) return;
  look_at_gpu_processes();
  share_out(clock_.now().monotonic - looked_at_, ours);
}

RunStatus RunMeter::status() const {
  const auto total = meter_.total();
  RunStatus out{total.elapsed_s, total.energy_J(), total.mean_W()};
  constexpr double kLately_s = 0.5;
  const double passed_s = out.elapsed_s - before_.elapsed_s;
  out.power_W = before_.power_W;
  if (passed_s >= kLately_s || before_.elapsed_s == 0) {
    if (passed_s > 0) out.power_W = (out.energy_J - before_.energy_J) / passed_s;
    before_ = out;
  }
  return out;
}

double RunMeter::cpu_utilisation() const {
  const auto busy = static_cast<double>(times_.busy - first_times_.busy);
  const auto idle = static_cast<double>(times_.idle - first_times_.idle);
  return busy + idle > 0 ? busy / (busy + idle) : 0;
}

record::Energy RunMeter::energy_of(const DomainResult& result, std::size_t i) const {
  record::Energy out;
  out.device = result.domain.name;
  out.component = name(result.domain.scope);
  out.sensor = result.domain.method;
  out.counted = result.role == Role::counted;
  out.reason = result.flaw;
  if (!result.is_alive) {
    out.evidence = record::Evidence::missing;
    out.counted = false;
    return out;
  }
  out.evidence = evidence_of(result.domain);
  out.cause = result.domain.method;
  out.energy_J = result.energy_J();
  out.uncertainty_J = result.deviation_J();
  if (result.covered_s > 0) out.average_W = result.mean_W();
  if (result.peak_W > 0) out.peak_W = result.peak_W;
  const bool is_split = options_.scope != record::Scope::machine && i < splits_.size();
  if (is_split && (follows_processors(result.domain.scope) || is_split_[i])) {
    out.whole_J = out.energy_J;
    out.energy_J = kJoules * static_cast<double>(splits_[i].ours_uJ);
    out.idle_J = kJoules * static_cast<double>(splits_[i].idle_uJ);
    const double share = *out.whole_J > 0 ? *out.energy_J / *out.whole_J : 0;
    out.uncertainty_J = *out.uncertainty_J * share;
    // power beside it is that of the whole device
    out.average_W.reset();
    out.peak_W.reset();
  }
  return out;
}

// false: another way to see what is told already, or a second one that says nothing
bool RunMeter::add_energy(const DomainResult& result, std::size_t i, record::Run& run) const {
  if (result.role == Role::alternate && result.is_alive) return false;
  auto energy = energy_of(result, i);
  // a device and its component are named once
  const auto same =
      std::count_if(run.energy.begin(), run.energy.end(), [&](const record::Energy& other) {
        return other.component == energy.component &&
               (other.device == energy.device || other.device.starts_with(energy.device + " #"));
      });
  if (same > 0 && !energy.energy_J) return false;
  if (same > 0) energy.device += fmt::format(" #{}", same + 1);
  run.energy.push_back(std::move(energy));
  // another rank's meter counts what the whole node uses
  if (!options_.is_elected) run.energy.back().counted = false;
  return true;
}

void RunMeter::fill_energy(record::Run& run) const {
  run.energy.clear();
  const auto results = meter_.results();
  for (std::size_t i = 0; i < results.size(); ++i) add_energy(results[i], i, run);
  run.duration_ns = meter_.elapsed();
}

void RunMeter::fill(record::Run& run) const {
  const auto results = meter_.results();
  const auto total = meter_.total();
  run.energy.clear();
  std::int64_t unattributed_uJ = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& result = results[i];
    if (!add_energy(result, i, run)) continue;
    if (result.role == Role::counted && i < splits_.size())
      unattributed_uJ += splits_[i].unattributed_uJ + splits_[i].idle_uJ;
    note_flaws(result, run);
  }
  run.attribution.scope = options_.scope;
  run.attribution.subject = group_.pod.empty() ? group_.path : group_.pod;
  run.attribution.idle = options_.idle;
  run.attribution.unattributed_J = kJoules * static_cast<double>(unattributed_uJ);
  if (total.elapsed_s > 0 && options_.scope == record::Scope::machine) {
    run.average_W = total.mean_W();
    run.peak_W = total.peak_W;
  }
  if (total.suspended_s > 0)
    run.notes.push_back(
        fmt::format("the machine slept {:.3g} s; that is not part of the run", total.suspended_s));
  if (auto doubt = doubt_of(options_.scope, group_); !doubt.empty())
    run.notes.push_back(std::move(doubt));
  // silicon that is warm leaks more: two runs compare where they were equally warm
  constexpr int kFelt_C = 5;
  for (const auto& [name, of] : gpu_temperatures_) {
    if (std::abs(of.last_C - of.first_C) >= kFelt_C)
      run.notes.push_back(
          fmt::format("{} was at {} °C when it began and at {} °C at the latest look", name,
                      of.first_C, of.last_C));
  }
  if (!options_.is_elected)
    run.notes.emplace_back("another meter of this job counts the energy of this node");
  if (!meter_.fault().empty()) run.notes.push_back("a sensor failed: " + meter_.fault());
  fill_hardware(run);
  if (started_ && times_.busy + times_.idle > first_times_.busy + first_times_.idle)
    run.compute.cpu_utilisation = cpu_utilisation();
  run.compute.gpu_utilisation = gpu_utilisation();
  if (gpu_memory_peak_ > 0)
    run.compute.gpu_memory_peak_bytes = static_cast<std::int64_t>(gpu_memory_peak_);
  if (peak_resident_ > 0) run.compute.memory_peak_bytes = static_cast<std::int64_t>(peak_resident_);
  run.duration_ns = meter_.elapsed();
}

void RunMeter::fill_hardware(record::Run& run) const {
  const auto known = processors(sysroot_);
  run.hardware.cpu = known.model;
  if (known.threads > 0) run.hardware.cpus = known.threads;
  if (known.sockets > 0) run.hardware.sockets = known.sockets;
  if (const auto size_GB = memory_GB(sysroot_))
    run.hardware.memory_bytes = static_cast<std::int64_t>(*size_GB * 1e9);
  run.hardware.machine = first_line(sysroot_, "/proc/sys/kernel/hostname");
  const auto kernel = first_line(sysroot_, "/proc/sys/kernel/osrelease");
  if (!kernel.empty()) run.hardware.system = "Linux " + kernel;
  for (const auto& answer : meter_.answers()) {
    if (answer.sensor != "nvidia" || answer.ability == Ability::unmeasurable) continue;
    const auto open = answer.subject.find('(');
    record::Accelerator accelerator;
    accelerator.model = answer.subject.substr(open + 1, answer.subject.size() - open - 2);
    run.hardware.accelerators.push_back(std::move(accelerator));
  }
}

}  // namespace holon::meter
