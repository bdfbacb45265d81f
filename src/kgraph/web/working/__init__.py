"""Processes that answer, and can be killed: who gets one (`pool`), what one is given (`work`) and does (`worker`)."""
