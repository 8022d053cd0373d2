-- what came in on messages that are purged, and what came in on none and is old
create index sms_inbound_message on sms_inbound (message_id, received_at);
