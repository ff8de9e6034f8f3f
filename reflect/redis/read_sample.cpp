#include "reflect/redis/read_sample.h"

#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <thread>

#include "reflect/redis/tls_channel.h"

namespace rowtype::redis {

namespace {

using Clock = std::chrono::steady_clock;
using Reply = std::unique_ptr<redisReply, decltype([](redisReply* reply) { freeReplyObject(reply); })>;

constexpr int kKeysAStep = 100;  // that a server looks at in one SCAN, so that nobody else has to wait
constexpr timeval kConnectTimeout{5, 0};
constexpr timeval kAnswerTimeout{10, 0};

class Connection {
public:
    Connection(const Endpoint& endpoint, int rate)
        : endpoint_(endpoint), pause_(Clock::duration(std::chrono::seconds(1)) / rate) {}

    Status open();
    // Waits so that no more commands are sent than the rate allows. Errors: the connection, or what the server refuses.
    Result<Reply> send(const std::vector<std::string_view>& words);

private:
    Status start_tls();
    // Null: the connection is lost.
    Reply ask(const std::vector<const char*>& parts, const std::vector<std::size_t>& sizes);
    [[nodiscard]] Error error(std::string message, std::string remedy) const;
    [[nodiscard]] Error lost() const;
    [[nodiscard]] Error refusal(std::string_view text) const;

    const Endpoint& endpoint_;
    Clock::duration pause_;
    Clock::time_point next_ = Clock::now();
    std::unique_ptr<redisContext, decltype([](redisContext* context) { redisFree(context); })> context_;
    std::optional<TlsChannel> tls_;  // over the context's connection; then hiredis only knows what words and replies look like
};

class Reader {
public:
    Reader(Connection& connection, const Request& request)
        : connection_(connection), request_(request), end_(Clock::now() + std::chrono::seconds(request.deadline_seconds)) {}

    Result<Sample> read();

private:
    [[nodiscard]] bool is_full() const;
    Status take_keys(const redisReply& keys);
    Result<Entry> read_entry(const std::string& key);
    Status read_hash(const std::string& key, Entry& entry);
    Status read_string(const std::string& key, Entry& entry);

    Connection& connection_;
    const Request& request_;
    Clock::time_point end_;
    std::set<std::string> keys_;  // SCAN may tell a key twice
    std::size_t bytes_ = 0;
    Sample sample_;
};

std::string_view text_of(const redisReply& reply) {
    return {reply.str == nullptr ? "" : reply.str, static_cast<std::size_t>(reply.len)};
}

}  // namespace

Result<Sample> read_sample(const Endpoint& endpoint, const Request& request) {
    Connection connection(endpoint, request.rate);
    if (const Status opened = connection.open(); !opened) return opened.error();
    return Reader(connection, request).read();
}

namespace {

Status Connection::open() {
    context_.reset(endpoint_.host.empty() ? redisConnectUnixWithTimeout(endpoint_.socket.c_str(), kConnectTimeout)
                                          : redisConnectWithTimeout(endpoint_.host.c_str(), endpoint_.port, kConnectTimeout));
    if (context_ == nullptr) return error("there is no memory for a connection", "");
    if (context_->err != 0) {
        return error("no connection to Redis", "check that it runs there and can be reached");
    }
    redisSetTimeout(context_.get(), kAnswerTimeout);
    if (const Status started = start_tls(); !started) return started;
    if (!endpoint_.password.empty()) {
        std::vector<std::string_view> words = {"AUTH"};
        if (!endpoint_.user.empty()) words.emplace_back(endpoint_.user);
        words.emplace_back(endpoint_.password.reveal());
        if (auto reply = send(words); !reply) return reply.error();
    }
    if (endpoint_.database == 0) return {};
    const std::string database = std::to_string(endpoint_.database);
    if (auto reply = send({"SELECT", database}); !reply) return reply.error();
    return {};
}

Status Connection::start_tls() {
    if (!endpoint_.tls) return {};
    Result<TlsChannel> opened = TlsChannel::open(context_->fd, endpoint_);
    if (!opened) return Error{opened.error().kind, opened.error().message, opened.error().remedy, endpoint_.describe()};
    tls_.emplace(std::move(*opened));
    return {};
}

Reply Connection::ask(const std::vector<const char*>& parts, const std::vector<std::size_t>& sizes) {
    // hiredis promises to leave the arrays as they are.
    auto** words = const_cast<const char**>(parts.data());
    const int count = static_cast<int>(parts.size());
    if (!tls_) return Reply(static_cast<redisReply*>(redisCommandArgv(context_.get(), count, words, sizes.data())));
    char* text = nullptr;
    const int size = redisFormatCommandArgv(&text, count, words, sizes.data());
    const std::unique_ptr<char, decltype([](char* command) { redisFreeCommand(command); })> command(text);
    if (size < 0 || !tls_->write({text, static_cast<std::size_t>(size)})) return nullptr;
    std::array<char, std::size_t{16} << 10> bytes{};
    for (;;) {
        void* reply = nullptr;
        if (redisReaderGetReply(context_->reader, &reply) != REDIS_OK) {
            context_->err = REDIS_ERR_PROTOCOL;
            return nullptr;
        }
        if (reply != nullptr) return Reply(static_cast<redisReply*>(reply));
        const std::size_t read = tls_->read(bytes);
        if (read == 0) {
            context_->err = REDIS_ERR_IO;
            return nullptr;
        }
        if (redisReaderFeed(context_->reader, bytes.data(), read) != REDIS_OK) return nullptr;
    }
}

Result<Reply> Connection::send(const std::vector<std::string_view>& words) {
    std::this_thread::sleep_until(next_);
    next_ = std::max(next_, Clock::now()) + pause_;
    std::vector<const char*> parts;
    std::vector<std::size_t> sizes;
    for (const std::string_view word : words) {
        parts.push_back(word.data());
        sizes.push_back(word.size());
    }
    Reply reply = ask(parts, sizes);
    if (reply == nullptr) return lost();
    if (reply->type == REDIS_REPLY_ERROR) return refusal(text_of(*reply));
    return reply;
}

Error Connection::error(std::string message, std::string remedy) const {
    return {Error::Kind::SchemaUnavailable, std::move(message), std::move(remedy), endpoint_.describe()};
}

Error Connection::lost() const {
    const bool timed_out = context_->err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (timed_out) return error("Redis did not answer in time", "check that it is not busy, or lower --sample");
    if (context_->err == REDIS_ERR_PROTOCOL) return error("what answers there speaks no Redis", "check host and port");
    // With TLS 1.3 a server refuses a client without a certificate only when it is spoken to.
    if (tls_) {
        return error("the connection to Redis was lost",
                     "check that it still runs, and whether it wants a certificate (ssl_certfile, ssl_keyfile)");
    }
    return error("the connection to Redis was lost", "check that it still runs");
}

// By the first word, which is the kind of error (https://redis.io/docs, "RESP errors").
Error Connection::refusal(std::string_view text) const {
    const std::string_view kind = text.substr(0, text.find(' '));
    if (kind == "NOAUTH") return error("Redis wants a password", "put it into the URL: redis://:password@host");
    if (kind == "WRONGPASS" || text.starts_with("ERR invalid password") || text.starts_with("ERR Client sent AUTH") ||
        text.starts_with("ERR AUTH")) {
        return error("Redis refuses this user or password", "check the URL; a server without a password takes none");
    }
    if (kind == "NOPERM")
        return error("this user of Redis may not read there", "allow it SCAN, TYPE, STRLEN, GET, HLEN and HGETALL");
    if (kind == "LOADING") return error("Redis is still loading its data", "try again in a moment");
    if (kind == "MOVED" || kind == "CROSSSLOT" || kind == "CLUSTERDOWN") {
        return error("this Redis is a cluster, whose nodes hold parts of the keys each", "name a single node's replica");
    }
    if (text.starts_with("ERR DB index")) return error("Redis has no database of that number", "check the URL's end");
    return error("Redis refused a command", "redis-cli to the same place says why");
}

Result<Sample> Reader::read() {
    std::string cursor = "0";
    const std::string count = std::to_string(kKeysAStep);
    do {
        auto reply = connection_.send({"SCAN", cursor, "MATCH", request_.pattern, "COUNT", count});
        if (!reply) return reply.error();
        const redisReply& answer = **reply;
        if (answer.type != REDIS_REPLY_ARRAY || answer.elements != 2 || answer.element[1]->type != REDIS_REPLY_ARRAY) {
            return Error{Error::Kind::SchemaUnavailable, "what answers there speaks no Redis", "check host and port", ""};
        }
        cursor = text_of(*answer.element[0]);
        if (const Status taken = take_keys(*answer.element[1]); !taken) return taken.error();
    } while (cursor != "0" && !is_full());
    sample_.complete = cursor == "0" && sample_.entries.size() == keys_.size();
    sample_.seen = keys_.size();
    std::ranges::sort(sample_.entries, {}, &Entry::key);
    return std::move(sample_);
}

bool Reader::is_full() const {
    return sample_.entries.size() >= static_cast<std::size_t>(request_.sample) || bytes_ >= kMaximumAnswerBytes ||
           Clock::now() >= end_;
}

Status Reader::take_keys(const redisReply& keys) {
    for (std::size_t index = 0; index < keys.elements; ++index) {
        std::string key(text_of(*keys.element[index]));
        if (!keys_.insert(key).second || is_full()) continue;
        Result<Entry> entry = read_entry(key);
        if (!entry) return entry.error();
        if (entry->type != "none") sample_.entries.push_back(std::move(*entry));  // else it expired meanwhile
    }
    return {};
}

Result<Entry> Reader::read_entry(const std::string& key) {
    auto type = connection_.send({"TYPE", key});
    if (!type) return type.error();
    Entry entry{key, std::string(text_of(**type)), {}, std::nullopt};
    Status status;
    if (entry.type == "hash") status = read_hash(key, entry);
    if (entry.type == "string") status = read_string(key, entry);
    if (!status) return status.error();
    return entry;
}

Status Reader::read_hash(const std::string& key, Entry& entry) {
    constexpr long long kMostFields = 2'000;  // a row has fewer columns (PostgreSQL: 1,600)
    auto size = connection_.send({"HLEN", key});
    if (!size) return size.error();
    if ((*size)->integer > kMostFields) return {};
    auto reply = connection_.send({"HGETALL", key});
    if (!reply) return reply.error();
    for (std::size_t index = 0; index + 1 < (*reply)->elements; index += 2) {
        entry.fields.emplace_back(text_of(*(*reply)->element[index]), text_of(*(*reply)->element[index + 1]));
        bytes_ += entry.fields.back().first.size() + entry.fields.back().second.size();
    }
    std::ranges::sort(entry.fields);
    return {};
}

Status Reader::read_string(const std::string& key, Entry& entry) {
    auto size = connection_.send({"STRLEN", key});
    if (!size) return size.error();
    if ((*size)->integer > static_cast<long long>(kMaximumEntryBytes)) return {};
    auto reply = connection_.send({"GET", key});
    if (!reply) return reply.error();
    entry.text = text_of(**reply);
    bytes_ += entry.text->size();
    return {};
}

}  // namespace

}  // namespace rowtype::redis
