"""Twenty stories in flight while everything that makes them is killed or broken: what becomes of them. Linux only."""
