def drawn(x): return "<svg/>"
