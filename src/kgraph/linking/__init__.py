"""Links to what other data sets know: candidates, their scores, and people's judgements on them."""
