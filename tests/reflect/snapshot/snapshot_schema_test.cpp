// snapshot.schema.json describes what write_snapshot writes: every member, with its type and its words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/snapshot/sample_catalog.h"
#include "tests/support/paths.h"

namespace rowtype::snapshot {
namespace {

using nlohmann::json;

// As much of JSON Schema as that file uses; members that it does not name count as wrong.
class Checker {
public:
    explicit Checker(json schema) : schema_(std::move(schema)) {}

    void check(const json& value) { check(value, schema_, ""); }
    std::vector<std::string> problems;
    std::set<std::string> seen;  // "relation.columns", for what the sample does not hold

private:
    void check(const json& value, const json& rule, const std::string& place) {
        if (rule.contains("$ref")) {
            return check(value, schema_.at(json::json_pointer(rule["$ref"].get<std::string>().substr(1))), place);
        }
        if (rule.contains("const") && value != rule["const"]) problems.push_back(place + ": not the constant");
        if (rule.contains("enum") && !std::ranges::count(rule["enum"], value))
            problems.push_back(place + ": not one of the words");
        if (!rule.contains("type")) return;
        const std::string type = rule["type"];
        const bool fits = (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
                          (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
                          (type == "integer" && value.is_number_integer());
        if (!fits) problems.push_back(place + ": not of type " + type);
        if (value.is_array()) {
            for (const json& item : value) check(item, rule.at("items"), place + "[]");
        }
        if (!value.is_object()) return;
        for (const json& name : rule.value("required", json::array())) {
            if (!value.contains(name)) problems.push_back(place + ": lacks " + name.get<std::string>());
        }
        for (const auto& [name, member] : value.items()) {
            const std::string at = place + "." + name;
            seen.insert(at);
            if (!rule["properties"].contains(name)) problems.push_back(at + ": not in the schema");
            else check(member, rule["properties"][name], at);
        }
    }

    json schema_;
};

TEST(SnapshotSchema, DescribesWhatIsWritten) {
    std::ifstream stream(testing::source_folder() + "/reflect/snapshot/snapshot.schema.json");
    Checker checker(json::parse(stream));
    const std::vector<Migration> record = {{"1_users.sql", "00ff"}};
    checker.check(json::parse(write_snapshot(catalog::Catalog(rowtype::testing::rich_catalog()), record)));
    EXPECT_THAT(checker.problems, ::testing::IsEmpty());
    EXPECT_GT(checker.seen.size(), 60U) << "the sample holds nearly every member";
    Checker strict(json::parse(R"({"type": "object", "properties": {"version": {"const": 2}}})"));
    strict.check(json::parse(R"({"version": 1, "more": 1})"));
    EXPECT_THAT(strict.problems, ::testing::ElementsAre(".more: not in the schema", ".version: not the constant"));
}

}  // namespace
}  // namespace rowtype::snapshot
