#include "reflect/platform/secret.h"

#include "reflect/platform/platform.h"

namespace rowtype::platform {

Secret::Secret(std::string&& text) {
    // A plain move would leave the bytes of a short string behind in the source.
    text_.reserve(text.size());
    text_.assign(text);
    wipe(text);
}

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { wipe(other.text_); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe(text_);
        text_ = std::move(other.text_);
        wipe(other.text_);
    }
    return *this;
}

void Secret::wipe(std::string& text) noexcept {
    platform::wipe(text.data(), text.capacity());
    text.clear();
}

}  // namespace rowtype::platform
