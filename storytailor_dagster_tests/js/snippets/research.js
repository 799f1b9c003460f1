// Subscribe to story updates
const channel = supabase
  .channel('stories:id=' + storyId)
  .on('postgres_changes', 
    { 
      event: 'UPDATE', 
      schema: 'public', 
      table: 'stories', 
      filter: `id=eq.${storyId}` 
    },
    (payload) => {
      console.log('Story updated:', payload.new);
      const status = payload.new.asset_generation_status;
      
      // Update UI with progress
      updateProgress(status);
      
      // Show toast notifications
      if (status.assets.cover?.status === 'ready') {
        showToast('Cover art ready!');
      }
      
      // Reload story when complete
      if (status.overall === 'ready') {
        showToast('Story complete!');
        loadStory(storyId);
      }
    }
  )
  .subscribe();
