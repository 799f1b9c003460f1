const channel = supabase
  .channel(`stories:id=${storyId}`)
  .on('postgres_changes', {
    event: 'UPDATE',
    schema: 'public',
    table: 'stories',
    filter: `id=eq.${storyId}`
  }, (payload) => {
    // Handle progressive updates
    const status = payload.new.asset_generation_status?.assets || {};
    
    if (status.scene_1?.status === 'ready') {
      // Show beat 1 image
    }
    if (status.scene_2?.status === 'ready') {
      // Show beat 2 image
    }
    // ... etc
  })
  .subscribe();
