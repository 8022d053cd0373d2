-- What an execution of verify found wrong (D17): JSON, a kind of contradiction each, with some of those concerned.
alter table job_run add column findings text;
