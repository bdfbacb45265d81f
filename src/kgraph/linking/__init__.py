"""Links from entities to entries of other data sets: candidates, their scores, and people's judgements on them."""
