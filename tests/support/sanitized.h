// Whether this is a sanitizer's build, where everything takes ten times as long. Exhaustive loops take larger steps there: the
// Release tree runs them whole, the sanitizers look at how the code does what it does, which a part of the steps shows as well.
#pragma once

namespace rowtype::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kIsSanitized = true;
#else
inline constexpr bool kIsSanitized = false;
#endif
#else
inline constexpr bool kIsSanitized = false;
#endif

}  // namespace rowtype::testing
