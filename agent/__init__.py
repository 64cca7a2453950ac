"""One case from flag to decision: the graph, its steps, confidence, memo, routing."""
