-- Messages whose hand-over has no recorded answer (X6), few of many: the operations page counts them.
create index outbox_doubt on outbox (state);
