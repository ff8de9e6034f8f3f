// What binding may look at, beside the statement that it binds.
//
// Binding turns the facts of one top-level statement into bound values whose names are resolved against the module, other
// modules and the catalog. It runs per statement, so that a keystroke re-binds only what it could have changed: every
// name of the module that was consulted is recorded as a dependency (by ModuleNames), and the bound values of an unchanged statement stay
// valid while its dependencies do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analysis/binding/created_relations.h"
#include "analysis/binding/file_imports.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/names.h"
#include "analysis/settings/served_api.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

class ProvidedModules;

// Lives as long as one analysis of one file; not shared between threads.
struct Context {
    const FileIdentity& file;
    const facts::FileFacts& file_facts;
    const facts::ModuleNames& names;
    const catalog::Catalog& catalog;  // notes what it is asked, statement by statement: nothing made of it serves two statements
    const Settings& settings;
    ProvidedModules* modules = nullptr;  // null: no other module is known. Notes what it is asked, too

    // The access profile that holds for this file, Automatic resolved.
    AccessProfile access = AccessProfile::Json;
    DatabaseImports imports;
    // Relations that SQL in this file creates (temporary tables above all): never reported.
    CreatedRelations created_relations;
    const ServedApi* api = nullptr;  // null: nothing is known of it
};

// The statement being bound. Spans of its facts are relative to `offset`.
struct StatementView {
    const facts::StatementFacts& facts;
    std::uint32_t offset = 0;
};

}  // namespace rowtype::binding
