"""One cause a file: its signature in the data, the clause that proves it, a counterfactual."""
