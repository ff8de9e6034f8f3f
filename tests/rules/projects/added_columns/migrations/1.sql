CREATE TABLE review (id serial PRIMARY KEY, body text);
CREATE TABLE profile (id serial PRIMARY KEY, nick text);
ALTER TABLE profile DROP COLUMN nick;
