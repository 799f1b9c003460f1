-- What ended when: for figures, for what an operator is told, and for whoever looks whether the objects are still there.
create index stories_by_end on public.stories (asset_generation_completed_at);
create index characters_by_end on public.characters (asset_generation_completed_at);
create index jobs_by_end on public.asset_generation_jobs (completed_at) where status in ('ready', 'failed');
