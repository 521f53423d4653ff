// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <iterator>

#include "mapping/latency.h"
#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

/// The violations of the table's PMU after a change to its read program and its buffer.
Lines of_table(auto&& change) {
  const Lines lines = after([&](Mapping& m) {
    change(m, reader(m, kTable), m.units[kTable].buffers.front());
    reader(m, kTable).latency = latency_of(small_chip(), reader(m, kTable));
  });
  Lines found;
  std::ranges::copy_if(lines, std::back_inserter(found),
                       [](const std::string& line) { return line.starts_with("table"); });
  return found;
}

Access& access_of(Program& read) { return *read.outputs.front().access; }

/// A look-up by vectors in a table with a copy in each of 16 banks.
void make_vectors(Mapping& m, Buffer& buffer) {
  m.streams[kSum].kind = m.streams[kValue].kind = TokenKind::vector;
  buffer.slot_bytes = 65536;
}

TEST(CheckLookUps, AllowALookUpByAVector) {
  EXPECT_EQ(of_table([](Mapping& m, Program&, Buffer& buffer) { make_vectors(m, buffer); }),
            Lines{});
}

TEST(CheckLookUps, RefuseAVectorByAScalarAndAScalarByAVector) {
  EXPECT_EQ(of_table([](Mapping& m, Program&, Buffer& buffer) {
              make_vectors(m, buffer);
              m.streams[kSum].kind = TokenKind::scalar;
            }).front(),
            "table.value: looks up by input 0 (a vector output by a vector input)");
  EXPECT_EQ(of_table([](Mapping& m, Program&, Buffer& buffer) {
              make_vectors(m, buffer);
              m.streams[kValue].kind = TokenKind::scalar;
            }).front(),
            "table.value: looks up by input 0 (a scalar output by a scalar input)");
}

TEST(CheckLookUps, NeedACopyOfTheTableInEachBank) {
  EXPECT_EQ(of_table([](Mapping& m, Program&, Buffer& buffer) {
              make_vectors(m, buffer);
              buffer.slot_bytes = 65535;
            }),
            Lines{"table.value: touches bytes 0 to 65536 of sigmoid (its slots have 65535)"});
}

TEST(CheckLookUps, BeginWithAWholeRowOfBanks) {
  EXPECT_EQ(of_table([](Mapping& m, Program& read, Buffer& buffer) {
              make_vectors(m, buffer);
              buffer.slot_bytes = 65600;
              access_of(read).offset = 4;
            }),
            Lines{"table.value: offset, strides or slots that are not multiples of 64 bytes (banks "
                  "x 4, so that each bank has a copy of the table)"});
}

TEST(CheckLookUps, HaveNoLaneStride) {
  EXPECT_EQ(of_table([](Mapping& m, Program& read, Buffer& buffer) {
              make_vectors(m, buffer);
              access_of(read).lane_stride = 8;
            }),
            Lines{"table.value: lane stride 8 (4: each lane reads the copy of its bank)"});
}

TEST(CheckLookUps, RefuseAFunctionOrARowWithoutALookUp) {
  const auto without = [](auto&& change) {
    return of_table([&](Mapping&, Program& read, Buffer&) {
      access_of(read).look_up = -1;
      change(access_of(read));
    });
  };
  EXPECT_TRUE(has(without([](Access& access) { access.function = Function::exp; }),
                  "table.value: a function without a look-up (name its input in look_up)"));
  EXPECT_TRUE(has(without([](Access& access) { access.row = RowLookUp{.row_bytes = 64}; }),
                  "table.value: a row without a look-up (name its input in look_up)"));
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[0].access->function = Function::exp; }),
            Lines{"x.in: a function without a look-up (name its input in look_up)"});
}

TEST(CheckLookUps, AllowVectorsAtARowThatAScalarNames) {
  EXPECT_EQ(of_table([](Mapping& m, Program& read, Buffer& buffer) {
              m.streams[kValue].kind = TokenKind::vector;
              buffer.slot_bytes = 64 * 5;
              access_of(read).row = RowLookUp{.first_row = 7, .rows = 5, .row_bytes = 64};
            }),
            Lines{});
}

TEST(CheckLookUps, KeepTheirRowsInTheBuffer) {
  EXPECT_EQ(of_table([](Mapping&, Program& read, Buffer& buffer) {
              buffer.slot_bytes = 64 * 4 + 3;
              access_of(read).row = RowLookUp{.rows = 5, .row_bytes = 64};
            }),
            Lines{"table.value: touches bytes 0 to 260 of sigmoid (its slots have 259)"});
  EXPECT_EQ(of_table([](Mapping&, Program& read, Buffer&) {
              access_of(read).row =
                  RowLookUp{.rows = kMostTensorIndex, .row_bytes = kMostTensorIndex};
            }),
            Lines{"table.value: touches bytes 0 to beyond 2^63 of sigmoid (its slots have 4096)"});
}

TEST(CheckLookUps, HaveRowsOfWholeRowsOfBanks) {
  EXPECT_EQ(of_table([](Mapping&, Program& read, Buffer&) {
              access_of(read).row = RowLookUp{.rows = 2, .row_bytes = 96};
            }),
            Lines{"table.value: rows 96 bytes apart (a multiple of banks x 4 = 64)"});
}

TEST(CheckLookUps, RefuseNoRowsAndAFunctionOfRows) {
  EXPECT_EQ(of_table([](Mapping&, Program& read, Buffer&) {
              access_of(read).row = RowLookUp{.rows = 0, .row_bytes = 64};
            }).front(),
            "table.value: 0 rows from row 0 on (1 or more, from 0 on)");
  EXPECT_EQ(of_table([](Mapping&, Program& read, Buffer&) {
              access_of(read).row = RowLookUp{.row_bytes = 64};
              access_of(read).function = Function::exp;
            }),
            Lines{"table.value: a function and a row (one of the two)"});
}

TEST(CheckMemory, AllowsLanesAnElementApart) {
  const auto with = [](Format format, int lane_stride) {
    return after([&](Mapping& m) {
      Access& access = *reader(m, kX).outputs[0].access;
      access.format = format;
      access.lane_stride = lane_stride;
    });
  };
  EXPECT_EQ(with(Format::fp8_e4m3, 1), Lines{});
  EXPECT_EQ(with(Format::fp8_e4m3, 3), Lines{});
  EXPECT_EQ(with(Format::bf16, 2), Lines{});
  EXPECT_EQ(with(Format::bf16, 3), Lines{"x.out: lane stride 3 (a multiple of 2)"});
  EXPECT_EQ(with(Format::fp32, 2), Lines{"x.out: lane stride 2 (a multiple of 4)"});
  EXPECT_EQ(with(Format::fp32, 0), Lines{"x.out: lane stride 0 (a multiple of 4)"});
}

TEST(CheckMemory, CountsTheBytesOfNarrowLanes) {
  const auto with = [](std::int64_t offset) {  // 16 lanes, the second row 64 bytes on
    return after([&](Mapping& m) {
      Access& access = *reader(m, kX).outputs[0].access;
      access.format = Format::fp8_e4m3;
      access.lane_stride = 2;
      access.offset = offset;
    });
  };
  EXPECT_EQ(with(128 - 64 - 31), Lines{});
  EXPECT_EQ(with(128 - 64 - 30), Lines{"x.out: touches bytes 34 to 129 of x (its slots have 128)"});
}

TEST(CheckMemory, CountsTheCopiesOfAContent) {
  const auto with = [](std::int64_t copies) {
    return after([&](Mapping& m) {
      Content& content = m.units[kW].buffers[0].contents[0];
      content.cols = 32;
      content.copies = copies;
    });
  };
  EXPECT_EQ(with(4), Lines{});
  EXPECT_EQ(with(5), Lines{"w.W: W lies in bytes 0 to 544 of a slot (slots have 512)"});
  EXPECT_EQ(with(0), Lines{"w.W: 0 copies of W (1 to 2^40)"});
  EXPECT_EQ(with(std::int64_t{1} << 62), Lines{"w.W: 4611686018427387904 copies of W (1 to 2^40)"});
}

TEST(Latency, OfALookUpOfRowsHasTwoAddressStagesMoreThanItsLoops) {
  Program read = program({2, 4}, {port("index", kSum, 1)}, {data_port("value", kValue, {64, 0}, 2)},
                         4, kReads);
  access_of(read).look_up = 0;
  EXPECT_EQ(address_stages(read), 2);  // in a table: the larger number
  access_of(read).row = RowLookUp{.row_bytes = 128};
  EXPECT_EQ(address_stages(read), 3);
  access_of(read).strides = {};
  EXPECT_EQ(address_stages(read), 2);
}

}  // namespace
}  // namespace rda::mapping
