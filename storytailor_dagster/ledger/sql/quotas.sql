-- What users asked for in a month.

-- name: act_as_self
select set_config('role', 'none', true)

-- name: count_use
insert into public.usage_counts (user_id, month, kind, used)
values (%(user)s, date_trunc('month', now() at time zone 'utc')::date, %(kind)s, 1)
on conflict (user_id, month, kind) do update set used = usage_counts.used + 1
returning used
