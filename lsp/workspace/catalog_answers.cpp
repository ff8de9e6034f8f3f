#include "lsp/workspace/catalog_answers.h"

#include <type_traits>

#include "reflect/base/binary.h"

namespace rowtype::workspace {

namespace {

using catalog::QualifiedName;

template <class Object>
const QualifiedName& name_of(const Object& object) {
    if constexpr (requires { object.relation; }) return object.relation;
    else return object.name;
}

template <class Object>
std::string bytes_of(const Object& object) {
    BinaryWriter writer;
    writer.add(object);
    return writer.take();
}

template <class Object>
void add_by_name(const std::vector<Object>& objects, std::map<std::string, std::string, std::less<>>& into) {
    for (const Object& object : objects) into[name_of(object).name] += bytes_of(object);
}

// A hash for each, made once: what was asked is compared for every file.
template <class Name, class Order>
std::map<Name, KeyedHash, Order> hashed(const HashKey& key, const std::map<Name, std::string, Order>& texts) {
    std::map<Name, KeyedHash, Order> hashes;
    for (const auto& [name, bytes] : texts) hashes.emplace_hint(hashes.end(), name, keyed_hash(key, bytes));
    return hashes;
}

template <class Type>
constexpr bool is_told_by_name =
    std::is_same_v<Type, std::vector<catalog::Relation>> || std::is_same_v<Type, std::vector<catalog::PendingName>> ||
    std::is_same_v<Type, std::vector<catalog::RemovedName>> || std::is_same_v<Type, std::vector<catalog::TypeDefinition>> ||
    std::is_same_v<Type, std::vector<catalog::Function>>;

}  // namespace

CatalogAnswers::CatalogAnswers(const catalog::Catalog& catalog, const HashKey& key)
    : catalog_(catalog), key_(key), everything_(keyed_hash(key, bytes_of(catalog.data()))) {}

CatalogAnswers::Parts CatalogAnswers::make_parts() const {
    Parts parts;
    const catalog::CatalogData& data = catalog_.data();
    // What is not known here by name may be part of any answer, members of later versions included.
    BinaryWriter general;
    for_each_member(data, [&]<class Member>(const Member& member) {
        if constexpr (std::is_same_v<Member, std::vector<catalog::Sequence>>) {
            parts.sequences = keyed_hash(key_, bytes_of(member));
        } else if constexpr (!is_told_by_name<Member> && !std::is_same_v<Member, std::vector<catalog::Note>>) {
            general.add(member);
        }
    });
    general.add(data.pending.empty());
    parts.general = keyed_hash(key_, general.bytes());
    std::map<std::string, std::string, std::less<>> relations;
    std::map<std::string, std::string, std::less<>> types;
    std::map<std::string, std::string, std::less<>> functions;
    std::map<QualifiedName, std::string> references;
    add_by_name(data.relations, relations);
    add_by_name(data.pending, relations);
    add_by_name(data.removed, relations);
    add_by_name(data.types, types);
    add_by_name(data.functions, functions);
    BinaryWriter names;
    for (const catalog::Relation& relation : data.relations) {
        names.add(relation.name).add(relation.presumed);
        for (const catalog::ForeignKey& foreign : relation.foreign_keys) {
            references[foreign.referenced_relation] += bytes_of(relation.name) + bytes_of(foreign);
        }
    }
    parts.relations = hashed(key_, relations);
    parts.types = hashed(key_, types);
    parts.functions = hashed(key_, functions);
    parts.references = hashed(key_, references);
    parts.relation_names = keyed_hash(key_, names.bytes());
    parts.own_schemas = keyed_hash(key_, bytes_of(catalog_.own_schemas()));
    return parts;
}

KeyedHash CatalogAnswers::to(const catalog::Consulted& consulted) const {
    std::call_once(once_, [this] { parts_ = make_parts(); });
    BinaryWriter said;
    said.add(parts_.general);
    const auto add = [&](const catalog::Consulted::Names& names, const ByName& objects) {
        for (const std::string& name : names) {
            const auto found = objects.find(name);
            said.add(found == objects.end() ? KeyedHash() : found->second);
        }
    };
    add(consulted.relations, parts_.relations);
    add(consulted.types, parts_.types);
    add(consulted.functions, parts_.functions);
    for (const QualifiedName& relation : consulted.referenced) {
        const auto found = parts_.references.find(relation);
        said.add(found == parts_.references.end() ? KeyedHash() : found->second);
    }
    if (consulted.relation_names) said.add(parts_.relation_names);
    if (consulted.own_schemas) said.add(parts_.own_schemas);
    if (consulted.sequences) said.add(parts_.sequences);
    if (consulted.everything) said.add(everything_);
    return keyed_hash(key_, said.bytes());
}

}  // namespace rowtype::workspace
