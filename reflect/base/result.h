// A small result type, so that errors are values on every path of ours.
//
// Exceptions stop where they enter (file system, JSON, TOML, libpqxx); from there on a failure is an Error that names the
// place and the remedy, and the compiler complains when nobody looks at it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace rowtype {

// What went wrong, as a sentence for the user. Never holds a secret: connection strings are parsed by us and not quoted.
struct [[nodiscard]] Error {
    enum class Kind {
        Usage,              // wrong option or configuration: exit code 2
        SchemaUnavailable,  // no schema could be read: exit code 3
        Io,                 // a file or folder could not be read or written
        Invalid,            // a text does not have the form that it should have
        Cancelled,
    };

    Kind kind = Kind::Invalid;
    std::string message;       // one sentence, no full stop, no trailing newline
    std::string remedy;        // what the user can do about it; may be empty
    std::string file;          // the place, where there is one
    std::uint32_t line = 0;    // one-based; 0 where unknown
    std::uint32_t column = 0;  // one-based, in code points; 0 where unknown

    // "file:line:column: message (remedy)" with the parts that are known.
    [[nodiscard]] std::string to_string() const;
};

// Either a value or an Error. Reading the side that is not there is a programming error.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    [[nodiscard]] const T& value() const& { return *std::get_if<0>(&state_); }
    [[nodiscard]] T& value() & { return *std::get_if<0>(&state_); }
    [[nodiscard]] T&& value() && { return std::move(*std::get_if<0>(&state_)); }
    [[nodiscard]] const Error& error() const& { return *std::get_if<1>(&state_); }
    [[nodiscard]] Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return std::get_if<0>(&state_); }
    T* operator->() { return std::get_if<0>(&state_); }

private:
    std::variant<T, Error> state_;
};

// Success without a value, or an Error.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error) : error_(std::move(error)) {}

    [[nodiscard]] bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const { return *error_; }

private:
    std::optional<Error> error_;
};

}  // namespace rowtype
