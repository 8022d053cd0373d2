-- ids of the templates and actions that the staged document names, by ref, as JSON: their titles may change;
-- null: staged before this column was
alter table campaign_change add column contents text;
