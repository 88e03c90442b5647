// SPDX-License-Identifier: Apache-2.0
//
// The fields of a run, each with its key: the writer and the reader both go through these. What a
// form `needs` must be there.
#pragma once

#include <concepts>
#include <type_traits>

#include "record/run.h"

namespace holon::record {

/// T, to be written, or T, to be read.
template <class Given, class T>
concept Of = std::same_as<std::remove_const_t<Given>, T>;

template <class Form>
void fields(Form& form, Of<Outcome> auto& outcome) {
  form("ending", outcome.ending);
  form("exit code", outcome.exit_code);
  form("signal", outcome.signal);
  form("failed", outcome.failed);
}

template <class Form>
void fields(Form& form, Of<Energy> auto& energy) {
  form.needs("device", energy.device);
  form.needs("component", energy.component);
  form.needs("evidence", energy.evidence);
  form("energy [J]", energy.energy_J);
  form("uncertainty [J]", energy.uncertainty_J);
  form("cause", energy.cause);
  form("whole device [J]", energy.whole_J);
  form("idle [J]", energy.idle_J);
  form("average power [W]", energy.average_W);
  form("peak power [W]", energy.peak_W);
  form("sensor", energy.sensor);
  form("reason", energy.reason);
  form("counted", energy.counted);
}

template <class Form>
void fields(Form& form, Of<Compute> auto& compute) {
  form("CPU time [s]", compute.cpu_time_s);
  form("instructions", compute.instructions);
  form("CPU utilisation", compute.cpu_utilisation);
  form("GPU utilisation", compute.gpu_utilisation);
  form("peak memory [byte]", compute.memory_peak_bytes);
  form("peak GPU memory [byte]", compute.gpu_memory_peak_bytes);
}

template <class Form>
void fields(Form& form, Of<Figure> auto& figure) {
  form.needs("name", figure.name);
  form.needs("value", figure.value);
  form("unit", figure.unit);
}

template <class Form>
void fields(Form& form, Of<Impact> auto& impact) {
  form.needs("category", impact.category);
  form.needs("amount", impact.amount);
  form("unit", impact.unit);
  form("uncertainty", impact.uncertainty);
  form("low", impact.low);
  form("high", impact.high);
  form("factor", impact.factor);
  form("factor unit", impact.factor_unit);
  form("kind", impact.kind);
  form("source", impact.source);
  form("factor from [ns]", impact.factor_from);
  form("factor until [ns]", impact.factor_until);
  form("joined at [ns]", impact.joined_at);
  form("evidence", impact.evidence);
}

template <class Form>
void fields(Form& form, Of<Accelerator> auto& accelerator) {
  form("model", accelerator.model);
  form("id", accelerator.id);
  form("memory [byte]", accelerator.memory_bytes);
}

template <class Form>
void fields(Form& form, Of<Hardware> auto& hardware) {
  form("machine", hardware.machine);
  form("cpu", hardware.cpu);
  form("processors", hardware.cpus);
  form("sockets", hardware.sockets);
  form("memory [byte]", hardware.memory_bytes);
  form("accelerators", hardware.accelerators);
  form("system", hardware.system);
}

template <class Form>
void fields(Form& form, Of<Place> auto& place) {
  form("name", place.name);
  form("country", place.country);
  form("region", place.region);
  form("cloud", place.cloud);
  form("pue", place.pue);
  form("wue [L/kWh]", place.wue_L_per_kWh);
}

template <class Form>
void fields(Form& form, Of<Attribution> auto& attribution) {
  form("scope", attribution.scope);
  form("subject", attribution.subject);
  form("idle", attribution.idle);
  form("unattributed [J]", attribution.unattributed_J);
}

template <class Form>
void fields(Form& form, Of<Gap> auto& gap) {
  form.needs("from [ns]", gap.from_ns);
  form.needs("until [ns]", gap.until_ns);
  form("device", gap.device);
  form("reason", gap.reason);
}

template <class Form>
void fields(Form& form, Of<Slice> auto& slice) {
  form.needs("from [ns]", slice.from_ns);
  form.needs("until [ns]", slice.until_ns);
  form.needs("energy [J]", slice.energy_J);
}

template <class Form>
void fields(Form& form, Of<Origin> auto& origin) {
  form("tool", origin.tool);
  form("version", origin.version);
  form("file", origin.file);
  form("line", origin.line);
}

template <class Form>
void fields(Form& form, Of<Run> auto& run) {
  form.needs("id", run.id);
  form("name", run.name);
  form("project", run.project);
  form("phase", run.phase);
  form("tags", run.tags);
  form("command", run.command);
  form("commit", run.commit);
  form.needs("start [ns]", run.start_ns);
  form.needs("end [ns]", run.end_ns);
  form("duration [ns]", run.duration_ns);
  form("outcome", run.outcome);
  form("hardware", run.hardware);
  form("place", run.place);
  form("attribution", run.attribution);
  form("energy", run.energy);
  form("course", run.course);
  form("average power [W]", run.average_W);
  form("peak power [W]", run.peak_W);
  form("compute", run.compute);
  form("figures", run.figures);
  form("impacts", run.impacts);
  form("gaps", run.gaps);
  form("notes", run.notes);
  form("origin", run.origin);
}

}  // namespace holon::record
