// One question of receiver.h. Internal to analysis/binding.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "analysis/binding/class_at.h"
#include "analysis/binding/receiver.h"
#include "analysis/facts/facts.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

inline constexpr int kMaximumReceiverSteps = 12;  // steps from a name to what it stands for

// Names that were looked at on the way: a second look has nothing to add ("query = query.eq(…)"), and could go on for ever.
using SeenNames = std::set<std::tuple<const facts::StatementFacts*, std::uint32_t, std::string>>;

// One question. Whatever is not followed is Open; nothing at all (None, no assignment, seen before) is no answer.
class ReceiverQuestion {
public:
    enum class Library : std::uint8_t { PostgRest, Redis };  // whose client a Receiver::Client is

    ReceiverQuestion(std::string_view method, SeenNames& seen, Library library = Library::PostgRest, int depth = 0)
        : method_(method), seen_(seen), library_(library), depth_(depth) {}

    Receiver of_value(const facts::Value& value, const Place& place) const;

private:
    using Answer = std::optional<Receiver>;

    [[nodiscard]] ReceiverQuestion deeper() const { return {method_, seen_, library_, depth_ + 1}; }
    Answer answer(const facts::Value& value, const Place& place) const;
    Answer of_annotation(const facts::Value& annotation, const Place& place) const;
    Answer of_subscript(const facts::Value& annotation, const Place& place) const;
    Answer of_either(const facts::Assignment& assignment, const Place& place) const;
    Answer of_name(const facts::Value& name, const Place& place) const;
    Answer of_local(std::string_view name, const Place& place, std::uint32_t scope) const;
    Answer of_definition(const types::Definition& definition, bool is_annotation) const;
    Answer of_attribute(const facts::Value& attribute, const Place& place) const;
    Answer of_member(const types::Definition& owner, std::string_view name) const;
    Answer of_call(const facts::Value& call, const Place& place) const;
    Answer of_class(const types::Definition& definition, bool is_self) const;
    Answer of_result(const facts::Function& function, const facts::StatementFacts& statement,
                     const types::ModuleScope& module) const;
    Answer of_method(const types::Definition& owner, std::string_view name) const;
    Answer of_result_of(const facts::Value& callee, const Place& place) const;
    Answer of_parameter(const facts::Parameter& parameter, const Place& place) const;
    [[nodiscard]] Receiver of_external(std::string_view name) const;
    [[nodiscard]] bool hands_on(const types::Definition& definition) const;

    std::string_view method_;
    SeenNames& seen_;
    Library library_;
    int depth_;
};

// Of several things that it may be, one open or one client is enough.
[[nodiscard]] std::optional<Receiver> either(std::optional<Receiver> left, std::optional<Receiver> right);

}  // namespace rowtype::binding
