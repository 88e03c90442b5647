// SPDX-License-Identifier: Apache-2.0
#include "meter/control_group.h"

#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "meter/process_tree.h"

namespace holon::meter {
namespace {

const std::string kId(64, 'a');

}  // namespace

TEST_CASE("containers, pods and jobs are recognised by their cgroup's path") {
  const auto docker = parse_control_group("0::/system.slice/docker-" + kId + ".scope\n");
  CHECK(docker.container == kId);
  CHECK(docker.runtime == "docker");
  CHECK(scope_of(docker) == record::Scope::container);

  const auto pod = parse_control_group(
      "0::/kubepods.slice/kubepods-burstable.slice/"
      "kubepods-burstable-pod4fb1c7e8_0a1b_4c2d_8e3f_0123456789ab.slice/cri-containerd-" +
      kId + ".scope\n");
  CHECK(pod.pod == "4fb1c7e8-0a1b-4c2d-8e3f-0123456789ab");
  CHECK(pod.container == kId);
  CHECK(scope_of(pod) == record::Scope::pod);

  const auto slurm =
      parse_control_group("0::/system.slice/slurmstepd.scope/job_1009248/step_0/user/task_0\n");
  CHECK(slurm.job == "1009248");
  CHECK(slurm.step == "0");
  CHECK(scope_of(slurm) == record::Scope::job);

  const auto old_slurm = parse_control_group(
      "5:devices:/slurm/uid_1000/job_77/step_batch\n4:cpu,cpuacct:/slurm/uid_1000/job_77\n0::/\n");
  CHECK(old_slurm.job == "77");
  CHECK_FALSE(old_slurm.is_unified);
  CHECK(old_slurm.path == "/slurm/uid_1000/job_77");

  const auto plain = parse_control_group("0::/user.slice/user-1000.slice/session-2.scope\n");
  CHECK(plain.container.empty());
  CHECK(plain.job.empty());
  CHECK(scope_of(plain) == record::Scope::cgroup);
  CHECK(parse_control_group("").path.empty());
}

// Folders of pods and containers as the documentation of the parts states them:
//   kubelet: pods of the class "guaranteed" lie in the root of all pods, the two other classes have
//     a folder of their own; systemd's driver writes "-" of an identifier as "_"
//     (kubernetes/design-proposals-archive, node/pod-resource-management.md);
//   static pods are named by a hash of their manifest, without hyphens (kubelet,
//   pkg/kubelet/config); containerd and CRI-O: cri-containerd-ID.scope, crio-ID.scope under
//   systemd, the bare ID and
//     crio-ID under cgroupfs (containerd docs/cri/config.md; crio.conf(5), cgroup_manager);
//   Docker: /docker/ID under cgroupfs, system.slice/docker-ID.scope under systemd
//     (docs.docker.com/engine/containers/runmetrics);
//   Podman: machine.slice/libpod-ID.scope/container, of users below their user@UID.service
//     (podman-run(1), --cgroupns, --cgroup-parent);
//   Slurm: cgroup_v2.html and cgroups.html of slurm.schedmd.com.
TEST_CASE("pods and containers under every driver") {
  struct Case {
    std::string line;
    const char* runtime;
    bool is_pod;
    bool is_unified;
  };
  const std::string pod = "4fb1c7e8-0a1b-4c2d-8e3f-0123456789ab";
  const std::string low = "4fb1c7e8_0a1b_4c2d_8e3f_0123456789ab";
  const std::string slice =
      "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + low + ".slice/";
  const std::string guaranteed = "/kubepods.slice/kubepods-pod" + low + ".slice/";
  const std::string folder = "/kubepods/burstable/pod" + pod + "/";
  const Case cases[] = {
      {"0::" + slice + "cri-containerd-" + kId + ".scope", "containerd", true, true},
      {"0::" + slice + "crio-" + kId + ".scope", "crio", true, true},
      {"0::" + guaranteed + "docker-" + kId + ".scope", "docker", true, true},
      {"0::" + folder + kId, "", true, true},
      {"0::" + folder + "crio-" + kId, "crio", true, true},
      {"4:cpu,cpuacct:" + slice + "cri-containerd-" + kId + ".scope", "containerd", true, false},
      {"4:cpuacct,cpu:" + folder + kId, "", true, false},
      {"4:cpuacct:/docker/" + kId, "docker", false, false},
      {"0::/docker/" + kId, "docker", false, true},
      {"0::/system.slice/docker-" + kId + ".scope", "docker", false, true},
      {"0::" + folder + kId + "/init.scope", "", true, true},
      {"0::/kubepods/pod" + pod + "/" + kId, "", true, true},
      {"4:cpuacct:/kubepods/besteffort/pod" + pod + "/" + kId, "", true, false},
      {"0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod" + low +
           ".slice/cri-containerd-" + kId + ".scope",
       "containerd", true, true},
      {"0::/machine.slice/libpod-" + kId + ".scope/container", "podman", false, true},
      {"0::/machine.slice/machine-libpod_pod_" + std::string(64, 'b') + ".slice/libpod-" + kId +
           ".scope/container",
       "podman", false, true},
      {"0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + kId +
           ".scope/container",
       "podman", false, true},
      {"0::/user.slice/user-1000.slice/user@1000.service/user.slice/docker-" + kId + ".scope",
       "docker", false, true},
      {"4:cpuacct:/libpod_parent/libpod-" + kId, "podman", false, false},
      {"4:cpu,cpuacct:/system.slice/docker-" + kId + ".scope", "docker", false, false},
      {"0::/system.slice/containerd.service/kubepods-burstable-pod" + low +
           ".slice:cri-containerd:" + kId,
       "containerd", true, true},
  };
  for (const auto& one : cases) {
    CAPTURE(one.line);
    const auto group = parse_control_group(one.line + "\n");
    CHECK(group.container == kId);
    CHECK(group.runtime == one.runtime);
    CHECK(group.pod == (one.is_pod ? pod : ""));
    CHECK(group.is_unified == one.is_unified);
    CHECK(scope_of(group) == (one.is_pod ? record::Scope::pod : record::Scope::container));
    CHECK(group.job.empty());
  }
  // a container inside a job of Slurm is told by both
  const auto job =
      parse_control_group("0::/slurm/uid_1000/job_12/step_3/docker-" + kId + ".scope\n");
  CHECK(job.job == "12");
  CHECK(job.container == kId);
  for (const auto& [line, number, step] :
       {std::array<std::string, 3>{
            "0::/system.slice/node7_slurmstepd.scope/job_5/step_batch/user/task_0", "5", "batch"},
        {"0::/system.slice/slurmstepd.scope/job_5/step_extern/user", "5", "extern"},
        {"3:cpuacct:/slurm_node7/uid_0/job_9/step_0/task_1", "9", "0"},
        {"3:cpuacct:/slurm/uid_0/job_x", "", ""}}) {
    const auto group = parse_control_group(line + "\n");
    CHECK(group.job == number);
    CHECK(group.step == step);
  }
}

TEST_CASE("a static pod is named by a hash, and a hash of something else is no pod") {
  const std::string hash = "9c2a3b1f0e5d4c6b8a7f1e2d3c4b5a69";
  for (const auto& path : {"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" +
                               hash + ".slice/cri-containerd-" + kId + ".scope",
                           "/kubepods/burstable/pod" + hash + "/" + kId}) {
    CAPTURE(path);
    const auto group = parse_control_group("0::" + path + "\n");
    CHECK(group.pod == hash);
    CHECK(group.container == kId);
  }
  CHECK(
      parse_control_group("0::/machine.slice/machine-libpod_pod_" + kId + ".slice\n").pod.empty());
  CHECK(parse_control_group("0::/pod" + hash + "0\n").pod.empty());
}

TEST_CASE("a pod is all its containers, a job all its steps, a container all below it") {
  const auto path_of = [](const std::string& path, record::Scope scope) {
    return whole_of(parse_control_group("0::" + path + "\n"), scope).path;
  };
  const std::string pod = "/kubepods.slice/kubepods-pod4fb1c7e8_0a1b_4c2d_8e3f_0123456789ab.slice";
  const auto container = pod + "/crio-" + kId + ".scope";
  CHECK(path_of(container, record::Scope::pod) == pod);
  CHECK(path_of(container + "/init.scope", record::Scope::container) == container);
  CHECK(path_of(container + "/init.scope", record::Scope::cgroup) == container + "/init.scope");
  CHECK(path_of(container, record::Scope::job) == container);
  const std::string job = "/system.slice/slurmstepd.scope/job_12";
  CHECK(path_of(job + "/step_0/user/task_3", record::Scope::job) == job);
  CHECK(path_of(job + "/step_0/user/task_3", record::Scope::pod) == job + "/step_0/user/task_3");
  // version 1 has a job's folder in each hierarchy
  const auto old = whole_of(
      parse_control_group("4:cpuacct,cpu:/slurm/uid_1000/job_12/step_batch/task_0\n0::/\n"),
      record::Scope::job);
  CHECK(old.path == "/slurm/uid_1000/job_12");
  CHECK(path_of("/", record::Scope::job) == "/");
}

TEST_CASE("the threads of a cgroup are those of all below it, and no file is taken for a cgroup") {
  RecordedTree tree;
  tree.set_file("/sys/fs/cgroup/a/cgroup.threads", "5\n6\n");
  tree.set_file("/sys/fs/cgroup/a/cgroup.procs", "5\n");
  tree.set_file("/sys/fs/cgroup/a/b.scope/cgroup.threads", "7\n");
  tree.set_file("/sys/fs/cgroup/a/b.scope/c/cgroup.threads", "0\n8\n");
  tree.set_file("/sys/fs/cgroup/cpuacct/d/tasks", "9\n");
  tree.set_file("/sys/fs/cgroup/cpuacct/d/cpuacct.usage_percpu", "10 0 30 \n");
  CHECK(threads_of(tree, parse_control_group("0::/a\n")) == std::vector<int>{5, 6, 7, 8});
  const auto old = parse_control_group("3:cpuacct:/d\n");
  CHECK(threads_of(tree, old) == std::vector<int>{9});
  CHECK(cpu_time_by_processor_ns(tree, old) == std::vector<std::uint64_t>{10, 0, 30});
  CHECK(cpu_time_by_processor_ns(tree, parse_control_group("0::/a\n")).empty());
  CHECK(threads_of(tree, parse_control_group("0::/absent\n")).empty());
}

TEST_CASE("the processor time of a cgroup, in either version") {
  RecordedTree tree;
  tree.set_file("/sys/fs/cgroup/a/cpu.stat", "usage_usec 1500000\nuser_usec 1000000\n");
  tree.set_file("/sys/fs/cgroup/cpuacct/b/cpuacct.usage", "42000000000\n");
  CHECK(cpu_time_ns(tree, parse_control_group("0::/a\n")) == 1'500'000'000);
  CHECK(cpu_time_ns(tree, parse_control_group("3:cpuacct:/b\n0::/\n")) == 42'000'000'000);
  CHECK_FALSE(cpu_time_ns(tree, parse_control_group("0::/absent\n")));
}

TEST_CASE("a tree of processes: the living and what they waited for") {
  RecordedTree tree;
  tree.set_file("/proc/10/stat",
                "10 (sh) S 1 10 10 0 -1 0 0 0 0 0 5 6 100 200 20 0 1 0 100 5000 7 0");
  tree.set_file("/proc/10/task/10/children", "11 12 ");
  tree.set_file("/proc/11/stat",
                "11 (py) R 10 10 10 0 -1 0 0 0 0 0 1000 50 0 0 20 0 2 0 100 5000 3 0");
  tree.set_file("/proc/11/task/11/children", "");
  tree.set_file("/proc/11/task/14/children", "");
  // 12 ended between the two looks
  ProcessTree processes(tree, 10);
  const auto times = processes.look(std::nullopt);
  CHECK(times.ticks == 311 + 1050);
  CHECK(times.processes == 2);
  CHECK(times.resident_bytes % 10 == 0);
  CHECK(ProcessTree(tree, 999).look(5).processes == 0);

  // while the machine started nothing, nothing is walked; what the known ones use is seen
  CHECK(processes.look(7).processes == 2);
  const auto walks = processes.walks();
  tree.set_file("/proc/11/stat",
                "11 (py) R 10 10 10 0 -1 0 0 0 0 0 2000 50 0 0 20 0 2 0 100 5000 3 0");
  CHECK(processes.look(7).ticks == 311 + 2050);
  CHECK(processes.walks() == walks);

  // a child of the second thread
  tree.set_file("/proc/11/task/14/children", "15 ");
  tree.set_file("/proc/15/stat", "15 (x) R 11 10 10 0 -1 0 0 0 0 0 40 0 0 0 20 0 1 0 100 5000 3 0");
  CHECK(processes.look(8).ticks == 311 + 2050 + 40);
  CHECK(processes.walks() == walks + 1);

  // one that ended is in its parent's times; nobody else is walked for it
  tree.remove("/proc/15");
  tree.set_file("/proc/11/stat",
                "11 (py) R 10 10 10 0 -1 0 0 0 0 0 2000 50 44 0 20 0 2 0 100 5000 3 0");
  CHECK(processes.look(8).ticks == 311 + 2050 + 44);
  CHECK(processes.walks() == walks + 1);
}

TEST_CASE("more processes than files are kept open for") {
  RecordedTree tree;
  std::string children;
  for (int pid = 100; pid < 400; ++pid) {
    children += fmt::format("{} ", pid);
    tree.set_file(fmt::format("/proc/{}/stat", pid),
                  fmt::format("{} (x) R 1 1 1 0 -1 0 0 0 0 0 2 0 0 0 20 0 1 0 100 5000 3 0", pid));
    tree.set_file(fmt::format("/proc/{0}/task/{0}/children", pid), "");
  }
  tree.set_file("/proc/1/stat", "1 (x) R 0 1 1 0 -1 0 0 0 0 0 1 0 0 0 20 0 1 0 100 5000 3 0");
  tree.set_file("/proc/1/task/1/children", children);
  ProcessTree processes(tree, 1);
  for (const std::uint64_t starts : {1, 1, 2}) {
    CHECK(processes.look(starts).ticks == 601);
    CHECK(processes.look(starts).processes == 301);
  }
}

TEST_CASE("how many processes were started stands in /proc/stat") {
  CHECK(parse_starts("cpu 1 2 3 4\nintr 5 6\nprocesses 4711\nprocs_running 1\n") == 4711);
  CHECK_FALSE(parse_starts("cpu 1 2 3 4\n"));
  CHECK_FALSE(parse_starts("cpu 1 2 3 4\nprocesses x\n"));
}

}  // namespace holon::meter
