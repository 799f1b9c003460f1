-- Signs of life of the processes that execute runs. Times are the database's own, so machines' clocks don't matter.

-- name: beat
insert into run_pulses (run_id) values (%(run_id)s)
on conflict (run_id) do update set seen_at = now()

-- name: silent
select run_id from run_pulses where seen_at < now() - %(silence)s order by seen_at limit 200

-- name: pulsing
select run_id from run_pulses where run_id = any(%(run_ids)s)

-- name: pulse_over
delete from run_pulses where run_id = %(run_id)s
