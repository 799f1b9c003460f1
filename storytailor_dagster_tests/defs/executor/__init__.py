"""What the executor of threads does, on a graph that has nothing to do with stories."""
