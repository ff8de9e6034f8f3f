// A text that must never reach an output: passwords, and connection strings that hold one.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace rowtype::platform {

// Owns its text and overwrites it when it is freed or moved from. It has no stream operator and no conversion to a string on
// purpose: whoever needs the bytes writes reveal(), which is easy to find and to review. Not copyable.
class Secret {
public:
    Secret() = default;
    // Takes the text over; a short text lives inside std::string itself, so the caller's is overwritten as well.
    explicit Secret(std::string&& text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(text_); }

    [[nodiscard]] bool empty() const { return text_.empty(); }
    // The bytes, valid as long as this object is.
    [[nodiscard]] const std::string& reveal() const { return text_; }

    // Overwrites the whole capacity of `text`, in a way that the compiler may not leave out, and empties it.
    static void wipe(std::string& text) noexcept;

private:
    std::string text_;
};

}  // namespace rowtype::platform
