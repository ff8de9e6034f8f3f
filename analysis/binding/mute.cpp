#include "analysis/binding/mute.h"

namespace rowtype::binding {

const std::array<MuteWords, kMuteCount>& mute_words() {
    using enum Subject;
    static constexpr std::array<MuteWords, kMuteCount> kWords = {{
        {Mute::QueryOfOtherLibrary, Query, false, "other-library",
         "table() or from_() of another library, of a class of the project, or of a storage bucket"},
        {Mute::QueryClientNotRecognised, Query, false, "client-not-recognised",
         "the client is not recognised as Supabase's or PostgREST's"},
        {Mute::QueryTableNotConstant, Query, false, "table-not-constant", "the table's name is not a constant"},
        {Mute::QuerySchemaNotConstant, Query, false, "schema-not-constant", "the schema's name is not a constant"},
        {Mute::QuerySchemaNotRead, Query, false, "schema-not-read", "the schema was not read"},
        {Mute::QueryTableMayExist, Query, false, "table-may-exist",
         "the table was not found, but SQL that could not be evaluated, or another schema, may have it"},
        {Mute::QueryHeadNotFound, Query, false, "head-not-found",
         "builder calls on a value whose query could not be followed to its table"},
        {Mute::QueryFunctionCall, Query, false, "function-call",
         "a call of a database function (rpc) whose name or client could not be told from the code, or that may exist all the "
         "same"},
        {Mute::SqlNotConstant, Sql, false, "not-constant", "the text is not a constant"},
        {Mute::SqlNoStatement, Sql, false, "no-statement", "the text does not begin like an SQL statement"},
        {Mute::SqlDefinition, Sql, false, "definition",
         "it defines or changes the schema (CREATE, ALTER, DROP, GRANT …) and is not held against it"},
        {Mute::SqlCommand, Sql, false, "command", "a command that holds no query (BEGIN, SET, CALL, VACUUM …)"},
        {Mute::SqlOfOtherDatabase, Sql, false, "other-database", "it goes to another database system"},
        {Mute::SqlOfParts, Sql, false, "of-parts",
         "it is built from parts that are not constant and does not parse without them"},
        {Mute::SqlNotUnderstood, Sql, false, "not-understood",
         "PostgreSQL 17's parser does not know its syntax, and nothing says that it is PostgreSQL's"},
        {Mute::SqlClauseNotConstant, Sql, true, "clause-not-constant",
         "a clause of it is not constant: unqualified columns prove nothing"},
        {Mute::SqlTableMayExist, Sql, true, "table-may-exist", "a table of it was not found, but may exist"},
        {Mute::SqlOfPastSchema, Sql, false, "past-schema", "it stands in an Alembic revision, written for the schema before it"},
        {Mute::ModelOutsideModelFiles, Model, false, "outside-model-files",
         "a class that looks like a table stands in a file that `models` does not name"},
        {Mute::ModelNotPydantic, Model, false, "not-pydantic", "a class that belongs to a table is not a pydantic model"},
        {Mute::ModelUnlikeItsTable, Model, false, "unlike-its-table",
         "a class has a table's name, but fewer than half of its fields are columns"},
        {Mute::ModelTableMayExist, Model, false, "table-may-exist", "its table was not found, but may exist"},
        {Mute::ModelBaseNotFound, Model, true, "base-not-found",
         "a base class could not be found: columns without a field are not reported"},
        {Mute::ModelOfPastSchema, Model, false, "past-schema",
         "it stands in an Alembic revision, written for the schema before it"},
        {Mute::FieldIsEmbed, Field, false, "embed", "it holds another model, not a column"},
        {Mute::FieldHasValidator, Field, false, "validator", "a validator may change what arrives, or the class is pydantic 1's"},
        {Mute::FieldAnnotationNotUnderstood, Field, false, "annotation-not-understood", "its annotation could not be resolved"},
        {Mute::ColumnNotConstant, Column, false, "not-constant", "the text that names them is not a constant"},
        {Mute::ColumnOfUnknownTable, Column, false, "unknown-table", "their table is not known"},
        {Mute::ColumnOfTableNotWhollyKnown, Column, false, "table-not-wholly-known",
         "not found, but their table may have columns or computed fields that could not be read"},
        {Mute::AttributeOfClassNotWhollyKnown, Column, false, "class-not-wholly-known",
         "not found, but a base or a call that could not be followed may give them to their class"},
        {Mute::AttributeMayBeAdded, Column, false, "may-be-added",
         "not found in their class, but a backref or an assignment elsewhere may add them"},
        {Mute::AttributeOfUnknownEntity, Column, false, "unknown-entity",
         "the mapped class that a filter_by() or values() is about could not be told"},
    }};
    return kWords;
}

}  // namespace rowtype::binding
