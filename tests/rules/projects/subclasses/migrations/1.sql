CREATE TABLE flow (id serial PRIMARY KEY, word text NOT NULL, surplus integer);
CREATE TABLE link (id serial PRIMARY KEY, kind text NOT NULL, surplus integer UNIQUE);
CREATE TABLE mail_link (id integer PRIMARY KEY REFERENCES link, address text NOT NULL);
CREATE TABLE animal (id serial PRIMARY KEY, kind text NOT NULL, lives integer UNIQUE);
CREATE TABLE plant (id serial PRIMARY KEY, height integer);
