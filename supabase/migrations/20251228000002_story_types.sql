-- The story types that have a light of their own, and how that light moves.
create table public.story_types (
  id uuid primary key default gen_random_uuid(),
  type_name text not null unique,
  hue_base_hex text not null default '#1e90ff' check (hue_base_hex ~ '^#[0-9a-fA-F]{6}$'),
  hue_base_bri int not null default 180 check (hue_base_bri between 0 and 254),
  hue_style text not null default 'pulse' check (hue_style in ('calm', 'pulse', 'bold')),
  hue_jolt_pct numeric not null default 1.15 check (hue_jolt_pct between 1 and 2),
  hue_jolt_ms int not null default 500,
  hue_tt_in int not null default 36,
  hue_tt_scene int not null default 90,
  hue_rotate_every_ms int not null default 4000,
  hue_per_bulb_ms int not null default 100,
  hue_breathe_pct numeric not null default 0.15,
  hue_breathe_period_ms int not null default 8000,
  hue_motion text not null default 'balanced',
  hue_pause_style text not null default 'sway',
  hue_tempo_ms int not null default 3200,
  hue_lead_ms int not null default 300
);

with style (hue_style, jolt_pct, jolt_ms, tt_in, tt_scene, rotate_ms, per_bulb_ms, breathe_pct, breathe_ms) as (values
  ('calm',  1.05, 900, 60, 160, 0,    0,   0.12, 10000),
  ('pulse', 1.15, 500, 36, 90,  4000, 100, 0.15, 8000),
  ('bold',  1.25, 600, 28, 110, 3500, 120, 0.15, 8000)
), kind (type_name, base_hex, base_bri, hue_style) as (values
  ('Adventure',          '#ff8a00', 254, 'bold'),
  ('Bedtime',            '#6d5cff', 60,  'bold'),
  ('Birthday',           '#ff69b4', 220, 'bold'),
  ('Child-Loss',         '#ff90c2', 60,  'calm'),
  ('Educational',        '#1e90ff', 180, 'pulse'),
  ('Financial Literacy', '#4bb543', 180, 'pulse'),
  ('Inner-Child',        '#eea00f', 200, 'calm'),  -- seven digits at its source; the last f is one too many
  ('Language Learning',  '#ffd700', 200, 'pulse'),
  ('Medical Bravery',    '#ff3e41', 220, 'bold'),
  ('Mental Health',      '#3db8c8', 120, 'calm'),
  ('Milestones',         '#00c78c', 180, 'pulse'),
  ('Music',              '#8a2be2', 200, 'pulse'),
  ('New Birth',          '#90e0ff', 120, 'calm'),
  ('Tech Readiness',     '#14e1ff', 254, 'bold')
)
insert into public.story_types (
  type_name, hue_base_hex, hue_base_bri, hue_style, hue_jolt_pct, hue_jolt_ms, hue_tt_in, hue_tt_scene,
  hue_rotate_every_ms, hue_per_bulb_ms, hue_breathe_pct, hue_breathe_period_ms
)
select type_name, base_hex, base_bri, hue_style, jolt_pct, jolt_ms, tt_in, tt_scene,
       rotate_ms, per_bulb_ms, breathe_pct, breathe_ms
from kind join style using (hue_style);
