"""The reconciliation service (W3C Reconciliation Service API): people's names are joined with a graph's things."""
