// A map by text whose parts have locks of their own: threads that ask for different keys seldom wait for each other. With one lock around
// one map two threads that ask for thousands of small things spend a third of their time in waking each other.
//
// Thread: any.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace rowtype {

template <typename Value>
class ShardedMap {
public:
    [[nodiscard]] std::optional<Value> find(const std::string& key) {
        return with(key, [&](const auto& part) {
            const auto found = part.find(key);
            return found == part.end() ? std::nullopt : std::optional<Value>(found->second);
        });
    }
    void try_emplace(const std::string& key, Value value) {
        with(key, [&](auto& part) { part.try_emplace(key, std::move(value)); });
    }
    // What `use` gives for the part (an unordered_map) that the key belongs to; nobody else looks at that part meanwhile.
    template <typename Use>
    auto with(const std::string& key, const Use& use) {
        Shard& shard = shards_[std::hash<std::string>()(key) % kParts];
        const std::lock_guard lock(shard.mutex);
        return use(shard.part);
    }
    void clear() {
        each_part([](auto& part) { part.clear(); });
    }

private:
    static constexpr std::size_t kParts = 32;

    // Calls `use` with each part, one after the other.
    template <typename Use>
    void each_part(const Use& use) {
        for (Shard& shard : shards_) {
            const std::lock_guard lock(shard.mutex);
            use(shard.part);
        }
    }

    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Value> part;
    };

    std::array<Shard, kParts> shards_;
};

}  // namespace rowtype
