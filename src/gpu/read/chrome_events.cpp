// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/chrome_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"
#include "gpu/read/chrome_sorter.h"
#include "gpu/read/decimal.h"
#include "json/comments.h"
#include "json/value.h"
#include "rda/error.h"

namespace rda::gpu::read {
namespace {

constexpr int kMicrosecond = 3;  ///< of times in such a trace: a power of ten of ns

/// Where in the trace a value stands.
enum class Place { top, events, event, arguments, extent, devices, device, elsewhere };

/// Follows the JSON text value by value, so that a large trace is never in memory as a whole.
class Follower : public nlohmann::json_sax<nlohmann::json> {
 public:
  Follower(std::string_view text, Processor of, std::string file)
      : text_(text), file_(std::move(file)), sorter_(of, file_, trace_) {}

  ChromeTrace take() { return std::move(trace_); }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return number(std::to_string(value)); }
  bool number_float(double, const std::string& digits) override { return number(digits); }
  bool string(std::string& value) override { return take_text(value); }
  bool binary(nlohmann::json::binary_t&) override { return true; }
  bool key(std::string& name) override {
    key_ = std::move(name);
    return true;
  }

  bool start_object(std::size_t) override { return enter(true); }
  bool start_array(std::size_t) override { return enter(false); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }

  bool parse_error(std::size_t at, const std::string&, const nlohmann::json::exception&) override {
    if (complete_) {  // names of files on Windows, with lone backslashes, stand behind
      trace_.is_cut = true;
      return false;
    }
    const std::size_t byte = at > 0 ? at - 1 : 0;
    throw ConfigError(file_, "",
                      json::place_in(text_, std::min(byte, text_.size())) +
                          ": is no JSON here (is the file cut off?)");
  }

 private:
  Place place_in_event(bool object) const {
    if (key_ == "args" && object) return Place::arguments;
    return Place::elsewhere;
  }

  Place next_place(bool object) {
    if (places_.empty()) return object ? Place::top : Place::events;
    switch (places_.back()) {
      case Place::top:
        if (key_ == "traceEvents" && !object) return Place::events;
        return key_ == "deviceProperties" && !object ? Place::devices : Place::elsewhere;
      case Place::events:
        event_ = {};
        return object ? Place::event : Place::elsewhere;
      case Place::event:
        return place_in_event(object);
      case Place::arguments:
        extent_.clear();
        return (key_ == "grid" || key_ == "block") && !object ? Place::extent : Place::elsewhere;
      case Place::devices:
        device_id_.clear();
        return object ? Place::device : Place::elsewhere;
      default:
        return Place::elsewhere;
    }
  }

  bool enter(bool object) {
    if (places_.size() >= json::kMaxDepth)
      throw ConfigError(file_, "", "its values are nested too deeply (at most 100)");
    places_.push_back(next_place(object));
    keys_.push_back(key_);
    return true;
  }

  bool leave() {
    const Place place = places_.back();
    key_ = keys_.back();
    places_.pop_back();
    keys_.pop_back();
    if (place == Place::event) sorter_.keep(std::move(event_));
    if (place == Place::events || places_.empty()) complete_ = true;
    if (place == Place::extent && extent_.size() == 3 && valid_extent())
      (key_ == "grid" ? event_.grid : event_.block) = Extent{extent_[0], extent_[1], extent_[2]};
    if (place == Place::device && !device_id_.empty()) trace_.devices[device_id_] = device_name_;
    return true;
  }

  bool valid_extent() const {
    return std::ranges::all_of(extent_, [](std::int64_t n) { return n >= 1; });
  }

  bool number(const std::string& digits) {
    if (places_.empty()) return true;
    const std::optional<std::int64_t> whole = scaled(digits, 0);
    switch (places_.back()) {
      case Place::event:
        set_event_number(digits);
        break;
      case Place::arguments:
        if (key_ == "correlation") event_.correlation = whole;
        if (key_ == "bytes" && whole >= 0) event_.bytes = whole;
        if (key_ == "graph node id" || key_ == "graph id") event_.in_graph = whole != 0;
        if (key_ == "stream") event_.stream = digits;
        if (key_ == "device") event_.device = digits;
        break;
      case Place::extent:
        if (extent_.size() < 4) extent_.push_back(whole.value_or(0));
        break;
      case Place::device:
        if (key_ == "id") device_id_ = digits;
        break;
      case Place::top:
        note_version(digits);
        break;
      default:
        break;
    }
    return true;
  }

  void note_version(const std::string& digits) {
    if (key_ != "cuda_runtime_version" && key_ != "cuda_driver_version") return;
    if (!trace_.software.empty()) trace_.software += ", ";
    trace_.software += key_ + " " + digits;
  }

  void set_event_number(const std::string& digits) {
    if (key_ == "pid") event_.pid = digits;
    if (key_ == "tid") event_.tid = digits;
    if (key_ != "ts" && key_ != "dur") return;
    const std::optional<std::int64_t> ns = scaled(digits, kMicrosecond);
    if (!ns)
      throw ConfigError(file_, "",
                        fmt::format("event {}: \"{}\" is no time in microseconds: {}",
                                    trace_.events + 1, key_, one_line(digits, 40)));
    if (key_ == "dur") return void(event_.duration = ns);
    event_.start = ns;
    event_.resolution = resolution_of(digits, kMicrosecond);
  }

  bool take_text(std::string& value) {
    if (places_.empty()) return true;
    if (places_.back() == Place::top && key_ == "timeline") {
      trace_.is_own = true;
      return false;
    }
    if (places_.back() == Place::event) {
      const std::array<std::pair<std::string_view, std::string*>, 5> kFields{
          {{"ph", &event_.phase},
           {"cat", &event_.category},
           {"name", &event_.name},
           {"pid", &event_.pid},
           {"tid", &event_.tid}}};
      for (const auto& [name, field] : kFields)
        if (key_ == name) *field = std::move(value);
    } else if (places_.back() == Place::arguments) {
      if (key_ == "name")
        event_.node = std::move(value);
      else if (key_ == "stream")
        event_.stream = std::move(value);
      else if (key_ == "device")
        event_.device = std::move(value);
    } else if (places_.back() == Place::device && key_ == "name") {
      device_name_ = std::move(value);
    }
    return true;
  }

  const std::string_view text_;
  const std::string file_;
  ChromeTrace trace_;
  ChromeSorter sorter_;
  std::vector<Place> places_;
  std::vector<std::string> keys_;  ///< of the open objects and arrays
  std::string key_, device_id_, device_name_;
  bool complete_ = false;  ///< all events have been met
  ChromeEvent event_;
  std::vector<std::int64_t> extent_;
};

}  // namespace

ChromeTrace chrome_trace(std::string_view text, Processor of, const std::string& file) {
  Follower follower(text, of, file);
  nlohmann::json::sax_parse(text, &follower);
  return follower.take();
}

}  // namespace rda::gpu::read
