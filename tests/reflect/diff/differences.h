// A difference as lines, for these tests.
#pragma once

#include <string>
#include <vector>

#include "reflect/diff/difference.h"
#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::diff {

// "added table public.a: 2 columns", "public.a: changed type id: integer -> text".
inline std::vector<std::string> lines_of(const Difference& difference) {
    std::vector<std::string> lines;
    for (const ObjectDifference& object : difference.objects) {
        if (object.kind != ChangeKind::Changed) {
            lines.push_back(std::string(word_of(object.kind)) + " " + object.what + " " + object.name + ": " + object.text);
        }
        for (const Change& change : object.changes) {
            lines.push_back(object.name + ": " + std::string(word_of(change.kind)) + " " + std::string(word_of(change.aspect)) +
                            (change.name.empty() ? "" : " " + change.name) + ": " + change.before + " -> " + change.after);
        }
    }
    return lines;
}

}  // namespace rowtype::diff
