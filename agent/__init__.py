"""One case from flag to decision: the graph, its nodes, confidence, memo, routing."""
