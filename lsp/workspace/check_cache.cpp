#include "lsp/workspace/check_cache.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "lsp/workspace/cache_folder.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/binary.h"

namespace rowtype::workspace {

namespace {

constexpr std::string_view kMagic = "rowtype-check-cache 1\n";

// The file: magic, proof of the index and its size (all of fixed length), index, the entries' bytes one behind the other.
struct IndexEntry {
    KeyedHash key;
    KeyedHash proof;
    std::uint64_t run = 0;
    std::uint64_t size = 0;
};
constexpr std::size_t kHeadSize = kMagic.size() + 3 * sizeof(std::uint64_t);

void put_fixed(std::string& into, std::uint64_t value) {
    for (unsigned byte = 0; byte < 8; ++byte) into.push_back(static_cast<char>(value >> (8 * byte) & 0xFFU));
}

std::uint64_t fixed_at(std::string_view text, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t byte = 8; byte-- > 0;) value = value << 8U | static_cast<unsigned char>(text[at + byte]);
    return value;
}

}  // namespace

CheckCache::CheckCache(std::string root, const HashKey& key, std::size_t maximum_bytes, std::string name)
    : root_(std::move(root)), key_(key), maximum_bytes_(maximum_bytes), name_(std::move(name)) {
    const std::string file = cache_folder(root_) + "/" + name_;
    if (!is_own_file(file)) return;
    Result<std::string> text = read_file(file, 2 * kMaximumBytes);
    if (!text) return;
    text_ = std::move(*text);
    read(text_);
}

void CheckCache::read(std::string_view text) {
    if (text.size() < kHeadSize || !text.starts_with(kMagic)) return;
    const KeyedHash proof{fixed_at(text, kMagic.size()), fixed_at(text, kMagic.size() + 8)};
    const std::uint64_t index_size = fixed_at(text, kMagic.size() + 16);
    if (index_size > text.size() - kHeadSize) return;
    const std::string_view index = text.substr(kHeadSize, index_size);
    if (keyed_hash(key_, index) != proof) return;
    BinaryReader reader(index);
    const auto entries = reader.take<std::vector<IndexEntry>>();
    if (reader.has_failed() || !reader.is_at_end()) return;
    std::string_view rest = text.substr(kHeadSize + index_size);
    for (const IndexEntry& entry : entries) {
        if (entry.size > rest.size()) return;  // cut off
        entries_[entry.key] = {rest.substr(0, entry.size), entry.proof, entry.run, false};
        rest.remove_prefix(entry.size);
        run_ = std::max(run_, entry.run + 1);
    }
}

std::optional<std::string_view> CheckCache::find(const KeyedHash& key) {
    Entry* entry = nullptr;
    {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(key);
        if (found == entries_.end()) return std::nullopt;
        entry = &found->second;
        entry->is_used = true;
    }
    if (proof_of(key, entry->bytes) != entry->proof) return std::nullopt;
    return entry->bytes;
}

void CheckCache::store(const KeyedHash& key, std::string bytes) {
    const KeyedHash proof = proof_of(key, bytes);  // here, where others work meanwhile
    const std::lock_guard lock(mutex_);
    stored_[key] = {std::move(bytes), proof};
}

KeyedHash CheckCache::proof_of(const KeyedHash& key, std::string_view bytes) const {
    // The key is part of it, so that no entry passes for another's.
    BinaryWriter proven;
    proven.add(key).add(keyed_hash(key_, bytes));
    return keyed_hash(key_, proven.bytes());
}

void CheckCache::save() {
    if (stored_.empty()) return;
    struct Kept {
        IndexEntry entry;
        std::string_view bytes;
    };
    std::vector<Kept> kept;
    for (const auto& [key, stored] : stored_) kept.push_back({{key, stored.proof, run_, stored.bytes.size()}, stored.bytes});
    for (const auto& [key, entry] : entries_) {
        if (stored_.contains(key)) continue;
        kept.push_back({{key, entry.proof, entry.is_used ? run_ : entry.run, entry.bytes.size()}, entry.bytes});
    }
    std::ranges::stable_sort(kept, std::greater<>(), [](const Kept& one) { return one.entry.run; });
    std::size_t total = 0;
    const auto beyond = std::ranges::find_if(kept, [&](const Kept& one) {
        constexpr std::size_t kOfIndex = 64;
        total += one.bytes.size() + kOfIndex;
        return total > maximum_bytes_;
    });
    kept.erase(beyond, kept.end());

    BinaryWriter index;
    index.number(kept.size());
    for (const Kept& one : kept) index.add(one.entry);
    const KeyedHash proof = keyed_hash(key_, index.bytes());
    std::string file;
    file.reserve(total + kHeadSize + index.bytes().size());
    file += kMagic;
    put_fixed(file, proof.first);
    put_fixed(file, proof.second);
    put_fixed(file, index.bytes().size());
    file += index.bytes();
    for (const Kept& one : kept) file += one.bytes;
    const Status written = write_cache_file(root_, name_, file);
    if (!written) log::debug("what was found is not kept for the next run: " + written.error().to_string());
}

}  // namespace rowtype::workspace
