// A module that others import is mostly checked as well: who has parsed it already can spare whoever checks it that work.
#pragma once

#include <memory>
#include <string_view>

#include "analysis/facts/facts.h"
#include "analysis/settings/settings.h"

namespace rowtype::binding {

// A FactsProvider may be one. Implementations are thread-safe.
class KnownFacts {
public:
    virtual ~KnownFacts() = default;
    // The facts that extraction would give for that text of the file; null where they are not there already.
    [[nodiscard]] virtual std::shared_ptr<const facts::FileFacts> known_facts(const FileIdentity& file,
                                                                              std::string_view text) = 0;
};

}  // namespace rowtype::binding
