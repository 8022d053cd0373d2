-- the operations page shows the last hour's throughput
create index job_run_started on job_run (started_at);
