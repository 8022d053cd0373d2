-- what a target's table looked like when the target was saved last: told as a difference when it is read again
alter table target add column seen text;

-- which message a caught text is: its events can be played
alter table demo_sms add column message bigint;
