// The members of a plain struct, one by one: what is done with all of them (written to a cache, mixed into a hash) needs no list that
// somebody could forget to extend. A member that is added to the struct is among them.
//
// For aggregates without base classes, of at most kMostMembers members that are no C arrays. Where the members cannot be counted, for
// whatever reason, it does not compile: never is one left out.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace rowtype {

constexpr std::size_t kMostMembers = 32;

namespace members_detail {

// Stands for a value of whatever type a member has.
struct Anything {
    template <class Type>
    operator Type() const;  // NOLINT(google-explicit-constructor): that is its purpose
};

template <std::size_t>
using AnythingAt = Anything;

template <class Struct, std::size_t... Indices>
constexpr bool takes(std::index_sequence<Indices...>) {
    return requires { Struct{AnythingAt<Indices>()...}; };
}

// The most values that it can be made of: counted down, since fewer always do.
template <class Struct, std::size_t Count = kMostMembers>
constexpr std::size_t count_members() {
    if constexpr (takes<Struct>(std::make_index_sequence<Count>())) return Count;
    else return count_members<Struct, Count - 1>();
}

}  // namespace members_detail

template <class Struct>
constexpr std::size_t member_count = members_detail::count_members<std::remove_cv_t<Struct>>();

// Calls visit(member) for each, in the order of declaration; `object` may be const.
template <class Struct, class Visit>
void for_each_member(Struct& object, Visit&& visit) {
    static_assert(std::is_aggregate_v<std::remove_cv_t<Struct>>, "only a plain struct tells its members");
    constexpr std::size_t kCount = member_count<Struct>;
    const auto each = [&](auto&... members) { (visit(members), ...); };
    // A structured binding names exactly all members, or does not compile.
    // clang-format off
    if constexpr (kCount == 1) { auto& [a] = object; each(a); }
    else if constexpr (kCount == 2) { auto& [a, b] = object; each(a, b); }
    else if constexpr (kCount == 3) { auto& [a, b, c] = object; each(a, b, c); }
    else if constexpr (kCount == 4) { auto& [a, b, c, d] = object; each(a, b, c, d); }
    else if constexpr (kCount == 5) { auto& [a, b, c, d, e] = object; each(a, b, c, d, e); }
    else if constexpr (kCount == 6) { auto& [a, b, c, d, e, f] = object; each(a, b, c, d, e, f); }
    else if constexpr (kCount == 7) { auto& [a, b, c, d, e, f, g] = object; each(a, b, c, d, e, f, g); }
    else if constexpr (kCount == 8) { auto& [a, b, c, d, e, f, g, h] = object; each(a, b, c, d, e, f, g, h); }
    else if constexpr (kCount == 9) { auto& [a, b, c, d, e, f, g, h, i] = object; each(a, b, c, d, e, f, g, h, i); }
    else if constexpr (kCount == 10) { auto& [a, b, c, d, e, f, g, h, i, j] = object; each(a, b, c, d, e, f, g, h, i, j); }
    else if constexpr (kCount == 11) { auto& [a, b, c, d, e, f, g, h, i, j, k] = object; each(a, b, c, d, e, f, g, h, i, j, k); }
    else if constexpr (kCount == 12) { auto& [a, b, c, d, e, f, g, h, i, j, k, l] = object; each(a, b, c, d, e, f, g, h, i, j, k, l); }
    else if constexpr (kCount == 13) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m); }
    else if constexpr (kCount == 14) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n); }
    else if constexpr (kCount == 15) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o); }
    else if constexpr (kCount == 16) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p); }
    else if constexpr (kCount == 17) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q); }
    else if constexpr (kCount == 18) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r); }
    else if constexpr (kCount == 19) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s); }
    else if constexpr (kCount == 20) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t); }
    else if constexpr (kCount == 21) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u); }
    else if constexpr (kCount == 22) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v); }
    else if constexpr (kCount == 23) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w); }
    else if constexpr (kCount == 24) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x); }
    else if constexpr (kCount == 25) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y); }
    else if constexpr (kCount == 26) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z); }
    else if constexpr (kCount == 27) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa); }
    else if constexpr (kCount == 28) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab); }
    else if constexpr (kCount == 29) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac); }
    else if constexpr (kCount == 30) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad); }
    else if constexpr (kCount == 31) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad, ae] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad, ae); }
    else if constexpr (kCount == 32) { auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad, ae, af] = object; each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, ab, ac, ad, ae, af); }
    else static_assert(kCount == 0 && std::is_empty_v<std::remove_cv_t<Struct>>, "more members than kMostMembers, or of a kind that cannot be counted");
    // clang-format on
}

}  // namespace rowtype
