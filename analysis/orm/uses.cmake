# Expressions over models, bound: included by analysis/orm/CMakeLists.txt.
rowtype_library(rowtype_orm_uses
  SOURCES
    bind_uses.cpp
    built_statement.cpp
    chain_uses.cpp
    entities.cpp
    entity_uses.cpp
    model_texts.cpp
    refused_labels.cpp
  PUBLIC rowtype_binding rowtype_orm)
