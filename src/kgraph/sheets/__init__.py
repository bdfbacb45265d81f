"""Claims in a spreadsheet ⇄ claims as values: the columns of the job, and what a person writes in their cells."""
