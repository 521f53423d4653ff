// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm>

namespace rda::sim {

/// A memory of the user's behind the address generators of a chip: SimulateOptions::memory. The
/// reference engine alone reaches it.
///
/// Each used address generator has a socket to each channel. A burst is a TLM-2.0 transaction,
/// non-blocking in the phases of the base protocol: a read or a write of `burst_bytes` bytes at the
/// byte address within the channel. It has no data pointer, because values travel with tokens.
/// BEGIN_REQ comes with the delay until the burst arrives at its channel. A generator sends the
/// next burst to a channel once END_REQ, or a response, has come. A response (BEGIN_RESP, or
/// TLM_COMPLETED) says that the data of a read are usable, or that a write is acknowledged. It
/// counts from the first cycle that begins at or after its time, and not in the cycle in which it
/// is sent.
///
/// A cycle of the chip takes a nanosecond of SystemC, whatever its clock is.
class MemorySockets {
 public:
  virtual ~MemorySockets() = default;
  /// Binds the socket from address generator `ag` to channel `channel` to a target. Is called
  /// during elaboration, channel by channel in ascending order of generators.
  virtual void bind(int channel, int ag, tlm::tlm_initiator_socket<>& socket) = 0;
};

}  // namespace rda::sim
