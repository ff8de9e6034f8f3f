// Who may do what: privileges and row-level security, as pg_class.relacl, pg_attribute.attacl, pg_proc.proacl,
// pg_default_acl and pg_policy have them, or GRANT, REVOKE, ALTER DEFAULT PRIVILEGES and CREATE POLICY say it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowtype::catalog {

// One bit each; the letters are those of PostgreSQL's aclitem (manual, "Privileges").
enum class Privilege : std::uint16_t {
    Select = 1,       // r
    Insert = 2,       // a
    Update = 4,       // w
    Delete = 8,       // d
    Truncate = 16,    // D
    References = 32,  // x
    Trigger = 64,     // t
    Execute = 128,    // X
    Usage = 256,      // U
    Create = 512,     // C
    Maintain = 1024,  // m, since PostgreSQL 17
};

class PrivilegeSet {
public:
    PrivilegeSet() = default;
    explicit PrivilegeSet(std::uint16_t bits) : bits_(bits) {}

    [[nodiscard]] bool has(Privilege privilege) const { return (bits_ & static_cast<std::uint16_t>(privilege)) != 0; }
    void add(Privilege privilege) { bits_ = static_cast<std::uint16_t>(bits_ | static_cast<std::uint16_t>(privilege)); }
    void add(PrivilegeSet other) { bits_ = static_cast<std::uint16_t>(bits_ | other.bits_); }
    void remove(PrivilegeSet other) { bits_ = static_cast<std::uint16_t>(bits_ & ~other.bits_); }
    [[nodiscard]] bool empty() const { return bits_ == 0; }
    [[nodiscard]] std::uint16_t bits() const { return bits_; }

    friend bool operator==(const PrivilegeSet&, const PrivilegeSet&) = default;

private:
    std::uint16_t bits_ = 0;
};

// Every role, in place of a role's name. No role can be called so.
constexpr const char* kPublicRole = "public";

// What one role was granted on one object. What its owner has by owning it is not among the grants, and grant options and
// grantors are left out.
struct Grant {
    std::string role;
    PrivilegeSet privileges;
    std::string column = {};  // of a relation, where only that column is meant; else empty

    friend bool operator==(const Grant&, const Grant&) = default;
};

enum class PolicyCommand : std::uint8_t { All, Select, Insert, Update, Delete };

// A row-level security policy.
struct Policy {
    std::string name;
    PolicyCommand command = PolicyCommand::All;
    bool permissive = true;          // else restrictive
    std::vector<std::string> roles;  // sorted; kPublicRole stands for every role
    std::optional<std::string> using_expression;
    std::optional<std::string> check_expression;

    friend bool operator==(const Policy&, const Policy&) = default;
};

enum class ObjectClass : std::uint8_t { Relations, Sequences, Functions, Types, Schemas };

// What ALTER DEFAULT PRIVILEGES gives to (or, of PUBLIC, takes from) objects that `owner` creates from now on.
struct DefaultPrivileges {
    std::string owner;   // the role that creates; empty: whoever runs the migrations
    std::string schema;  // empty: in every schema
    ObjectClass objects = ObjectClass::Relations;
    std::vector<Grant> grants;  // by role

    friend bool operator==(const DefaultPrivileges&, const DefaultPrivileges&) = default;
};

struct SchemaPrivileges {
    std::string schema;
    std::vector<Grant> grants;  // by role

    friend bool operator==(const SchemaPrivileges&, const SchemaPrivileges&) = default;
};

}  // namespace rowtype::catalog
