// Base classes of the project's that give models their settings and nothing else, so that a generated class with the same settings does
// without them. Internal to analysis/migration, but for ClassPlace and FileTexts.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/engine/fresh_file.h"
#include "analysis/migration/written_class.h"
#include "reflect/base/text.h"

namespace rowtype::migration {

// A class of the project's.
struct ClassPlace {
    std::string file;  // as in FileIdentity::path
    std::string name;

    friend auto operator<=>(const ClassPlace&, const ClassPlace&) = default;
};

// The texts of the workspace's files; implemented by whoever reads them.
class FileTexts {
public:
    virtual ~FileTexts() = default;
    // Of a path as in FileIdentity, as UTF-8; null where it cannot be read. What is given lives as long as this.
    virtual const std::string* text_of(const std::string& path) = 0;
};

// What a class has from its bases.
struct Inheritance {
    std::map<std::string, std::string> configuration;  // as in WrittenClass: what the nearest that says it says
    std::vector<ClassPlace> bases;                     // the project's own, nearest first; with settings alone
    std::string objection;                             // why the class is less without its bases, in words; empty: it is not
};

[[nodiscard]] Inheritance read_inheritance(const WrittenClass& model, const engine::FreshFile& file, FileTexts& texts);

// Where a file does something with the class beside importing it and deriving classes from it: what `isinstance(x, Base)` or a parameter
// of that type takes, a class without that base is not. A name that may lead to it counts as if it did.
[[nodiscard]] std::optional<Span> use_of_base(const engine::FreshFile& file, const ClassPlace& base);

}  // namespace rowtype::migration
