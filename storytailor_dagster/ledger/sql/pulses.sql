-- Signs of life of the processes that execute runs. Times are the database's own, so machines' clocks don't matter.

-- name: beat
insert into run_pulses (run_id) values (%(run_id)s)
on conflict (run_id) do update set seen_at = now()

-- name: silent
-- A server that has just been started was deaf before: nobody is silent until he had the time to give a sign.
select run_id from run_pulses
where seen_at < now() - %(silence)s and pg_postmaster_start_time() < now() - %(silence)s order by seen_at limit 200

-- name: pulsing
select run_id from run_pulses where run_id = any(%(run_ids)s)

-- name: pulse_over
delete from run_pulses where run_id = %(run_id)s
