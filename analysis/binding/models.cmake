# Model classes bound to tables: included by analysis/binding/CMakeLists.txt.
rowtype_library(rowtype_modules
  SOURCES
    model_modules.cpp
    provided_modules.cpp
  PUBLIC rowtype_catalog rowtype_facts rowtype_settings rowtype_types)
rowtype_library(rowtype_bind_models
  SOURCES
    bind_models.cpp
    model_class.cpp
    model_field_options.cpp
    model_fields.cpp
    model_table.cpp
    nested_models.cpp
    table_words.cpp
  PUBLIC rowtype_catalog rowtype_facts rowtype_settings rowtype_modules rowtype_types)
