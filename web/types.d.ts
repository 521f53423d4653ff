// SPDX-License-Identifier: Apache-2.0
// What the page reads of its data. `rdasim schema page` says all of it, with meanings and units.

export type Activity = { active: number; conflict: number; blocked: number; starved: number; idle: number };
export type Activities = keyof Activity;
export type UnitKind = "pcu" | "pmu" | "source" | "sink" | "ag";

export type UnitReport = {
  name: string; kind: UnitKind; layer: number; group: string; row: number; col: number;
  activity: Activity; firings: number; bytes_read: number; bytes_written: number;
};
export type StreamReport = {
  name: string; kind: string; layer: number; group: string;
  tokens: number; links: number; carrying: number; held: number;
};
export type BreakdownRow = {
  layer: number; direction: string; gate: string; kind: UnitKind; units: number; activity: Activity;
};
export type Limit = { what: string; knobs: string[]; worth_cycles: number };
export type NetworkCost = {
  ideal_cycles: number | null; cost_cycles: number; group_steps: number; group_routed_cycles: number;
  groups: { streams: string; count: number; cycles: number | null; saved_cycles: number }[];
};
export type Peak = { tflops: number; map_reduce_tflops: number; roof_tflops: number; roof: string };
export type EnergyRow = { unit: "pcu" | "pmu" | "switch" | "off_chip"; part: string; leakage_j: number; clock_j: number; dynamic_j: number };
export type Cost = {
  table: string; node_nm: number; options: { power_gated: boolean }; mm2: number; rows: EnergyRow[];
  leakage_j: number; clock_j: number; dynamic_j: number; total_j: number; watts: number; static_watts: number;
  dynamic_watts: number; pj_per_mac: number; edp_js: number; tflops_per_watt: number; tflops_per_mm2: number;
};
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Report = {
  simulator_version: string; simulator_commit: string; command: string; hash: string; inputs: { [part: string]: Json };
  chip: string; workload: string; seed: number; steps: number; batch: number; clock_mhz: number;
  cycles: number; latency_ms: number; cycles_per_step: number; tflops_effective: number;
  step_cycles: { lengths: { cycles: number; steps: number }[] };
  repetitions?: { count: number; first_cycles: number; steady_cycles: number } | null;
  utilization: { [part: string]: number };
  bandwidth: { [part: string]: number };
  mapping: { policy: string; hu: number; ru: number; rv: number; pcus_used: number; pmus_used: number;
             sources_used: number; sinks_used: number; pcus_on_chip: number; pmus_on_chip: number; streams: number };
  verification: { steps: number; max_abs_error: number; bit_exact: boolean };
  activities: { [kind in Exclude<UnitKind, "ag">]: Activity };
  memory?: { ags_used: number; ags_on_chip: number; activity: Activity } | null;
  breakdown: BreakdownRow[]; limits: Limit[]; idle_knobs: string[];
  units: UnitReport[]; streams: StreamReport[]; network_cost: NetworkCost | null;
  peak: Peak; cost: Cost | null;
};

export type Port = { kind: UnitKind; number: number; side: "west" | "east" | "north" | "south"; site: number; beside: number };
export type Program = { work: string; loops: number[]; latency: number; ii: number };
export type UnitPlace = { direction: string; gate: string; port: number; programs: Program[]; buffer_bytes: number };
export type StreamPlace = { from: number; to: number[]; recurrent: boolean; sites: number[]; parents: number[] };
export type Link = { from: number; to: number; streams: number; carrying: number; bytes: number };
export type Floorplan = {
  rows: number; cols: number; kinds: string; tracks: number;
  ports: Port[]; units: UnitPlace[]; streams: StreamPlace[]; links: Link[];
};

export type SlicePiece = { operand: number; pass: number; first: number; vectors: number };
export type UnrolledProduct = {
  layer: number; direction: string; gates: string[]; rows: number; row_groups: number;
  hu: number; hv: number; ru: number; rv: number; passes: number;
  operands: { name: string; recurrent: boolean; vectors: number }[]; slices: SlicePiece[][]; units: number[][];
};
export type SharedUnits = {
  layer: number; direction: string; role: string; gate: string; turns: number; units: number[]; takes: string[][];
};
export type Unrolling = { products: UnrolledProduct[]; shared: SharedUnits[] };

export type ChainEntry = {
  from: number; cycles: number; kind: string; category: string; what: string; unit: string; stream: string;
  count: number; waited: number; conflicts: number;
};
export type Explanation = {
  step: number; steps: number; cycles: number; from: number; period: number; anchor: string;
  chain: ChainEntry[]; summary: { category: string; cycles: number }[];
};
export type Gate = { layer: number; direction: string; gate: string; units: number; active: number[] };
export type GateResults = { layer: number; direction: string; gate: string; first: number; last: number; slack: number | null };
export type Step = { explanation: Explanation; interval: number; gates: Gate[]; results: GateResults[] };
export type RunPart = {
  phase?: string | null; layer: number; direction: string; first: number; last: number; cycles: number; unit: string; unit_cycles: number;
};
export type RunChain = { cycles: number; steps: number; parts: RunPart[]; summary: { category: string; cycles: number }[] };
export type KnobChange = { knob: string; from: number; to: number };
export type WhatIfRow = { changes: KnobChange[]; set: string[]; cycles: number | null; saved: number; pcus: number; problem: string };
export type WhatIf = {
  steps: number; all_steps: number; cycles: number; least_cycles: number; most_cycles: number; rows: WhatIfRow[];
  note: string;
};
export type Roof = { part: string; bytes_per_second: number; operations_per_byte: number; tflops: number };
export type KindActivity = {
  kind: UnitKind; units: number; active: number[]; conflict: number[]; blocked: number[]; starved: number[];
};
export type TimeSeries = {
  interval: number; kinds: KindActivity[]; gates: Gate[];
  power: { static_w: number; pcu_w: number[]; pmu_w: number[]; switch_w: number[]; off_chip_w: number[]; unit_j: number[] };
};
export type KnobPair = { knob: string; a: Json; b: Json };
export type Comparison = {
  a: string; b: string; knobs: KnobPair[];
  pairs: { name: string; metric: string; a: Json; b: Json; ratio: number | null }[];
};
export type Against = {
  report: Report; roofs: Roof[]; comparison: Comparison;
  step: { step: number; cycles: number; summary: { category: string; cycles: number }[] } | null;
};
export type Data = {
  page_version: number; kind: "run"; report: Report; roofs: Roof[]; floorplan: Floorplan; unrolling: Unrolling; time: TimeSeries; step: Step | null; run: RunChain | null;
  what_if: WhatIf | null; against: Against | null;
};

export type SweepColumn = { name: string; knob: boolean; unit: string; values: (number | null)[]; texts: string[] };
export type SweepDesign = { lines: number[]; group: number; front: boolean; status: string; message: string };
export type NamedText = { name: string; text: string };
export type SweepData = {
  kind: "sweep"; simulator_version: string; simulator_commit: string; command: string; points: string; tally: string;
  across: string; goals: { name: string; maximize: boolean }[]; figures: NamedText[]; constants: NamedText[];
  groups: string[]; columns: SweepColumn[]; designs: SweepDesign[]; missing: number;
};
export type Phase = {
  layer: number; direction: string; gate: string; kind: UnitKind; units: number; us_per_step: number; share: number;
};
export type KernelClass = {
  name: string; kernels: number; launches: number; us: number; share: number; us_per_step: number | null;
};
export type GpuSide = {
  gpu: string; kind: "trace" | "summary" | "published" | "estimate" | "numbers"; device: string; software: string;
  network: { precision: string }; us: number; us_per_step: number | null; speedup: number;
  speedup_with_gaps: number | null; classes: KernelClass[];
  idle: { busy_us: number; us: number; share: number; gap_median_us: number | null; gap_p90_us: number | null } | null;
  launch_us: number | null;
  differs: { what: string; chip: string; gpu: string }[]; notes: string[];
};
export type BesideRow = {
  workload: string; network: { precision: string }; policy: string; us: number; us_per_step: number; phases: Phase[]; gpus: GpuSide[];
};
export type Beside = {
  chip: string; clock_mhz: number; rows: BesideRow[]; left_out: { workload: string; gpu: string; why: string }[];
  overall: { gpu: string; rows: number; geomean: number; least: number; most: number }[];
};
export type GpuData = {
  kind: "gpu"; simulator_version: string; simulator_commit: string; command: string; beside: Beside;
};
export type AnyData = Data | SweepData | GpuData;

/** A unit as the page uses it: of report and floorplan. */
export type Unit = UnitReport & UnitPlace & { number: number; site: number; joules: number };
/** A stream likewise. */
export type Stream = StreamReport & StreamPlace & { number: number };
