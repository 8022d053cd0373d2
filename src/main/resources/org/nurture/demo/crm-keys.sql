-- Foreign keys and indexes, after the rows: a real CRM has them, and ten million rows load faster without.

alter table country add constraint country_code unique (code);
alter table crm_user add constraint crm_user_login unique (login);
alter table crm_user add constraint crm_user_manager foreign key (manager_id) references crm_user (id);
alter table tag add constraint tag_name unique (name);
alter table company add constraint company_country foreign key (country_id) references country (id);
alter table company add constraint company_parent foreign key (parent_id) references company (id);
alter table company add constraint company_user foreign key (user_id) references crm_user (id);
alter table contact add constraint contact_country foreign key (country_id) references country (id);
alter table contact add constraint contact_company foreign key (company_id) references company (id);
alter table contact add constraint contact_user foreign key (user_id) references crm_user (id);
alter table contact_tag add constraint contact_tag_contact foreign key (contact_id) references contact (id) on delete cascade;
alter table contact_tag add constraint contact_tag_tag foreign key (tag_id) references tag (id);
alter table lead add constraint lead_country foreign key (country_id) references country (id);
alter table lead add constraint lead_company foreign key (company_id) references company (id);
alter table lead add constraint lead_contact foreign key (contact_id) references contact (id) on delete set null;
alter table lead add constraint lead_user foreign key (user_id) references crm_user (id);
alter table ticket add constraint ticket_number unique (number);
alter table ticket add constraint ticket_contact foreign key (contact_id) references contact (id) on delete set null;
alter table ticket add constraint ticket_user foreign key (user_id) references crm_user (id);

create index company_by_country on company (country_id);
create index company_by_parent on company (parent_id);
create index company_by_name on company (name);
create index contact_by_country on contact (country_id);
create index contact_by_company on contact (company_id);
create index contact_by_user on contact (user_id);
create index contact_by_email on contact (email);
create index contact_by_name on contact (last_name, first_name);
create index contact_by_modified on contact (modified_at);
create index contact_tag_by_tag on contact_tag (tag_id);
create index lead_by_contact on lead (contact_id);
create index lead_by_company on lead (company_id);
create index lead_by_email on lead (email);
create index lead_by_modified on lead (modified_at);
create index ticket_by_contact on ticket (contact_id);
create index ticket_by_modified on ticket (modified_at);
