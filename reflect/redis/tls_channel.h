// TLS (OpenSSL) over a connection that hiredis made, which speaks none itself in the versions that Debian has.
//
// Linked by rowtype-db alone, whose libpq brings OpenSSL along.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "reflect/base/result.h"
#include "reflect/redis/redis_url.h"

namespace rowtype::redis {

class TlsChannel {
public:
    // `descriptor`: connected and blocking, with the timeouts that are wanted; it stays the caller's, and open as long as this lives.
    // The server's certificate is checked as the endpoint says. Errors, of kind SchemaUnavailable or Usage, without `file`.
    [[nodiscard]] static Result<TlsChannel> open(int descriptor, const Endpoint& endpoint);
    TlsChannel(TlsChannel&&) noexcept;
    TlsChannel& operator=(TlsChannel&&) noexcept;
    ~TlsChannel();

    // False: the connection is lost, or the time is over.
    [[nodiscard]] bool write(std::string_view bytes);
    // How many bytes were read; 0: the connection is lost, or the time is over.
    [[nodiscard]] std::size_t read(std::span<char> into);

private:
    struct State;
    explicit TlsChannel(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace rowtype::redis
