// Which hand-written models may give way to generated ones without anything being lost.
//
// One stays where the generated class would not do all that it does: methods, validators, attributes and settings of its own or of a base
// class, fields that are no columns or are called otherwise, limits and defaults that the schema does not say, types of the project's own;
// and where what stays in its file uses it, since both classes would then be around. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/facts_provider.h"
#include "analysis/engine/fresh_file.h"
#include "analysis/migration/settings_bases.h"

namespace rowtype::migration {

// A model that belongs to a table of the schema, and what becomes of it.
struct ModelSwap {
    std::string class_name;
    std::string table;  // "public.users"
    binding::ModelRole role = binding::ModelRole::Row;
    binding::ModelStyle style = binding::ModelStyle::Pydantic;
    std::uint32_t line = 0;
    std::string new_name;              // of the generated class; empty: the model stays
    std::string reason;                // why it stays, in words
    std::vector<std::string> gains;    // fields that the generated class has beside
    std::vector<std::string> changes;  // "id: str becomes UUID"
    std::vector<ClassPlace> bases;     // classes of settings that it derives from and the generated class does not
};

// The models of a file, all of them staying: before there is a generated module.
[[nodiscard]] std::vector<ModelSwap> find_models(const engine::FreshFile& file);

// The same with what becomes of them. `generated` is the file that was generated; of both the relations are of one catalog. `style`: the
// generated module's. Models of other tables than `tables` ("public.users") are left out, unless that is empty. Whether code elsewhere
// does something with `bases` is the caller's to look at (use_of_base).
[[nodiscard]] std::vector<ModelSwap> find_swaps(const engine::FreshFile& file, const engine::FreshFile& generated,
                                                const std::string& style, const std::set<std::string>& tables,
                                                binding::FactsProvider& provider, FileTexts& texts);

}  // namespace rowtype::migration
