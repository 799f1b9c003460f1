def measured(*a): return {}
