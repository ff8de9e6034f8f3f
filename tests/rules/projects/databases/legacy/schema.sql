create table members (number bigint primary key, surname text not null);
