// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/report.h"

// What units, streams and memories did: every figure once, with its range, unit and meaning.

namespace rda {

void ActivitySums::describe(auto& self, auto& visit) {
  visit("active", self.active, Range{0},
        Doc{"cycles in which it fired, sent or took", "unit-cycles"});
  visit("conflict", self.conflict, Range{0},
        Doc{"cycles in which a further bank cycle of a firing ran", "unit-cycles"});
  visit("blocked", self.blocked, Range{0},
        Doc{"cycles in which it held: no room for a token", "unit-cycles"});
  visit("idle", self.idle, Range{0},
        Doc{"cycles in which it was done, or no token had come yet", "unit-cycles"});
  visit("starved", self.starved, Range{0},
        Doc{"all other cycles: data, full or permit missing, or waiting for ii or the interval",
            "unit-cycles"});
}

void ActivityByKind::describe(auto& self, auto& visit) {
  visit("pcu", self.pcu, Doc{"all used PCUs"});
  visit("pmu", self.pmu, Doc{"all used PMUs"});
  visit("source", self.source, Doc{"all used source ports"});
  visit("sink", self.sink, Doc{"all used sink ports"});
}

void BreakdownRow::describe(auto& self, auto& visit) {
  visit("layer", self.layer, Range{-1}, Doc{"layer of the model; -1: none"});
  visit("direction", self.direction, Doc{"reverse, or empty"});
  visit("gate", self.gate,
        Doc{"gate; of units outside the gates the operator, e.g. c.next, or what they are for"});
  visit("kind", self.kind, Doc{"kind of unit: pcu, pmu, source, sink or ag"});
  visit("units", self.units, Range{1}, Doc{"number of units", "units"});
  visit("activity", self.activity, Doc{"their cycles by activity, over the whole run"});
}

void SpilledReport::describe(auto& self, auto& visit) {
  visit("sequence", self.sequence, Doc{"name of its buffer in the mapping"});
  visit("bytes", self.bytes, Range{0}, Doc{"off-chip memory that it takes", "bytes"});
  visit("bytes_written", self.bytes_written, Range{0}, Doc{"bytes written in the run", "bytes"});
  visit("bytes_read", self.bytes_read, Range{0},
        Doc{"bytes read in the run, by all its readers", "bytes"});
}

void MemoryReport::describe(auto& self, auto& visit) {
  visit("ags_used", self.ags_used, Range{0}, Doc{"AGs with a program", "units"});
  visit("ags_on_chip", self.ags_on_chip, Range{0}, Doc{"AGs of the chip", "units"});
  visit("channels", self.channels, Range{0}, Doc{"channels of the chip", "channels"});
  visit("activity", self.activity, Doc{"cycles of the used AGs by activity"});
  visit("waiting", self.waiting, Range{0},
        Doc{"starved cycles in which an AG waited for a burst", "unit-cycles"});
  visit("bytes_read", self.bytes_read, Range{0},
        Doc{"bytes of the tokens that AGs have read", "bytes"});
  visit("bytes_written", self.bytes_written, Range{0},
        Doc{"bytes of the tokens that AGs have written", "bytes"});
  visit("bursts_read", self.bursts_read, Range{0}, Doc{"bursts read", "bursts"});
  visit("bursts_written", self.bursts_written, Range{0}, Doc{"bursts written", "bursts"});
  visit("bytes_per_second", self.bytes_per_second, Range{0},
        Doc{"bytes of all bursts / time", "bytes/s"});
  visit("possible_bytes_per_second", self.possible_bytes_per_second, Range{0},
        Doc{"if every channel moved data all the time", "bytes/s"});
  visit("row_hits", self.row_hits, Range{0},
        Doc{"bursts that found their row open; 0 unless the channels are DRAM", "bursts"});
  visit("rows_closed", self.rows_closed, Range{0},
        Doc{"bursts that found their bank closed", "bursts"});
  visit("row_conflicts", self.row_conflicts, Range{0},
        Doc{"bursts that found another row open", "bursts"});
  visit("refreshes", self.refreshes, Range{0}, Doc{"refreshes of a channel", "refreshes"});
  visit("refresh_share", self.refresh_share, Range{0},
        Doc{"refreshes x tRFC / time, of all channels", "share"});
  visit("resident_bytes", self.resident_bytes, Range{0},
        Doc{"weights, biases and tables that PMUs hold from the start", "bytes"});
  visit("streamed_bytes", self.streamed_bytes, Range{0},
        Doc{"contents of off-chip memory, read in each step", "bytes"});
  visit("sequences_sharing", self.sequences_sharing, Range{1},
        Doc{"sequences of the batch that share what is read in a step", "sequences"});
  visit("spilled", self.spilled,
        Doc{"sequences that go from layer to layer through off-chip memory (/sequences)"});
  visit("configure_seconds", self.configure_seconds, Range{0},
        Doc{"/memory/host/configure_us of the chip", "s"});
  visit("host_seconds", self.host_seconds, Range{0},
        Doc{"(resident_bytes + streamed_bytes) / host_bytes_per_second", "s"});
  visit("host_bytes_per_second", self.host_bytes_per_second, Range{0},
        Doc{"of the link to the host, in one direction", "bytes/s"});
  visit("memory_seconds", self.memory_seconds, Range{0},
        Doc{"resident_bytes / possible_bytes_per_second", "s"});
  visit("load_seconds", self.load_seconds, Range{0},
        Doc{"configure_seconds + the larger of host_seconds and memory_seconds: the phase before "
            "the run, which no cycle of the run includes",
            "s"});
  visit("load_limit", self.load_limit, Doc{"which of these two is larger: host link or memory"});
}

void SectionReport::describe(auto& self, auto& visit) {
  visit("number", self.number, Range{1}, Doc{"number of the section, from 1"});
  visit("first_layer", self.first_layer, Range{0}, Doc{"its first layer"});
  visit("last_layer", self.last_layer, Range{0}, Doc{"its last layer"});
  visit("cycles", self.cycles, Range{0}, Doc{"cycles of its simulation", "cycles"});
  visit("configure", self.configure, Range{0},
        Doc{"/memory/host/configure_us before it; 0 of the first section of a run", "cycles"});
  visit("load", self.load, Range{0},
        Doc{"resident_bytes at the peak of memory, behind configure; 0 of the first section of a "
            "run, whose weights come before the run",
            "cycles"});
  visit("hu", self.hu, Range{0}, Doc{"rows computed at the same time", "rows"});
  visit("ru", self.ru, Range{0}, Doc{"column slices computed at the same time", "slices"});
  visit("pcus", self.pcus, Range{0}, Doc{"PCUs with a program", "units"});
  visit("pmus", self.pmus, Range{0}, Doc{"PMUs with a program or a buffer", "units"});
  visit("ags", self.ags, Range{0}, Doc{"AGs with a program", "units"});
  visit("resident_bytes", self.resident_bytes, Range{0},
        Doc{"weights, biases and tables that PMUs hold from its start", "bytes"});
  visit("handed_bytes_read", self.handed_bytes_read, Range{0},
        Doc{"bytes of sequences of earlier sections that it reads off the chip", "bytes"});
  visit("handed_bytes_written", self.handed_bytes_written, Range{0},
        Doc{"bytes of sequences for later sections that it writes off the chip", "bytes"});
}

void SectionsReport::describe(auto& self, auto& visit) {
  visit("count", self.count, Range{1}, Doc{"sections of the network", "sections"});
  visit("section_cycles", self.section_cycles, Range{0},
        Doc{"cycles of all sections of the run", "cycles"});
  visit("change_cycles", self.change_cycles, Range{0},
        Doc{"cycles between sections: configure and load of all of them", "cycles"});
  visit("handed_bytes", self.handed_bytes, Range{0},
        Doc{"off-chip memory that all sequences between sections take", "bytes"});
  visit("list", self.list, Doc{"sections of the run: all, or the only one (/section)"});
}

void NetworkCycles::describe(auto& self, auto& visit) {
  visit("carrying", self.carrying, Range{0},
        Doc{"cycles in which a token is put on the track", "track-cycles"});
  visit("held", self.held, Range{0},
        Doc{"cycles in which a token waits at the track's upstream end", "track-cycles"});
  visit("empty", self.empty, Range{0},
        Doc{"all other cycles, those of unused tracks included", "track-cycles"});
}

void UnitReport::describe(auto& self, auto& visit) {
  visit("name", self.name, Doc{"name, which says what the unit does"});
  visit("kind", self.kind, Doc{"kind: pcu, pmu, source, sink or ag"});
  visit("layer", self.layer, Range{-1}, Doc{"layer of the model it belongs to; -1: none"});
  visit("group", self.group,
        Doc{"what it is for, e.g. dot; its kind if the mapping does not say it"});
  visit("row", self.row, Range{0}, Doc{"row of its site, from the north"});
  visit("col", self.col, Range{0}, Doc{"column of its site, from the west"});
  visit("activity", self.activity, Doc{"cycles of the unit by activity"});
  visit("firings", self.firings, Range{0}, Doc{"iterations of innermost loops", "firings"});
  visit("bytes_read", self.bytes_read, Range{0},
        Doc{"bytes read at a PMU's data outputs", "bytes"});
  visit("bytes_written", self.bytes_written, Range{0},
        Doc{"bytes written at a PMU's data inputs", "bytes"});
}

void StreamReport::describe(auto& self, auto& visit) {
  visit("name", self.name, Doc{"name, which says what the stream carries"});
  visit("kind", self.kind, Doc{"kind of its tokens"});
  visit("layer", self.layer, Range{-1}, Doc{"layer of the unit that writes it; -1: none"});
  visit("group", self.group,
        Doc{"group of the unit that writes it -> groups of those that read it"});
  visit("tokens", self.tokens, Range{0}, Doc{"tokens put on the first link", "tokens"});
  visit("links", self.links, Range{0}, Doc{"switch-switch links of its route", "links"});
  visit("carrying", self.carrying, Range{0},
        Doc{"cycles in which a token is put on a link", "track-cycles"});
  visit("held", self.held, Range{0},
        Doc{"cycles in which a token waits for a link", "track-cycles"});
}

}  // namespace rda
