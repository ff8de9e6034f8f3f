#include "lsp/workspace/check_cache.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>

#include "lsp/workspace/cache_folder.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::string_view kMagic = "rowtype-check-cache 2\n";

// The file: magic, proof of the index and its size, index, the entries' bytes one behind the other. The index has of each entry, by key,
// its key, its proof, the last run in which it was of use and its size. All of fixed length: thousands are read before the first is
// asked for.
constexpr std::size_t kNumber = sizeof(std::uint64_t);
constexpr std::size_t kHeadSize = kMagic.size() + 3 * kNumber;
constexpr std::size_t kIndexEntrySize = 6 * kNumber;

void put_fixed(std::string& into, std::uint64_t value) {
    for (unsigned byte = 0; byte < kNumber; ++byte) into.push_back(static_cast<char>(value >> (8 * byte) & 0xFFU));
}
void put_fixed(std::string& into, const KeyedHash& hash) {
    put_fixed(into, hash.first);
    put_fixed(into, hash.second);
}

std::uint64_t fixed_at(std::string_view text, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t byte = kNumber; byte-- > 0;) value = value << 8U | static_cast<unsigned char>(text[at + byte]);
    return value;
}
KeyedHash hash_at(std::string_view text, std::size_t at) { return {fixed_at(text, at), fixed_at(text, at + kNumber)}; }

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
    const KeyedHash proof = hash_at(text, kMagic.size());
    const std::uint64_t index_size = fixed_at(text, kMagic.size() + 2 * kNumber);
    if (index_size > text.size() - kHeadSize) return;
    const std::string_view index = text.substr(kHeadSize, index_size);
    // Whoever has the key wrote what save() writes: the proof vouches for the order of the entries, too, which nobody sorts again.
    if (index.size() % kIndexEntrySize != 0 || keyed_hash(key_, index) != proof) return;
    std::string_view rest = text.substr(kHeadSize + index_size);
    entries_.reserve(index.size() / kIndexEntrySize);
    for (std::size_t at = 0; at < index.size(); at += kIndexEntrySize) {
        const std::uint64_t size = fixed_at(index, at + 5 * kNumber);
        if (size > rest.size()) return;  // cut off
        const std::uint64_t run = fixed_at(index, at + 4 * kNumber);
        entries_.push_back({hash_at(index, at), hash_at(index, at + 2 * kNumber), run, rest.substr(0, size)});
        rest.remove_prefix(size);
        run_ = std::max(run_, run + 1);
    }
}

std::optional<std::string_view> CheckCache::find(const KeyedHash& key) {
    const auto found = std::ranges::lower_bound(entries_, key, {}, &Entry::key);
    if (found == entries_.end() || found->key != key) return std::nullopt;
    std::atomic_ref(found->is_used).store(true, std::memory_order_relaxed);
    if (proof_of(key, found->bytes) != found->proof) return std::nullopt;
    return found->bytes;
}

void CheckCache::store(const KeyedHash& key, std::string bytes) {
    const KeyedHash proof = proof_of(key, bytes);  // here, where others work meanwhile
    const std::lock_guard lock(mutex_);
    stored_[key] = {std::move(bytes), proof};
}

KeyedHash CheckCache::proof_of(const KeyedHash& key, std::string_view bytes) const {
    // The key is part of it, so that no entry passes for another's.
    std::string proven;
    proven.reserve(4 * kNumber);
    put_fixed(proven, key);
    put_fixed(proven, keyed_hash(key_, bytes));
    return keyed_hash(key_, proven);
}

void CheckCache::save() {
    if (stored_.empty()) return;
    std::vector<Entry> kept;
    for (const auto& [key, stored] : stored_) kept.push_back({key, stored.proof, run_, stored.bytes});
    for (const Entry& entry : entries_) {
        if (stored_.contains(entry.key)) continue;
        kept.push_back(entry);
        if (entry.is_used) kept.back().run = run_;
    }
    std::ranges::stable_sort(kept, std::greater<>(), &Entry::run);
    std::size_t total = 0;
    const auto beyond = std::ranges::find_if(kept, [&](const Entry& one) {
        total += one.bytes.size() + kIndexEntrySize;
        return total > maximum_bytes_;
    });
    kept.erase(beyond, kept.end());
    std::ranges::sort(kept, {}, &Entry::key);

    std::string index;
    index.reserve(kept.size() * kIndexEntrySize);
    for (const Entry& one : kept) {
        put_fixed(index, one.key);
        put_fixed(index, one.proof);
        put_fixed(index, one.run);
        put_fixed(index, one.bytes.size());
    }
    std::string file;
    file.reserve(total + kHeadSize);
    file += kMagic;
    put_fixed(file, keyed_hash(key_, index));
    put_fixed(file, index.size());
    file += index;
    for (const Entry& one : kept) file += one.bytes;
    const Status written = write_cache_file(root_, name_, file);
    if (!written) log::debug("what was found is not kept for the next run: " + written.error().to_string());
}

}  // namespace rowtype::workspace
