-- How each of the newest attempts went: [{"at": ms since 1970, "status": 204, "error": "timeout"}], the oldest first.
alter table webhook_delivery add column log jsonb not null default '[]';
